import chart from "./chart.module.css";
import styles from "./Legend.module.css";
import { RangeControl } from "./RangeControl.tsx";

export type SeriesName = "matches" | "capped" | "balanced";

/** The three curves that people confuse; the cap is taken for the result. */
export const SERIES: readonly {
  readonly name: SeriesName;
  readonly title: string;
  readonly lineClass: string;
}[] = [
  { name: "matches", title: "all matches", lineClass: chart.matches },
  { name: "capped", title: "capped at t, not the result", lineClass: chart.capped },
  { name: "balanced", title: "balanced: what you get", lineClass: chart.balanced },
];

/** Names of the curves, and which entries are selected. */
export function Legend() {
  return (
    <div className={styles.row}>
      <ul className={styles.legend} aria-label="Curves">
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
