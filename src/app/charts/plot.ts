import type { Curve } from "../../core/counting/curves.ts";
import type { Size } from "./useSize.ts";

/** What an axis spans, and where it is marked. */
export interface Axis {
  readonly scale: "linear" | "log";
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** The coordinate system of a chart: pixels of values, and values of pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(value: number): number;
  y(value: number): number;
  xAt(pixel: number): number;
  yAt(pixel: number): number;
}

/** Room around the plot. */
export const MARGIN = { top: 8, right: 16, bottom: 16, left: 4 } as const;
export const Y_AXIS_WIDTH = 48;
export const X_AXIS_HEIGHT = 22;

export function plotOf({ width, height }: Size, xAxis: Axis, yAxis: Axis): Plot {
  const left = MARGIN.left + Y_AXIS_WIDTH;
  const right = Math.max(width - MARGIN.right, left + 1);
  const top = MARGIN.top;
  const bottom = Math.max(height - MARGIN.bottom - X_AXIS_HEIGHT, top + 1);
  const x = scaleOf(xAxis, left, right);
  const y = scaleOf(yAxis, bottom, top);
  return {
    ...{ width, height, left, right, top, bottom },
    x: x.pixelOf,
    y: y.pixelOf,
    xAt: x.valueAt,
    yAt: y.valueAt,
  };
}

function scaleOf({ scale, from, to }: Axis, start: number, end: number) {
  const [place, value] =
    scale === "log" ? [Math.log, Math.exp] : [(n: number) => n, (n: number) => n];
  const first = place(from);
  const perUnit = (end - start) / (place(to) - first);
  return {
    pixelOf: (n: number) => start + (place(n) - first) * perUnit,
    valueAt: (pixel: number) => value(first + (pixel - start) / perUnit),
  };
}

/** Pixels between two values of x, at least one of them, within the plot. */
export function extentInPlot(
  { x, left, right }: Plot,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly left: number; readonly width: number } {
  const start = Math.min(Math.max(x(from), left), right - 1);
  return { left: start, width: Math.max(Math.min(x(to), right) - start, 1) };
}

/** SVG path through a curve's vertices from position `first` to `end - 1`. */
export function pathOf(plot: Plot, { x, y }: Curve, first = 0, end = x.length): string {
  let path = "";
  for (let i = first; i < end; i++) {
    path += `${i === first ? "M" : "L"}${plot.x(x[i]).toFixed(1)},${plot.y(y[i]).toFixed(1)}`;
  }
  return path;
}

/** SVG path of the area between those vertices and the bottom of the plot. */
export function areaOf(plot: Plot, curve: Curve, first: number, end: number): string {
  if (end - first < 1) return "";
  const from = plot.x(curve.x[first]).toFixed(1);
  const to = plot.x(curve.x[end - 1]).toFixed(1);
  const bottom = plot.bottom.toFixed(1);
  return `${pathOf(plot, curve, first, end)}L${to},${bottom}L${from},${bottom}Z`;
}

/** SVG path of the area between two curves over the same x. */
export function bandOf(plot: Plot, x: Float64Array, low: Float64Array, high: Float64Array): string {
  if (x.length === 0) return "";
  const back = { x: x.slice().reverse(), y: low.slice().reverse() };
  return `${pathOf(plot, { x, y: high })}${pathOf(plot, back).replace("M", "L")}Z`;
}

/** Ticks of a log axis up to `largest`: powers of ten. */
export function decades(largest: number): number[] {
  const ticks = [];
  for (let tick = 1; tick <= largest; tick *= 10) ticks.push(tick);
  return ticks;
}

/** Ticks of a linear axis from 0 up to `largest`: at most six, in steps of 1, 2, 2.5 or 5. */
export function evenTicks(largest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(largest / 5));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n * 5 >= largest) ?? largest;
  const ticks = [];
  for (let i = 0; i * step <= largest; i++) ticks.push(i * step);
  return ticks;
}

/** Looks of axes and grid, shared by all charts. */
export const AXIS = { stroke: "var(--line)", tickLine: false, interval: 0 } as const;

/** Horizontal lines at the ticks of y. Where they are is said here, since finding it out is slow. */
export function gridOf(plot: Plot, { ticks }: Axis) {
  return {
    stroke: "var(--grid)",
    vertical: false,
    zIndex: 0,
    horizontalPoints: ticks.map(plot.y),
    verticalCoordinatesGenerator: () => [],
  };
}
