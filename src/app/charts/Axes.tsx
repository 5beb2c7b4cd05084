import { formatShort } from "../parts/format.ts";
import styles from "./chart.module.css";
import type { Axis, Plot } from "./plot.ts";

interface AxesProps {
  readonly plot: Plot;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly xName: string;
}

/** Both axes with their numbers, and a grid line at each tick of y. */
export function Axes({ plot, xAxis, yAxis, xName }: AxesProps) {
  const { left, right, top, bottom } = plot;
  return (
    <g>
      {yAxis.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={left} x2={right} y1={plot.y(tick)} y2={plot.y(tick)} />
          <text className={styles.tick} x={left - 8} y={plot.y(tick)} dy="0.35em" textAnchor="end">
            {formatShort(tick)}
          </text>
        </g>
      ))}
      {xAxis.ticks.map((tick) => (
        <text
          key={tick}
          className={styles.tick}
          x={plot.x(tick)}
          y={bottom + 16}
          textAnchor="middle"
        >
          {formatShort(tick)}
        </text>
      ))}
      <path className={styles.axis} d={`M${left},${top}V${bottom}H${right}`} />
      <text className={styles.axisName} x={left} y={plot.height - 4}>
        {xName}
      </text>
    </g>
  );
}
