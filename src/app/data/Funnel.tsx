import type { CSSProperties } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import type { FileSummary, Pool, RecordFilterName } from "../../engine/types.ts";
import { filterRules } from "../../formats/records/filterRules.ts";
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
  const units = pool.files.some(({ origin }) => origin !== undefined) ? "records" : "lines";
  const rejected = pool.files.reduce((sum, file) => sum + file.rejected, 0);
  const steps = [
    ...(passedOver > 0 ? [{ name: `${units} of the files`, count: lines + passedOver }] : []),
    { name: passedOver > 0 ? `${units} taken` : units, count: lines },
    ...filterSteps(pool, lines - rejected),
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

const PASSING: Record<RecordFilterName, string> = {
  condition: "that meet the condition",
  length: "of the length",
  language: "in the language",
  duplicates: "not there before",
};

/** How many are left after each filter that is on. */
function filterSteps({ files, filters }: Pool, captions: number) {
  let left = captions;
  return filterRules(filters).map(({ name }) => {
    left -= files.reduce((sum, { origin }) => sum + (origin?.filtered[name] ?? 0), 0);
    return { name: PASSING[name], count: left };
  });
}

function linesPassedOver({ sample }: FileSummary): number {
  return sample && "oneIn" in sample ? sample.linesPassedOver : 0;
}
