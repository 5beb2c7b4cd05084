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
import { cappedRankCurve, rankCurve } from "../../core/counting/curves.ts";
import { formatCount, formatShort, plural } from "../parts/format.ts";
import { useBalance } from "../queries/useBalance.ts";
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
  const { latest } = useBalance();
  const points = useMemo<RankPoint[]>(() => {
    const { entryIds } = distribution;
    const { x, y } = rankCurve(distribution);
    return Array.from(x, (rank, i) => ({
      rank,
      matches: y[i],
      balanced: latest?.expectedBalancedCounts[entryIds[entryIds.length - rank]],
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
  const isHigh = y < plot.top + 24;
  return (
    <g>
      <path
        className={styles.headArea}
        d={areaOf(plot, curve, 0, headEntries === 0 ? 0 : kink + 1)}
      />
      <path className={styles.tailArea} d={areaOf(plot, curve, kink, curve.x.length)} />
      {headEntries > 0 && (
        <text className={styles.headName} x={plot.left + 10} y={plot.bottom - 10}>
          head, {plural(headEntries, "entry", "entries")}
        </text>
      )}
      {tailEntries > 0 && (
        <text className={styles.tailName} x={plot.right - 8} y={plot.bottom - 10} textAnchor="end">
          tail, {plural(tailEntries, "entry", "entries")}
        </text>
      )}
      <line className={styles.tGuide} x1={plot.left} x2={plot.right} y1={y} y2={y} />
      <path className={styles.capped} d={pathOf(plot, curve)} />
      <text
        className={styles.tName}
        x={plot.right - 4}
        y={isHigh ? y + 16 : y - 7}
        textAnchor="end"
      >
        t = {formatCount(t)}
      </text>
      {headEntries > 0 && (
        <circle className={styles.kink} cx={plot.x(curve.x[kink])} cy={y} r={5} />
      )}
    </g>
  );
}
