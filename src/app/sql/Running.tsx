import { useEffect, useState } from "react";
import type { SqlStage } from "../../engine/types.ts";
import styles from "./SqlPanel.module.css";

const STAGES: Record<SqlStage, string> = {
  opening: "Starting DuckDB",
  entries: "Filling the tables",
  captions: "Building the captions table",
  running: "Running",
};

/** What is being done, and since when. */
export function Running({ stage }: { readonly stage: SqlStage }) {
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  useEffect(() => {
    const clock = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(clock);
  }, []);
  return (
    <span className={styles.running}>
      <span role="status">{STAGES[stage]} …</span> {((now - start) / 1000).toFixed(1)} s
    </span>
  );
}
