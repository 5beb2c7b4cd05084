import type { ReactNode } from "react";
import styles from "./Bars.module.css";

/** A row of a bar chart. */
export interface Bar {
  readonly name: ReactNode;
  /** Length of the bar; the longest is as wide as there is room. */
  readonly value: number;
  /** The value as it is read. */
  readonly shown: ReactNode;
  readonly side?: "head" | "tail" | undefined;
}

/** Bars from zero, each with its name and value written beside it. */
export function Bars({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const largest = Math.max(...bars.map(({ value }) => value));
  return (
    <ol className={styles.bars} aria-label={label}>
      {bars.map(({ name, value, shown, side }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is known by its position
        <li key={i}>
          <span className={styles.name}>{name}</span>
          <span className={styles.shown}>{shown}</span>
          <span className={styles.track} aria-hidden="true">
            <span data-side={side} style={{ width: largest && `${(100 * value) / largest}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
