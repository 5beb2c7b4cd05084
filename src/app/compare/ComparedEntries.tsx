import { useMemo } from "react";
import type { Comparison } from "../../core/balancing/compare.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { formatCount } from "../parts/format.ts";
import { usePool } from "../session/session.ts";
import { changeOf } from "./ComparedFigures.tsx";
import styles from "./ComparePanel.module.css";

const MOST_ENTRIES = 50;

/** The entries whose matches among kept captions change most. */
export function ComparedEntries({ comparison }: { readonly comparison: Comparison }) {
  const pool = usePool();
  const ids = useMemo(() => mostMoved(comparison), [comparison]);
  const { stayingCounts, leavingCounts, enteringCounts } = comparison;
  if (ids.length === 0) {
    return <p className={styles.waiting}>Both settings keep the same captions.</p>;
  }
  return (
    <table className={styles.entries}>
      <thead>
        <tr>
          <th scope="col">entry</th>
          <th scope="col">matches</th>
          <th scope="col">pinned</th>
          <th scope="col">now</th>
          <th scope="col">enter</th>
          <th scope="col">leave</th>
          <th scope="col">change</th>
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => {
          const before = stayingCounts[id] + leavingCounts[id];
          const now = stayingCounts[id] + enteringCounts[id];
          return (
            <tr key={id}>
              <th scope="row">{entryOf(pool, id)}</th>
              <td>{formatCount(pool.entryCounts[id])}</td>
              <td>{formatCount(before)}</td>
              <td>{formatCount(now)}</td>
              <td>{formatCount(enteringCounts[id])}</td>
              <td>{formatCount(leavingCounts[id])}</td>
              <td>{changeOf(before, now)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Ids of the entries with the most matches that enter or leave, most first. */
function mostMoved({ leavingCounts, enteringCounts }: Comparison): number[] {
  const moved = (id: number) => leavingCounts[id] + enteringCounts[id];
  const ids: number[] = [];
  for (let id = 0; id < leavingCounts.length; id++) if (moved(id) > 0) ids.push(id);
  return ids.sort((a, b) => moved(b) - moved(a) || a - b).slice(0, MOST_ENTRIES);
}
