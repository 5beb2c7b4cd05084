import { useMemo } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import styles from "./chart.module.css";
import { type LengthGroup, lengthGroups } from "./lengthGroups.ts";
import { AXIS, GRID, MARGIN, Y_AXIS_WIDTH } from "./plot.ts";
import { Readout } from "./Readout.tsx";

/** Kept share by number of matches in a caption: long captions are favoured. */
export function KeptByMatchesChart() {
  const latest = useLatestBalance();
  const groups = useMemo(() => (latest ? lengthGroups(latest.keptByMatches) : []), [latest]);
  return (
    <>
      <p className={styles.lead}>
        Share of captions kept, by the number of entries they match. Each match is one more coin, so
        long captions are favoured.
      </p>
      <ResponsiveContainer className={styles.chart}>
        <BarChart data={groups} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            dataKey="matches"
            interval="preserveStartEnd"
            label={{
              value: "matches in a caption",
              className: styles.axisName,
              position: "bottom",
              offset: 2,
            }}
          />
          <YAxis
            {...AXIS}
            width={Y_AXIS_WIDTH}
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={(share) => formatShare(share, 0)}
          />
          <Bar
            className={styles.bars}
            dataKey="share"
            isAnimationActive={false}
            radius={[3, 3, 0, 0]}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--raised)" }}
            content={({ active, payload }) => {
              const group = payload?.[0]?.payload as LengthGroup | undefined;
              if (!active || !group) return null;
              return (
                <Readout title={`Captions with ${group.matches} matches`}>
                  {formatShare(group.share)} of {plural(group.captions, "caption")} expected to
                  stay; {formatCount(group.kept)} drawn
                </Readout>
              );
            }}
          />
        </BarChart>
      </ResponsiveContainer>
    </>
  );
}
