import { useMemo } from "react";
import { cumulativeCurve, cumulativeCurveOf } from "../../core/counting/curves.ts";
import { cappedSum, countBelow, type Distribution } from "../../core/counting/distribution.ts";
import { formatCount, formatShort } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./chart.module.css";
import { EntriesChart, type LayerProps } from "./EntriesChart.tsx";
import { cumulativeView, paperThresholds } from "./entriesView.ts";
import { nameFor, RangeLayer } from "./Layers.tsx";
import { Legend } from "./Legend.tsx";
import { type Axis, areaOf, evenTicks, type Plot, pathOf } from "./plot.ts";

/** The paper's cumulative curve: entries from tail to head; t is the place where head begins. */
export function CumulativeChart() {
  const distribution = useSession((session) => session.distribution);
  const { view, xAxis, yAxis } = useMemo(
    () => ({ view: cumulativeView(distribution), ...axesOf(distribution) }),
    [distribution],
  );
  return (
    <>
      <Legend />
      <EntriesChart
        title="Matches of entries added up from tail to head"
        view={view}
        xAxis={xAxis}
        yAxis={yAxis}
        xName="entries with matches, tail to head"
        tMoves="horizontally"
        Below={Below}
        Above={Threshold}
      />
    </>
  );
}

/** What lies below the curve of all matches. */
function Below({ plot, view }: LayerProps) {
  return (
    <>
      <Areas plot={plot} />
      <RangeLayer plot={plot} view={view} />
      <PaperCurves plot={plot} />
      <Balanced plot={plot} />
    </>
  );
}

function axesOf({ counts, matches }: Distribution): { xAxis: Axis; yAxis: Axis } {
  return {
    xAxis: { scale: "linear", from: 0, to: counts.length, ticks: evenTicks(counts.length) },
    yAxis: { scale: "linear", from: 0, to: matches * 1.05, ticks: evenTicks(matches * 1.05) },
  };
}

function useKink(plot: Plot) {
  const distribution = useSession((session) => session.distribution);
  const at = useThreshold();
  const curve = useMemo(() => cumulativeCurve(distribution, at.t), [distribution, at.t]);
  const kink = curve.x.indexOf(at.tailEntries);
  return { ...at, curve, kink, x: plot.x(at.tailEntries), y: plot.y(curve.y[kink]) };
}

/** Tail and head below the capped curve, and their names at the line between them. */
function Areas({ plot }: { readonly plot: Plot }) {
  const { curve, kink, tailEntries, headEntries, x } = useKink(plot);
  const textTop = useTextTop(plot);
  return (
    <g>
      <path className={styles.tailArea} d={areaOf(plot, curve, 0, kink + 1)} />
      <path className={styles.headArea} d={areaOf(plot, curve, kink, curve.x.length)} />
      <text className={styles.tailName} x={x - 8} y={textTop + 32} textAnchor="end">
        {nameFor("tail", tailEntries, x - plot.left)}
      </text>
      <text className={styles.headName} x={x + 8} y={textTop + 32}>
        {nameFor("head", headEntries, plot.right - x)}
      </text>
    </g>
  );
}

/** The curve capped at t, and where t parts tail from head. */
function Threshold({ plot }: { readonly plot: Plot }) {
  const { t, curve, x, y } = useKink(plot);
  const textTop = useTextTop(plot);
  const isRight = x > plot.right - 80;
  return (
    <g>
      <line className={styles.tGuide} x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      <path className={styles.capped} d={pathOf(plot, curve)} />
      <text
        className={styles.tName}
        x={isRight ? x - 8 : x + 8}
        y={textTop + 14}
        textAnchor={isRight ? "end" : "start"}
      >
        t = {formatCount(t)}
      </text>
      <circle className={styles.kink} cx={x} cy={y} r={6} />
    </g>
  );
}

/** What entries keep, drawn at rest. */
function Balanced({ plot }: { readonly plot: Plot }) {
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  return useMemo(() => {
    if (!latest) return null;
    const curve = cumulativeCurveOf(distribution, latest.expectedBalancedCounts);
    return <path className={styles.balanced} d={pathOf(plot, curve)} />;
  }, [plot, distribution, latest]);
}

/** The paper's curves, each named left of its end, where no curve is. */
function PaperCurves({ plot }: { readonly plot: Plot }) {
  const distribution = useSession((session) => session.distribution);
  return useMemo(
    () => (
      <g>
        {paperThresholds(distribution).map((t, i) => {
          const end = cappedSum(distribution, 0, distribution.counts.length, t);
          const x = plot.x(countBelow(distribution.cumulative, end)) - 8;
          return (
            <g key={t}>
              <path
                className={styles.paperLine}
                d={pathOf(plot, cumulativeCurve(distribution, t))}
              />
              <text
                className={styles.paperName}
                x={x - (i === 2 ? PAPER_LABEL : 0)}
                y={plot.y(end) + 4}
                textAnchor="end"
              >
                {i === 0 && "the paper’s t = "}
                {formatShort(t)}
              </text>
            </g>
          );
        })}
      </g>
    ),
    [plot, distribution],
  );
}

/** Room for the label of 90k, which may end as high as 170k does. */
const PAPER_LABEL = 36;

/** Where the two lines of text at t begin: at the top, or below the names of the paper's curves there. */
function useTextTop(plot: Plot): number {
  const distribution = useSession((session) => session.distribution);
  return useMemo(() => {
    const ends = paperThresholds(distribution)
      .map((t) => plot.y(cappedSum(distribution, 0, distribution.counts.length, t)))
      .filter((y) => y < plot.top + 46);
    return ends.length === 0 ? plot.top : Math.max(...ends) + 6;
  }, [plot, distribution]);
}
