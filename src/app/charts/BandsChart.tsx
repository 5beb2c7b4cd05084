import { useMemo, useState } from "react";
import { bandEdges, countBands, sumOverBands } from "../../core/counting/bands.ts";
import { formatCount } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useBandsByFile } from "../queries/useBandsByFile.ts";
import { useSession } from "../session/session.ts";
import styles from "./BandsChart.module.css";

/** Entries grouped by their count: how many matches each group has, keeps by the cap, and really keeps. */
export function BandsChart() {
  const distribution = useSession((session) => session.distribution);
  const files = useSession((session) => session.pool?.files) ?? [];
  const t = useSession((session) => session.t);
  const latest = useLatestBalance();
  const [file, setFile] = useState<number | null>(null);
  const chosen = file !== null && file < files.length ? file : null;
  const edges = useMemo(() => bandEdges(distribution.counts.at(-1) ?? 1), [distribution]);
  const { data: ofFile } = useBandsByFile(edges, chosen);
  const balanced = useMemo(
    () => latest && sumOverBands(distribution, latest.expectedBalancedCounts, edges),
    [distribution, latest, edges],
  );
  const bands = countBands(distribution, t, edges);
  const widest = Math.max(...bands.map(({ matches }) => matches));
  return (
    <div className={styles.scroller}>
      <table className={styles.bands}>
        <thead>
          <tr>
            <th scope="col">count</th>
            <th scope="col">entries</th>
            <th scope="col" className={styles.barColumn}>
              {files.length > 1 && (
                <select
                  aria-label="File whose matches are shown"
                  value={chosen ?? ""}
                  onChange={(event) =>
                    setFile(event.target.value === "" ? null : Number(event.target.value))
                  }
                >
                  <option value="">all files</option>
                  {files.map((each, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position
                    <option key={i} value={i}>
                      {each.name}
                    </option>
                  ))}
                </select>
              )}
            </th>
            {chosen !== null && <th scope="col">in file</th>}
            <th scope="col">matches</th>
            <th scope="col">capped</th>
            <th scope="col">balanced</th>
          </tr>
        </thead>
        <tbody>
          {bands.map(({ from, to, entries, matches, cappedMatches }, i) => (
            <tr key={from}>
              <th scope="row">{bandName(from, to)}</th>
              <td>{formatCount(entries)}</td>
              <td className={styles.barColumn}>
                <span
                  className={styles.bar}
                  data-side={to <= t ? "tail" : "head"}
                  style={{ width: `${(100 * matches) / widest}%` }}
                >
                  <span style={{ width: matches && `${(100 * cappedMatches) / matches}%` }} />
                </span>
              </td>
              {chosen !== null && (
                <td>
                  {ofFile ? formatCount(ofFile.find(({ band }) => band === i)?.matches ?? 0) : "…"}
                </td>
              )}
              <td>{formatCount(matches)}</td>
              <td className={styles.capped}>{formatCount(cappedMatches)}</td>
              <td className={styles.balanced}>{balanced ? formatCount(balanced[i]) : "…"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function bandName(from: number, to: number): string {
  return to - from === 1 ? formatCount(from) : `${formatCount(from)} – ${formatCount(to - 1)}`;
}
