import { useMemo } from "react";
import { balancedRankCurve, cappedRankCurve } from "../../core/counting/curves.ts";
import type { Distribution } from "../../core/counting/distribution.ts";
import { formatCount, formatShort } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./chart.module.css";
import { EntriesChart, type LayerProps } from "./EntriesChart.tsx";
import { paperThresholds, rankView } from "./entriesView.ts";
import { nameFor, RangeLayer } from "./Layers.tsx";
import { Legend } from "./Legend.tsx";
import { type Axis, areaOf, bandOf, decades, type Plot, pathOf } from "./plot.ts";

/** What is drawn as balanced. */
export const RANK_NOTE = "mean of nearby ranks, band: 8 in 10 entries";

/** Counts by rank on log–log axes; t is a line that can be dragged. */
export function RankChart() {
  const distribution = useSession((session) => session.distribution);
  const { view, xAxis, yAxis } = useMemo(
    () => ({ view: rankView(distribution), ...axesOf(distribution) }),
    [distribution],
  );
  return (
    <>
      <Legend />
      <EntriesChart
        title="Matches of entries by rank, logarithmic on both axes"
        view={view}
        xAxis={xAxis}
        yAxis={yAxis}
        xName="entries by rank"
        tMoves="vertically"
        Below={Below}
        Above={Threshold}
      />
      <p className={styles.note}>balanced: {RANK_NOTE}</p>
    </>
  );
}

/** What lies below the curve of all matches. */
function Below({ plot, view }: LayerProps) {
  return (
    <>
      <Areas plot={plot} />
      <RangeLayer plot={plot} view={view} />
      <PaperLines plot={plot} />
      <Balanced plot={plot} />
    </>
  );
}

function axesOf({ counts }: Distribution): { xAxis: Axis; yAxis: Axis } {
  const entries = Math.max(counts.length, 2);
  const largest = Math.max(counts[counts.length - 1] * 1.3, 2);
  return {
    xAxis: { scale: "log", from: 1, to: entries, ticks: decades(entries) },
    yAxis: { scale: "log", from: 0.8, to: largest, ticks: decades(largest) },
  };
}

function useKink(plot: Plot) {
  const distribution = useSession((session) => session.distribution);
  const at = useThreshold();
  const curve = useMemo(() => cappedRankCurve(distribution, at.t), [distribution, at.t]);
  const x = at.headEntries === 0 ? plot.left : plot.x(at.headEntries);
  return { ...at, curve, x, y: plot.y(at.t) };
}

/** Head and tail below the capped curve, and their names. */
function Areas({ plot }: { readonly plot: Plot }) {
  const { curve, headEntries, tailEntries, x, y } = useKink(plot);
  const kink = headEntries === 0 ? 0 : curve.x.indexOf(headEntries);
  return (
    <g>
      <path
        className={styles.headArea}
        d={areaOf(plot, curve, 0, headEntries === 0 ? 0 : kink + 1)}
      />
      <path className={styles.tailArea} d={areaOf(plot, curve, kink, curve.x.length)} />
      {plot.bottom - y > 20 && (
        <text className={styles.headName} x={plot.left + 10} y={plot.bottom - 10}>
          {nameFor("head", headEntries, x - plot.left)}
        </text>
      )}
      <text className={styles.tailName} x={plot.right - 4} y={labelY(plot, y)} textAnchor="end">
        {nameFor("tail", tailEntries, plot.right - x)}
      </text>
    </g>
  );
}

/** The line of t, the curve capped at it, and the point where they part. */
function Threshold({ plot }: { readonly plot: Plot }) {
  const { t, curve, x, y } = useKink(plot);
  return (
    <g>
      <line className={styles.tGuide} x1={plot.left} x2={plot.right} y1={y} y2={y} />
      <path className={styles.capped} d={pathOf(plot, curve)} />
      <text className={styles.tName} x={plot.left + 10} y={labelY(plot, y)}>
        t = {formatCount(t)}
      </text>
      <circle className={styles.kink} cx={x} cy={y} r={6} />
    </g>
  );
}

/** Of what is written on the line of t: above it, or below where there is no room. */
function labelY(plot: Plot, y: number): number {
  return y < plot.top + 24 ? y + 17 : y - 8;
}

/** What entries keep: a mean over nearby ranks, and the band of most of them. Drawn at rest. */
function Balanced({ plot }: { readonly plot: Plot }) {
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  return useMemo(() => {
    if (!latest) return null;
    const curve = balancedRankCurve(distribution, latest.expectedBalancedCounts);
    return (
      <g>
        <path
          className={styles.balancedBand}
          d={bandOf(
            plot,
            curve.x,
            curve.low.map((count) => Math.max(count, 0.8)),
            curve.high,
          )}
        />
        <path className={styles.balanced} d={pathOf(plot, curve)} />
      </g>
    );
  }, [plot, distribution, latest]);
}

/** Room for one label of the paper's thresholds, which may lie close together. */
const PAPER_LABEL = 36;
/** Room for the name of the tail, and how near to it a label is in its way. */
const TAIL_NAME = { width: 140, height: 14 };

/** The lines of the paper's thresholds, named at the right end, or left of the tail's name. */
function PaperLines({ plot }: { readonly plot: Plot }) {
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.t);
  const tY = plot.y(t);
  const lines = useMemo(
    () => paperThresholds(distribution).map((t) => ({ t, y: plot.y(t) })),
    [plot, distribution],
  );
  const isInTheWay = lines.some(({ y }) => Math.abs(y - 4 - labelY(plot, tY)) < TAIL_NAME.height);
  const right = plot.right - 4 - (isInTheWay ? TAIL_NAME.width : 0);
  return (
    <g>
      {lines.map(({ t, y }, i) => (
        <g key={t}>
          <line className={styles.paperLine} x1={plot.left} x2={plot.right} y1={y} y2={y} />
          <text
            className={styles.paperName}
            x={right - (lines.length - 1 - i) * PAPER_LABEL}
            y={tY < y && tY > y - 16 ? y + 13 : y - 4}
            textAnchor="end"
          >
            {i === 0 && "the paper’s t = "}
            {formatShort(t)}
          </text>
        </g>
      ))}
    </g>
  );
}
