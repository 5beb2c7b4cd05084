import type { Curve } from "../../core/counting/curves.ts";
import type { CardCurves, CardFacts } from "./cardFacts.ts";
import { formatAmount, formatCount, formatShort, plural } from "./words.ts";

/** A chart as an SVG element, its looks left to the classes of the page around it. */
export interface CardChart {
  readonly title: string;
  readonly svg: string;
}

/** The coordinate system of a chart, in its own units. */
interface Plot {
  x(value: number): number;
  y(value: number): number;
}

interface Axis {
  readonly scale: "linear" | "log";
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

const WIDTH = 440;
const HEIGHT = 320;
const LEFT = 46;
const RIGHT = WIDTH - 12;
const TOP = 10;
const BOTTOM = HEIGHT - 40;
/** Room that a name needs: with its number of entries, and alone. */
const LONG_NAME = 130;
const SHORT_NAME = 34;
/** Below one, so that a count of one stands above the axis. */
const LEAST_COUNT = 0.8;

/** Counts by rank on logarithmic axes; t is a height, where the capped curve is flat. */
export function rankChart({ kept, t }: CardFacts, curves: CardCurves): CardChart {
  const { entries, largestCount, rank, rankCapped, rankBalanced } = curves;
  const { headEntries, tailEntries } = kept;
  const xTo = Math.max(entries, 2);
  const yTo = Math.max(largestCount * 1.3, 2);
  const xAxis: Axis = { scale: "log", from: 1, to: xTo, ticks: decades(xTo) };
  const yAxis: Axis = { scale: "log", from: LEAST_COUNT, to: yTo, ticks: decades(yTo) };
  const plot = plotOf(xAxis, yAxis);
  const kink = Math.max(rankCapped.x.indexOf(headEntries), 0);
  const hasLine = t >= LEAST_COUNT && t <= yTo;
  const tY = hasLine ? plot.y(t) : TOP;
  const kinkX = headEntries === 0 ? LEFT : plot.x(headEntries);
  const nameY = tY < TOP + 24 ? tY + 16 : tY - 7;

  const parts = [
    area("head-area", plot, rankCapped, 0, headEntries === 0 ? 0 : kink + 1),
    area("tail-area", plot, rankCapped, kink, rankCapped.x.length),
    axes(plot, xAxis, yAxis, "entries by rank"),
  ];
  if (rankBalanced) {
    const { x, low, high } = rankBalanced;
    const back = { x: x.slice().reverse(), y: low.slice().reverse() };
    const band = `${pathOf(plot, { x, y: high })}${pathOf(plot, back).replace("M", "L")}Z`;
    parts.push(`<path class="band" d="${band}"/>`, line("balanced", plot, rankBalanced));
  }
  parts.push(line("matches", plot, rank));
  if (hasLine) parts.push(`<path class="t-line" d="M${LEFT},${place(tY)}H${RIGHT}"/>`);
  parts.push(line("capped", plot, rankCapped));
  if (hasLine) parts.push(label("t-name", LEFT + 8, nameY, `t = ${formatAmount(t)}`));
  if (BOTTOM - tY > 24) {
    parts.push(
      label("head-name", LEFT + 8, BOTTOM - 10, nameFor("head", headEntries, kinkX - LEFT)),
    );
  }
  const tail = nameFor("tail", tailEntries, RIGHT - kinkX);
  parts.push(label("tail-name", RIGHT - 4, nameY, tail, "end"));

  const title = "Matches of entries by rank";
  const balanced = rankBalanced
    ? " Balanced counts, what stays, are drawn as the mean of nearby ranks; 8 in 10 entries lie in the band around it."
    : "";
  const desc = `Both axes are logarithmic. The entry of rank 1 has ${plural(largestCount, "match", "matches")}, the last of ${plural(entries, "entry", "entries")} has ${formatCount(rank.y[rank.y.length - 1])}. Capped at t = ${formatAmount(t)}, ${plural(headEntries, "head entry", "head entries")} are flat and ${plural(tailEntries, "tail entry", "tail entries")} stay as they are.${balanced}`;
  return { title, svg: svg("rank", title, desc, parts) };
}

/** Matches added up from tail to head, as the paper draws it; t is where head begins. */
export function cumulativeChart({ kept, t }: CardFacts, curves: CardCurves): CardChart {
  const { entries, cumulative, cumulativeCapped, cumulativeBalanced } = curves;
  const { headEntries, tailEntries } = kept;
  const all = last(cumulative.y);
  const yTo = all * 1.05;
  const xAxis: Axis = { scale: "linear", from: 0, to: entries, ticks: evenTicks(entries) };
  const yAxis: Axis = { scale: "linear", from: 0, to: yTo, ticks: evenTicks(yTo) };
  const plot = plotOf(xAxis, yAxis);
  const kink = Math.max(cumulativeCapped.x.indexOf(tailEntries), 0);
  const tX = plot.x(tailEntries);
  const isRight = tX > RIGHT - 90;

  const parts = [
    area("tail-area", plot, cumulativeCapped, 0, kink + 1),
    area("head-area", plot, cumulativeCapped, kink, cumulativeCapped.x.length),
    axes(plot, xAxis, yAxis, "entries with matches, tail to head"),
  ];
  if (cumulativeBalanced) parts.push(line("balanced", plot, cumulativeBalanced));
  parts.push(
    line("matches", plot, cumulative),
    `<path class="t-line" d="M${place(tX)},${TOP}V${BOTTOM}"/>`,
    line("capped", plot, cumulativeCapped),
    label(
      "t-name",
      isRight ? tX - 7 : tX + 7,
      TOP + 24,
      `t = ${formatAmount(t)}`,
      isRight ? "end" : "start",
    ),
    label("tail-name", tX - 7, TOP + 41, nameFor("tail", tailEntries, tX - LEFT), "end"),
    label("head-name", tX + 7, TOP + 41, nameFor("head", headEntries, RIGHT - tX)),
  );
  const title = "Matches added up from tail to head";
  const balanced = cumulativeBalanced
    ? ` Captions that stay hold ${formatCount(last(cumulativeBalanced.y))} of them.`
    : "";
  const desc = `Entries stand from the fewest matches to the most. All ${plural(entries, "entry", "entries")} together have ${plural(all, "match", "matches")}; with each count capped at t = ${formatAmount(t)} it is ${formatAmount(last(cumulativeCapped.y))}.${balanced}`;
  return { title, svg: svg("cumulative", title, desc, parts) };
}

/** Of texts only what is made here stands in an SVG: none of them needs escapes. */
function svg(id: string, title: string, desc: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${desc}</desc>${parts.join("")}</svg>`;
}

function axes(plot: Plot, xAxis: Axis, yAxis: Axis, xName: string): string {
  const horizontal = yAxis.ticks.map((tick) => {
    const y = place(plot.y(tick));
    return `<path class="grid" d="M${LEFT},${y}H${RIGHT}"/>${label("tick", LEFT - 7, plot.y(tick) + 4, formatShort(tick), "end")}`;
  });
  const vertical = xAxis.ticks.map((tick) =>
    label("tick", plot.x(tick), BOTTOM + 16, formatShort(tick), "middle"),
  );
  return [
    ...horizontal,
    ...vertical,
    `<path class="axis" d="M${LEFT},${TOP}V${BOTTOM}H${RIGHT}"/>`,
    label("axis-name", RIGHT, BOTTOM + 34, xName, "end"),
  ].join("");
}

function plotOf(xAxis: Axis, yAxis: Axis): Plot {
  return { x: scaleOf(xAxis, LEFT, RIGHT), y: scaleOf(yAxis, BOTTOM, TOP) };
}

/** On a logarithmic axis, what lies below its start stands at its start: a balanced count may be 0. */
function scaleOf({ scale, from, to }: Axis, start: number, end: number): (value: number) => number {
  const placed = scale === "log" ? (n: number) => Math.log(Math.max(n, from)) : (n: number) => n;
  const perUnit = (end - start) / (placed(to) - placed(from));
  return (value) => start + (placed(value) - placed(from)) * perUnit;
}

function line(name: string, plot: Plot, curve: Curve): string {
  return `<path class="${name}" d="${pathOf(plot, curve)}"/>`;
}

/** Between the vertices from position `first` to `end - 1` and the bottom. */
function area(name: string, plot: Plot, { x, y }: Curve, first: number, end: number): string {
  if (end <= first) return "";
  const above = pathOf(plot, { x: x.subarray(first, end), y: y.subarray(first, end) });
  const [from, to] = [plot.x(x[first]), plot.x(x[end - 1])].map(place);
  return `<path class="${name}" d="${above}L${to},${BOTTOM}L${from},${BOTTOM}Z"/>`;
}

/** A path through a curve's vertices, of those in one place the first only. */
function pathOf(plot: Plot, { x, y }: Curve): string {
  const points: string[] = [];
  for (let i = 0; i < x.length; i++) {
    const point = `${place(plot.x(x[i]))},${place(plot.y(y[i]))}`;
    if (point !== points[points.length - 1]) points.push(point);
  }
  return `M${points.join("L")}`;
}

function label(name: string, x: number, y: number, words: string, anchor = "start"): string {
  if (words === "") return "";
  return `<text class="${name}" x="${place(x)}" y="${place(y)}" text-anchor="${anchor}">${words}</text>`;
}

/** A name as long as fits into so much room; empty where none fits. */
function nameFor(side: "head" | "tail", entries: number, room: number): string {
  if (room > LONG_NAME) return `${side}, ${plural(entries, "entry", "entries")}`;
  return room > SHORT_NAME ? side : "";
}

function place(value: number): string {
  return value.toFixed(1);
}

function last(values: Float64Array): number {
  return values[values.length - 1];
}

function decades(largest: number): number[] {
  const ticks: number[] = [];
  for (let tick = 1; tick <= largest; tick *= 10) ticks.push(tick);
  return ticks;
}

/** Ticks from 0 up to `largest`: at most six, in whole steps of 1, 2, 2.5 or 5. */
function evenTicks(largest: number): number[] {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(largest / 5)));
  const steps = [1, 2, 2.5, 5, 10].map((n) => n * power);
  const step = steps.find((n) => Number.isInteger(n) && n * 5 >= largest) ?? largest;
  const ticks: number[] = [];
  for (let tick = 0; tick <= largest; tick += step) ticks.push(tick);
  return ticks;
}
