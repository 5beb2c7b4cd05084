import { useMemo, useState } from "react";
import { bandEdges, type CountBand, countBands, sumOverBands } from "../../core/counting/bands.ts";
import { formatCount } from "../parts/format.ts";
import hidden from "../parts/hidden.module.css";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useBandsByFile } from "../queries/useBandsByFile.ts";
import { useSession } from "../session/session.ts";
import type { Range } from "../session/settings.ts";
import styles from "./BandsChart.module.css";
import { RangeControl } from "./RangeControl.tsx";
import { useCountRange } from "./useCountRange.ts";

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
  const [counts, select] = useCountRange();

  function choose({ from, to }: CountBand, extend: boolean) {
    const isChosen = counts?.from === from && counts.to === to - 1;
    if (extend && counts) {
      select({ from: Math.min(from, counts.from), to: Math.max(to - 1, counts.to) });
    } else {
      select(isChosen ? null : { from, to: to - 1 });
    }
  }

  return (
    <>
      <div className={styles.above}>
        <p>Choose a band to see its entries and captions; more of them with Shift.</p>
        <RangeControl />
      </div>
      <div className={styles.scroller}>
        <table className={styles.bands}>
          <thead>
            <tr>
              <th scope="col">count</th>
              <th scope="col">entries</th>
              <th scope="col" className={styles.barColumn}>
                <span className={hidden.hidden}>share of all matches</span>
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
            {bands.map((band, i) => (
              <tr key={band.from} data-selected={isWithin(band, counts)}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={isWithin(band, counts)}
                    aria-label={`Entries with ${bandName(band)} matches`}
                    onClick={(event) => choose(band, event.shiftKey)}
                  >
                    {bandName(band)}
                  </button>
                </th>
                <td>{formatCount(band.entries)}</td>
                <td className={styles.barColumn}>
                  <BandBar band={band} widest={widest} />
                </td>
                {chosen !== null && (
                  <td>
                    {ofFile
                      ? formatCount(ofFile.find(({ band }) => band === i)?.matches ?? 0)
                      : "…"}
                  </td>
                )}
                <td>{formatCount(band.matches)}</td>
                <td className={styles.capped}>{formatCount(band.cappedMatches)}</td>
                <td className={styles.balanced}>{balanced ? formatCount(balanced[i]) : "…"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The matches of a band: those of its tail entries, of its head entries up to t, and above it. */
function BandBar({ band, widest }: { readonly band: CountBand; readonly widest: number }) {
  const { matches, tailMatches, cappedMatches } = band;
  const part = (share: number) => ({ width: matches && `${(100 * share) / matches}%` });
  return (
    <span className={styles.bar} style={{ width: `${(100 * matches) / widest}%` }}>
      <span className={styles.tail} style={part(tailMatches)} />
      <span className={styles.head} style={part(cappedMatches - tailMatches)} />
    </span>
  );
}

function isWithin({ from, to }: CountBand, counts: Range | null): boolean {
  return counts !== null && counts.from <= from && to - 1 <= counts.to;
}

function bandName({ from, to }: CountBand): string {
  return to - from === 1 ? formatCount(from) : `${formatCount(from)} – ${formatCount(to - 1)}`;
}
