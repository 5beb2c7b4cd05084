import type { ReactNode } from "react";
import { entryOf } from "../../core/metadata/metadata.ts";
import { VERSION } from "../../version.ts";
import { rangeInWords } from "../charts/useCountRange.ts";
import { formatBytes, formatCount, formatShare, plural } from "../parts/format.ts";
import { useIsPrinting } from "../parts/useIsPrinting.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import "./print.css";
import styles from "./Report.module.css";

/** What fits on one page beside the chart, on A4 and on Letter. */
const MOST_ENTRIES = 15;
const MOST_FILES = 5;

/** The lower half of the printed page: top entries, data and settings. On screen it is not there. */
export function Report() {
  const isPrinting = useIsPrinting();
  if (!isPrinting) return null;
  return (
    <section className={styles.report} data-printed aria-label="Report">
      <TopEntries />
      <DataAndSettings />
    </section>
  );
}

/** The upper edge of the printed page. */
export function ReportTitle() {
  const pool = useSession((session) => session.pool);
  const isPrinting = useIsPrinting();
  if (!pool || !isPrinting) return null;
  const names = pool.isDemo ? "demo pool, made up" : pool.files.map(({ name }) => name).join(", ");
  return (
    <p className={styles.title} data-printed>
      <strong>Headtail</strong> {names}
    </p>
  );
}

function TopEntries() {
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.t);
  const entryIds = useSession((session) => session.distribution.entryIds);
  const latest = useLatestBalance();
  if (!pool) return null;
  const largest = [...entryIds.slice(-MOST_ENTRIES)].reverse();
  return (
    <table className={styles.entries}>
      <caption>Entries with most matches</caption>
      <thead>
        <tr>
          {["entry", "matches", "capped", "balanced", "kept share"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {largest.map((id) => {
          const count = pool.entryCounts[id];
          const balanced = latest?.balancedCounts[id] ?? 0;
          return (
            <tr key={id}>
              <th scope="row" className={count < t ? styles.tail : styles.head}>
                {entryOf(pool, id)}
              </th>
              <td>{formatCount(count)}</td>
              <td>{formatCount(Math.min(count, t))}</td>
              <td>{formatCount(balanced)}</td>
              <td>{formatShare(balanced / count, 0)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function DataAndSettings() {
  const pool = useSession((session) => session.pool);
  const counts = useSession((session) => session.settings.entries.counts);
  const { fixed } = useSession((session) => session.settings.threshold);
  const p = useSession((session) => session.p);
  const { t, tailShare } = useThreshold();
  if (!pool) return null;
  const { metadata, files, captions, matchedCaptions, seed, isDemo } = pool;
  const more = files.length - MOST_FILES;
  return (
    <dl className={styles.settings}>
      <Setting name="data">
        {isDemo && <p>Demo pool, made up</p>}
        {files.slice(0, MOST_FILES).map(({ name, size, captions }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position; names repeat
          <p key={i}>
            {name}, {formatBytes(size)}, {plural(captions, "caption")}
          </p>
        ))}
        {more > 0 && <p>and {plural(more, "file")} more</p>}
      </Setting>
      <Setting name="captions">
        {formatCount(captions)}, {formatCount(matchedCaptions)} of them matched
      </Setting>
      <Setting name="metadata">
        <p>
          {metadata.isDefault ? "WordNet 3.1, numbers 0–99" : metadata.name},{" "}
          {plural(metadata.entries, "entry", "entries")}
        </p>
        <p className={styles.hash}>SHA-256 {metadata.sha256}</p>
      </Setting>
      <Setting name="threshold t">
        {formatCount(t)}
        {fixed === "t" && ", held"}
      </Setting>
      <Setting name="tail share p">
        {fixed === "p"
          ? `${formatShare(p, 2)}, held; t has ${formatShare(tailShare, 2)}`
          : formatShare(tailShare, 2)}
      </Setting>
      <Setting name="seed">{seed}</Setting>
      {counts && <Setting name="shaded">{rangeInWords(counts)}</Setting>}
      <Setting name="made with">Headtail {VERSION}</Setting>
    </dl>
  );
}

function Setting({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
