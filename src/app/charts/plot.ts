import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import type { Curve } from "../../core/counting/curves.ts";

/** The coordinate system of the chart a component is drawn in. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(value: number): number;
  y(value: number): number;
}

/** @returns null until the chart has been measured */
export function usePlot(): Plot | null {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!area || !x || !y) return null;
  return {
    left: area.x,
    right: area.x + area.width,
    top: area.y,
    bottom: area.y + area.height,
    x: (value) => x(value) ?? 0,
    y: (value) => y(value) ?? 0,
  };
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

/** Ticks of a log axis up to `largest`: powers of ten. */
export function decades(largest: number): number[] {
  const ticks = [];
  for (let tick = 1; tick <= largest; tick *= 10) ticks.push(tick);
  return ticks;
}

/** Looks of axes, shared by all charts. */
export const AXIS = {
  stroke: "var(--line)",
  tick: { fill: "var(--muted)", fontSize: 12 },
  tickLine: false,
} as const;

export const GRID = { stroke: "var(--grid)", vertical: false } as const;

/** Room around the plot for labels. */
export const MARGIN = { top: 8, right: 16, bottom: 18, left: 4 } as const;

export const Y_AXIS_WIDTH = 48;
