import styles from "./Legend.module.css";
import { RangeControl } from "./RangeControl.tsx";

export type SeriesName = "matches" | "capped" | "balanced";

export const SERIES: readonly { readonly name: SeriesName; readonly title: string }[] = [
  { name: "matches", title: "all matches" },
  { name: "capped", title: "capped at t, not the result" },
  { name: "balanced", title: "balanced: what you get" },
];

/** Names of the three curves that people confuse, and which entries are selected. */
export function Legend() {
  return (
    <div className={styles.row}>
      <ul className={styles.legend}>
        {SERIES.map(({ name, title }) => (
          <li key={name} data-series={name}>
            {title}
          </li>
        ))}
      </ul>
      <RangeControl />
    </div>
  );
}
