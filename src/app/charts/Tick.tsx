import styles from "./chart.module.css";

export interface TickProps<Value> {
  readonly x: number | string;
  readonly y: number | string;
  readonly textAnchor?: string;
  readonly payload: { readonly value: Value };
}

/** A value on an axis. Drawn as it is: the chart library's own would first be measured. */
export function Tick<Value>({
  x,
  y,
  textAnchor,
  payload,
  format,
}: TickProps<Value> & { readonly format: (value: Value) => string }) {
  const isOfX = textAnchor === "middle";
  return (
    <text
      className={styles.tick}
      x={x}
      y={y}
      dy={isOfX ? "0.8em" : "0.35em"}
      textAnchor={isOfX ? "middle" : "end"}
    >
      {format(payload.value)}
    </text>
  );
}
