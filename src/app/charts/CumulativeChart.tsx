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
import { cumulativeCurve, cumulativeCurveOf, sampleEntries } from "../../core/counting/curves.ts";
import { formatCount, formatShort, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./chart.module.css";
import { Legend } from "./Legend.tsx";
import { AXIS, areaOf, GRID, MARGIN, pathOf, usePlot, Y_AXIS_WIDTH } from "./plot.ts";
import { Readout } from "./Readout.tsx";

interface CumulativePoint {
  readonly entries: number;
  readonly matches: number;
  readonly balanced: number | undefined;
}

/** The paper's cumulative curve: entries from tail to head, all their matches and those at t. */
export function CumulativeChart() {
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  const points = useMemo<CumulativePoint[]>(() => {
    const balanced = latest && cumulativeCurveOf(distribution, latest.expectedBalancedCounts);
    return Array.from(sampleEntries(distribution.counts.length), (entries, i) => ({
      entries,
      matches: distribution.cumulative[entries],
      balanced: balanced?.y[i],
    }));
  }, [distribution, latest]);
  return (
    <>
      <Legend />
      <ResponsiveContainer className={styles.chart}>
        <LineChart data={points} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            type="number"
            dataKey="entries"
            domain={[0, "dataMax"]}
            tickFormatter={formatShort}
            tickCount={6}
            label={{
              value: "entries with matches, tail to head",
              className: styles.axisName,
              position: "bottom",
              offset: 2,
            }}
          />
          <YAxis
            {...AXIS}
            type="number"
            width={Y_AXIS_WIDTH}
            domain={[0, "auto"]}
            tickFormatter={formatShort}
            tickCount={5}
          />
          <ThresholdLayer />
          <Line className={styles.balanced} dataKey="balanced" {...CURVE} strokeDasharray="5 4" />
          <Line className={styles.matches} dataKey="matches" {...CURVE} />
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as CumulativePoint | undefined;
              if (!active || !point) return null;
              return (
                <Readout title={`The ${formatCount(point.entries)} rarest entries`}>
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
  type: "linear",
  dot: false,
  isAnimationActive: false,
  strokeWidth: 2,
  activeDot: { r: 3 },
} as const;

/** The curve capped at t, and where t parts tail from head. */
function ThresholdLayer() {
  const plot = usePlot();
  const distribution = useSession((session) => session.distribution);
  const { t, tailEntries, headEntries } = useThreshold();
  const curve = useMemo(() => cumulativeCurve(distribution, t), [distribution, t]);
  if (!plot) return null;
  const kink = curve.x.indexOf(tailEntries);
  const x = plot.x(tailEntries);
  const isRight = x > plot.right - 80;
  return (
    <g>
      <path className={styles.tailArea} d={areaOf(plot, curve, 0, kink + 1)} />
      <path className={styles.headArea} d={areaOf(plot, curve, kink, curve.x.length)} />
      {tailEntries > 0 && (
        <text className={styles.tailName} x={plot.left + 10} y={plot.top + 14}>
          tail, {plural(tailEntries, "entry", "entries")}
        </text>
      )}
      {headEntries > 0 && (
        <text className={styles.headName} x={plot.left + 10} y={plot.top + 32}>
          head, {plural(headEntries, "entry", "entries")}
        </text>
      )}
      <line className={styles.tGuide} x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      <path className={styles.capped} d={pathOf(plot, curve)} />
      <text
        className={styles.tName}
        x={isRight ? x - 8 : x + 8}
        y={plot.top + 14}
        textAnchor={isRight ? "end" : "start"}
      >
        t = {formatCount(t)}
      </text>
      <circle className={styles.kink} cx={x} cy={plot.y(curve.y[kink])} r={5} />
    </g>
  );
}
