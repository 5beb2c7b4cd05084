import styles from "./Legend.module.css";

export type SeriesName = "matches" | "capped" | "balanced";

const SERIES: { name: SeriesName; title: string }[] = [
  { name: "matches", title: "all matches" },
  { name: "capped", title: "capped at t: what the paper draws" },
  { name: "balanced", title: "balanced: what you get" },
];

/** Names of the three curves that people confuse. */
export function Legend() {
  return (
    <ul className={styles.legend}>
      {SERIES.map(({ name, title }) => (
        <li key={name} data-series={name}>
          {title}
        </li>
      ))}
    </ul>
  );
}
