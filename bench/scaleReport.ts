import { cpus, totalmem } from "node:os";
import { formatFigure, table } from "./report.ts";
import { quantile } from "./result.ts";

const WIDTH = 720;
const HEIGHT = 360;
const PLOT = { left: 64, right: 696, top: 56, bottom: 300 };
const STYLE = `
    text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #16181d; }
    .title { font-size: 15px; font-weight: 600; }
    .muted { fill: #5a6472; }
    .grid { stroke: #dfe4ea; }
    .ours { stroke: #0877bd; } .ours-dot, .ours-text { fill: #0877bd; }
    .limit { stroke: #5a6472; stroke-dasharray: 5 4; } .limit-dot { fill: #5a6472; }
    .once-text { fill: #b45309; }
    .line { fill: none; stroke-width: 2; }
    @media (prefers-color-scheme: dark) {
      text { fill: #edf0f4; }
      .muted { fill: #9aa6b4; }
      .grid { stroke: #2c343e; }
      .ours { stroke: #58b4ee; } .ours-dot, .ours-text { fill: #58b4ee; }
      .limit { stroke: #9aa6b4; } .limit-dot { fill: #9aa6b4; }
      .once-text { fill: #f6a94a; }
    }`;

/** Pools of growing size in the page. Times are in seconds, memory and sizes in bytes. */
export interface ScaleMeasures {
  readonly entries: number;
  readonly chromium: string;
  /** From the request of the page until it can be used, nothing cached. */
  readonly start: number;
  /** From the choice of the metadata until the demo pool is matched with it. */
  readonly index: number;
  /** Of the browser with the metadata and the demo pool; null where it cannot be measured. */
  readonly memoryBefore: number | null;
  readonly pools: readonly PoolMeasures[];
  readonly largest: LargestMeasures;
}

export interface PoolMeasures {
  readonly captions: number;
  readonly bytes: number;
  /** From the drop until counts and curve are painted. */
  readonly drop: number;
  /** JSON.parse alone, on all cores. */
  readonly parse: number;
  readonly memoryPeak: number | null;
  readonly memoryAtRest: number | null;
}

/** With the largest pool loaded. */
export interface LargestMeasures {
  /** Seconds of each frame with a move of t. */
  readonly moves: readonly number[];
  readonly balance: number;
  readonly export: number;
  readonly exportBytes: number;
  readonly copy: number;
}

/** docs/performance.md. */
export function performancePage(measures: ScaleMeasures): string {
  const { entries, chromium, start, index, memoryBefore, pools, largest } = measures;
  const [{ model }] = cpus();
  const large = pools[pools.length - 1];
  const many = `${large.captions.toLocaleString("en")} captions`;
  const ofPools = table(
    ["captions", "file", "drop", "JSON.parse alone", "per caption", "most memory", "at rest"],
    pools.map((pool) => [
      pool.captions.toLocaleString("en"),
      megabytes(pool.bytes),
      seconds(pool.drop),
      seconds(pool.parse),
      `${formatFigure(microsecondsPerCaption(pool))} µs`,
      megabytes(pool.memoryPeak),
      megabytes(pool.memoryAtRest),
    ]),
    [0, 1, 2, 3, 4, 5, 6],
  );
  const ofLargest = table(
    ["with it loaded", "time"],
    [
      ["a move of t, 95% of frames within", milliseconds(quantile(largest.moves, 0.95))],
      ["a move of t, 99% of frames within", milliseconds(quantile(largest.moves, 0.99))],
      ["exact balance once t rests", seconds(largest.balance)],
      [`export of ${megabytes(largest.exportBytes)}`, seconds(largest.export)],
      ["the source read and as many bytes written, nothing more", seconds(largest.copy)],
    ],
    [1],
  );
  return `# Performance at scale

\`npm run bench:scale\` wrote this page: pools of growing size in the built page, with a metadata list of ${entries.toLocaleString("en")} entries. Their captions are made of real ones ([scripts/make-pool.ts](../scripts/make-pool.ts)).

${model}, ${cpus().length} cores, ${formatFigure(totalmem() / 1e9)} GB of memory; Node ${process.versions.node}, Chromium ${chromium}.

![Time per caption against pool size](images/scale.svg)

${ofPools}

- **drop**: from the choice of the file until counts and curve are painted: read, parse, match, count, draw. Beside it, \`JSON.parse\` of every line of the same file on all cores of the same page, and nothing more.
- **memory**: of all processes of the browser, shared pages split among those that share them (PSS). With the metadata and the demo pool it is ${megabytes(memoryBefore)}.
- Apart from these, once: ${seconds(start)} from the request of the page until it can be used, nothing cached; ${seconds(index)} from the choice of the metadata list until it is indexed and the demo pool matched with it.

The pool of ${many}:

${ofLargest}

A frame is script, layout and paint of one move; 16.7 ms is all there is at 60 frames a second. The balance includes the wait for t to rest, 120 ms. The export is the balanced subset at t = 5000 with its manifest and entry counts, with their hashes, as a download; the browser's profile is on disk. The subset is hashed beside its writing, its source before that, while the page is at rest: an export that comes sooner waits for the rest of it.
`;
}

