import { type ReactNode, useMemo } from "react";
import { Axes } from "./Axes.tsx";
import styles from "./chart.module.css";
import type { EntriesView } from "./entriesView.ts";
import { PlotControl } from "./PlotControl.tsx";
import { type Axis, type Plot, pathOf, plotOf } from "./plot.ts";
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
 * Entries and their matches: axes and a curve that stand still, layers below and above it, and over
 * all the control by which the chart is read, t is moved and entries are selected.
 */
export function EntriesChart(props: EntriesChartProps) {
  const { title, view, xAxis, yAxis, xName, tMoves, Below, Above } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const plot = useMemo(() => size && plotOf(size, xAxis, yAxis), [size, xAxis, yAxis]);
  return (
    <div ref={box} className={styles.chart}>
      {plot && (
        <>
          <svg
            className={styles.picture}
            role="img"
            aria-label={title}
            width={plot.width}
            height={plot.height}
            viewBox={`0 0 ${plot.width} ${plot.height}`}
          >
            <Axes plot={plot} xAxis={xAxis} yAxis={yAxis} xName={xName} />
            <Below plot={plot} view={view} />
            <path className={styles.matches} d={pathOf(plot, view.curve)} />
            <Above plot={plot} view={view} />
          </svg>
          <PlotControl plot={plot} view={view} tMoves={tMoves} />
        </>
      )}
    </div>
  );
}
