import { useMemo } from "react";
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import styles from "./chart.module.css";
import { type LengthGroup, lengthGroups } from "./lengthGroups.ts";
import { AXIS, type Axis, gridOf, MARGIN, plotOf, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from "./plot.ts";
import readout from "./Readout.module.css";
import { Tick, type TickProps } from "./Tick.tsx";
import { useSize } from "./useSize.ts";

const SHARES: Axis = { scale: "linear", from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
/** Pixels that the longest name of a group takes, with some room. */
const NAME_WIDTH = 40;
/** One place for each group: the chart library finds it. */
const GROUPS: Axis = { scale: "linear", from: 0, to: 1, ticks: [] };

/** Kept share by number of matches in a caption: long captions are favoured. */
export function KeptByMatchesChart() {
  const latest = useLatestBalance();
  const groups = useMemo(() => (latest ? lengthGroups(latest.keptByMatches) : []), [latest]);
  const [box, size] = useSize<HTMLDivElement>();
  const plot = size && plotOf(size, GROUPS, SHARES);
  return (
    <>
      <p className={styles.lead}>
        Share of captions kept, by the number of entries they match. Each match is one more coin, so
        long captions are favoured.
      </p>
      <div ref={box} className={styles.chart}>
        {plot && (
          <BarChart
            width={plot.width}
            height={plot.height}
            className={styles.picture}
            title="Share of captions kept by number of matches"
            data={groups}
            margin={MARGIN}
          >
            <CartesianGrid {...gridOf(plot, SHARES)} />
            <XAxis
              {...AXIS}
              dataKey="matches"
              height={X_AXIS_HEIGHT}
              tick={GroupTick}
              interval={Math.ceil((groups.length * NAME_WIDTH) / (plot.right - plot.left)) - 1}
            />
            <YAxis
              {...AXIS}
              width={Y_AXIS_WIDTH}
              domain={[0, 1]}
              ticks={SHARES.ticks}
              tick={ShareTick}
            />
            <text className={styles.axisName} x={plot.left} y={plot.height - 4}>
              matches in a caption
            </text>
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
                return active && group ? <GroupReadout group={group} /> : null;
              }}
            />
          </BarChart>
        )}
      </div>
    </>
  );
}

function GroupReadout({ group }: { readonly group: LengthGroup }) {
  return (
    <div className={readout.box}>
      <strong>Captions with {group.matches} matches</strong>
      <p>
        {formatShare(group.share)} of {plural(group.captions, "caption")} expected to stay;{" "}
        {formatCount(group.kept)} drawn
      </p>
    </div>
  );
}

const GroupTick = (props: TickProps<string>) => <Tick {...props} format={String} />;
const ShareTick = (props: TickProps<number>) => (
  <Tick {...props} format={(share) => formatShare(share, 0)} />
);
