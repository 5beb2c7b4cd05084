import { type ReactNode, useMemo } from "react";
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from "recharts";
import { formatShort } from "../parts/format.ts";
import styles from "./chart.module.css";
import type { EntriesView } from "./entriesView.ts";
import { PlotControl } from "./PlotControl.tsx";
import {
  AXIS,
  type Axis,
  gridOf,
  MARGIN,
  type Plot,
  plotOf,
  X_AXIS_HEIGHT,
  Y_AXIS_WIDTH,
} from "./plot.ts";
import { Tick, type TickProps } from "./Tick.tsx";
import { useSize } from "./useSize.ts";

export interface LayerProps {
  readonly plot: Plot;
  readonly view: EntriesView;
}

/** Draws what changes, by itself: nothing of the chart around it is drawn anew. */
type Layer = (props: LayerProps) => ReactNode;

interface EntriesChartProps {
  readonly title: string;
  readonly view: EntriesView;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly xName: string;
  readonly tMoves: "vertically" | "horizontally";
  readonly Below: Layer;
  readonly Above: Layer;
}

/**
 * Entries and their matches as axes, grid and a curve that stand still, layers below and above it,
 * and over all the control by which the chart is read, t is moved and entries are selected.
 */
export function EntriesChart(props: EntriesChartProps) {
  const { title, view, xAxis, yAxis, xName, tMoves, Below, Above } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const plot = useMemo(() => size && plotOf(size, xAxis, yAxis), [size, xAxis, yAxis]);
  const vertices = useMemo(
    () => Array.from(view.curve.x, (x, i) => ({ x, y: view.curve.y[i] })),
    [view],
  );
  return (
    <div ref={box} className={styles.chart}>
      {plot && (
        <>
          <LineChart
            role="img"
            aria-label={title}
            className={styles.picture}
            width={plot.width}
            height={plot.height}
            margin={MARGIN}
            data={vertices}
            accessibilityLayer={false}
          >
            <CartesianGrid {...gridOf(plot, yAxis)} />
            <XAxis
              {...AXIS}
              type="number"
              dataKey="x"
              height={X_AXIS_HEIGHT}
              scale={xAxis.scale}
              domain={[xAxis.from, xAxis.to]}
              ticks={xAxis.ticks}
              tick={CountTick}
            />
            <YAxis
              {...AXIS}
              type="number"
              width={Y_AXIS_WIDTH}
              scale={yAxis.scale}
              domain={[yAxis.from, yAxis.to]}
              ticks={yAxis.ticks}
              tick={CountTick}
              allowDataOverflow
            />
            <text
              className={styles.axisName}
              x={(plot.left + plot.right) / 2}
              y={plot.height - 4}
              textAnchor="middle"
            >
              {xName}
            </text>
            <Below plot={plot} view={view} />
            <Line
              className={styles.matches}
              type="linear"
              dataKey="y"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              strokeWidth={2}
              zIndex={0}
            />
            <Above plot={plot} view={view} />
          </LineChart>
          <PlotControl plot={plot} view={view} tMoves={tMoves} />
        </>
      )}
    </div>
  );
}

const CountTick = (props: TickProps<number>) => <Tick {...props} format={formatShort} />;
