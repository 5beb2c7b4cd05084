import type { CSSProperties } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import type { FileSummary } from "../../engine/types.ts";
import { formatCount } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import styles from "./Funnel.module.css";

/** How many are left after each step: lines, captions, matched captions, captions kept. */
export function Funnel() {
  const pool = useSession((session) => session.pool);
  const kept = useSession(({ pool, t }) => (pool ? keptAt(pool.kept, t).captions : 0));
  const matches = useSession((session) => session.distribution.matches);
  if (!pool) return null;
  const lines = pool.files.reduce((sum, file) => sum + file.lines, 0);
  const passedOver = pool.files.reduce((sum, file) => sum + linesPassedOver(file), 0);
  const steps = [
    ...(passedOver > 0 ? [{ name: "lines of the files", count: lines + passedOver }] : []),
    { name: passedOver > 0 ? "lines taken" : "lines", count: lines },
    { name: "captions", count: pool.captions },
    { name: "matched captions", count: pool.matchedCaptions },
    { name: "captions kept", count: kept },
  ];
  return (
    <dl className={styles.funnel}>
      {steps.map(({ name, count }) => (
        <div
          key={name}
          className={styles.step}
          style={{ "--share": count / (lines + passedOver) } as CSSProperties}
        >
          <dt>{name}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
      <div className={styles.matches}>
        <dt>matches</dt>
        <dd>{formatCount(matches)}</dd>
      </div>
    </dl>
  );
}

function linesPassedOver({ sample }: FileSummary): number {
  return sample && "oneIn" in sample ? sample.linesPassedOver : 0;
}