/** docs/images/scale.svg: time per caption against pool size, readable in light and dark. */
export function scalePlot({ pools, entries, start, index }: ScaleMeasures): string {
  const sizes = pools.map(({ captions }) => captions);
  const top = niceTop(
    Math.max(...pools.flatMap((pool) => [microsecondsPerCaption(pool), parseMicroseconds(pool)])),
  );
  const [first, last] = [Math.log10(sizes[0]), Math.log10(sizes[sizes.length - 1])];
  const x = (captions: number) =>
    PLOT.left +
    24 +
    ((Math.log10(captions) - first) / (last - first)) * (PLOT.right - PLOT.left - 48);
  const y = (microseconds: number) => PLOT.bottom - (microseconds / top) * (PLOT.bottom - PLOT.top);
  const ticks = Array.from({ length: 5 }, (_, i) => (top * i) / 4);
  const series = (name: string, of: (pool: PoolMeasures) => number) => {
    const points = pools.map((pool) => [x(pool.captions), y(of(pool))].map((n) => n.toFixed(1)));
    return [
      `<polyline class="line ${name}" points="${points.map((point) => point.join(",")).join(" ")}"/>`,
      ...points.map(([cx, cy]) => `<circle class="${name}-dot" cx="${cx}" cy="${cy}" r="3.5"/>`),
    ];
  };
  const end = pools[pools.length - 1];
  const labelOf = (microseconds: number, other: number) =>
    (y(microseconds) + (microseconds >= other ? -22 : 24)).toFixed(1);
  const [ours, limit] = [microsecondsPerCaption(end), parseMicroseconds(end)];
  const lines = [
    `<text class="title" x="16" y="24">Time per caption, µs</text>`,
    ...ticks.flatMap((tick) => [
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(tick)}" y2="${y(tick)}"/>`,
      `<text class="muted" x="${PLOT.left - 8}" y="${y(tick) + 4}" text-anchor="end">${formatFigure(tick)}</text>`,
    ]),
    ...sizes.map(
      (captions) =>
        `<text class="muted" x="${x(captions)}" y="${PLOT.bottom + 20}" text-anchor="middle">${captions.toLocaleString("en")}</text>`,
    ),
    `<text class="muted" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 42}" text-anchor="middle">captions in the pool</text>`,
    ...series("limit", parseMicroseconds),
    ...series("ours", microsecondsPerCaption),
    `<text class="ours-text" x="${PLOT.right}" y="${labelOf(ours, limit)}" text-anchor="end">Headtail, drop to painted counts</text>`,
    `<text class="muted" x="${PLOT.right}" y="${labelOf(limit, ours)}" text-anchor="end">JSON.parse alone</text>`,
    `<text class="once-text" x="${PLOT.right}" y="24" text-anchor="end">Apart, once: start-up ${seconds(start)}, index of ${entries.toLocaleString("en")} entries ${seconds(index)}</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Time per caption against pool size">
  <style>${STYLE}
  </style>
  ${lines.join("\n  ")}
</svg>
`;
}

function microsecondsPerCaption({ drop, captions }: PoolMeasures): number {
  return (drop / captions) * 1e6;
}

function parseMicroseconds({ parse, captions }: PoolMeasures): number {
  return (parse / captions) * 1e6;
}

/** The least of 1, 2, 4 and 10 times a power of ten that is not below a value. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4].find((factor) => factor * power >= value) ?? 10);
}

function seconds(value: number): string {
  return `${formatFigure(value)} s`;
}

function milliseconds(value: number): string {
  return `${formatFigure(value * 1000)} ms`;
}

function megabytes(bytes: number | null): string {
  return bytes === null ? "–" : `${formatFigure(bytes / 1e6)} MB`;
}
