import { useMemo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { cappedRankCurve, rankCurve, rankCurveOf } from "../../core/counting/curves.ts";
import { formatCount, formatShort, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./chart.module.css";
import { Legend } from "./Legend.tsx";
import { AXIS, areaOf, decades, GRID, MARGIN, pathOf, usePlot, Y_AXIS_WIDTH } from "./plot.ts";
import { Readout } from "./Readout.tsx";

interface RankPoint {
  readonly rank: number;
  readonly matches: number;
  readonly balanced: number | undefined;
}

/** Counts by rank on log–log axes, with the line of t. */
export function RankChart() {
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  const points = useMemo<RankPoint[]>(() => {
    const matches = rankCurve(distribution);
    const balanced = latest && rankCurveOf(distribution, latest.expectedBalancedCounts);
    return Array.from(matches.x, (rank, i) => ({
      rank,
      matches: matches.y[i],
      balanced: balanced?.y[i],
    }));
  }, [distribution, latest]);
  const entries = distribution.counts.length;
  const largest = distribution.counts[entries - 1];
  return (
    <>
      <Legend />
      <ResponsiveContainer className={styles.chart}>
        <LineChart data={points} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            type="number"
            dataKey="rank"
            scale="log"
            domain={[1, Math.max(entries, 2)]}
            ticks={decades(entries)}
            tickFormatter={formatShort}
            label={{
              value: "entries by rank",
              className: styles.axisName,
              position: "bottom",
              offset: 2,
            }}
          />
          <YAxis
            {...AXIS}
            type="number"
            scale="log"
            width={Y_AXIS_WIDTH}
            domain={[0.8, Math.max(largest * 1.3, 2)]}
            ticks={decades(largest * 1.3)}
            tickFormatter={formatShort}
            allowDataOverflow
          />
          <ThresholdLayer />
          <Line className={styles.balanced} dataKey="balanced" {...CURVE} strokeDasharray="5 4" />
          <Line className={styles.matches} dataKey="matches" {...CURVE} />
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as RankPoint | undefined;
              if (!active || !point) return null;
              return (
                <Readout title={`Entry of rank ${formatCount(point.rank)}`}>
                  {plural(point.matches, "match", "matches")}
                  {point.balanced !== undefined &&
                    `, ${formatCount(point.balanced)} expected when balanced`}
                </Readout>
              );
            }}
          />
        </LineChart>
      </ResponsiveContainer>
    </>
  );
}

const CURVE = {
  dot: false,
  isAnimationActive: false,
  strokeWidth: 2,
  activeDot: { r: 3 },
} as const;

/** All that moves with t: drawn anew on every move, while the chart around it stands still. */
function ThresholdLayer() {
  const plot = usePlot();
  const distribution = useSession((session) => session.distribution);
  const { t, headEntries, tailEntries } = useThreshold();
  const curve = useMemo(() => cappedRankCurve(distribution, t), [distribution, t]);
  if (!plot) return null;
  const kink = headEntries === 0 ? 0 : curve.x.indexOf(headEntries);
  const y = plot.y(t);
  const kinkX = headEntries === 0 ? plot.left : plot.x(headEntries);
  const labelY = y < plot.top + 24 ? y + 16 : y - 7;
  const hasRoom = plot.bottom - y > 20;
  return (
    <g>
      <path
        className={styles.headArea}
        d={areaOf(plot, curve, 0, headEntries === 0 ? 0 : kink + 1)}
      />
      <path className={styles.tailArea} d={areaOf(plot, curve, kink, curve.x.length)} />
      {hasRoom && (
        <text className={styles.headName} x={plot.left + 10} y={plot.bottom - 10}>
          {nameFor("head", headEntries, kinkX - plot.left)}
        </text>
      )}
      <text className={styles.tailName} x={plot.right - 4} y={labelY} textAnchor="end">
        {nameFor("tail", tailEntries, plot.right - kinkX)}
      </text>
      <line className={styles.tGuide} x1={plot.left} x2={plot.right} y1={y} y2={y} />
      <path className={styles.capped} d={pathOf(plot, curve)} />
      <text className={styles.tName} x={plot.left + 10} y={labelY}>
        t = {formatCount(t)}
      </text>
      {headEntries > 0 && <circle className={styles.kink} cx={kinkX} cy={y} r={5} />}
    </g>
  );
}

/** The name of one side of t, as long as fits into `width` pixels. */
function nameFor(side: "head" | "tail", entries: number, width: number): string {
  if (width > 150) return `${side}, ${plural(entries, "entry", "entries")}`;
  return width > 40 ? side : "";
}
