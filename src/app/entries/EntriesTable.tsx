import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useDeferredValue, useRef, useState } from "react";
import type { Balance } from "../../core/balancing/balance.ts";
import type { EntriesQuery, EntryRow, Pool } from "../../engine/types.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useEntries } from "../queries/useEntries.ts";
import { useSession } from "../session/session.ts";
import styles from "./EntriesTable.module.css";

const ROW_HEIGHT = 28;

type Sort = EntriesQuery["sort"];

/** Every entry of the metadata, from DuckDB: searched, sorted, by file, a page at a time. */
export function EntriesTable() {
  const pool = useSession((session) => session.pool) as Pool;
  const t = useSession((session) => session.t);
  const latest = useLatestBalance();
  const setting = useSession((session) => session.settings.entries);
  const change = useSession((session) => session.change);
  const { search: typed, sort, descending } = setting;
  const search = useDeferredValue(typed);
  const [file, setFile] = useState<number | null>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  const scroller = useRef<HTMLElement>(null);
  const chosen = file !== null && file < pool.files.length ? file : null;
  const entries = useEntries({ search, file: chosen, sort, descending }, range.first, range.last);
  const virtual = useVirtualizer({
    count: entries.total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    onChange: ({ range }) => {
      if (range) setRange({ first: range.startIndex, last: range.endIndex });
    },
  });

  function sortBy(column: Sort) {
    const isDescending = column === sort ? !descending : column === "matches";
    change({ entries: { ...setting, sort: column, descending: isDescending } });
    scroller.current?.scrollTo({ top: 0 });
  }

  const rows = virtual.getVirtualItems();
  return (
    <section className={styles.card} aria-label="Entries">
      {pool.files.length > 1 && (
        <label className={styles.tools}>
          matches in
          <select
            className={styles.file}
            aria-label="File whose matches are counted"
            value={chosen ?? ""}
            onChange={(event) =>
              setFile(event.target.value === "" ? null : Number(event.target.value))
            }
          >
            <option value="">all files</option>
            {pool.files.map((each, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position
              <option key={i} value={i}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {entries.error && (
        <p role="alert" className={styles.empty}>
          The table could not be read: {entries.error.message}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label="Rows of entries">
        <table className={styles.table} aria-rowcount={(entries.total ?? 0) + 1}>
          <thead>
            <tr>
              <SortableHeader name="entry" {...{ sort, descending, sortBy }}>
                <input
                  className={styles.search}
                  type="search"
                  placeholder={`Search ${formatCount(pool.metadata.entries)} entries`}
                  aria-label="Search entries"
                  value={typed}
                  onChange={(event) => {
                    change({ entries: { ...setting, search: event.target.value } });
                    scroller.current?.scrollTo({ top: 0 });
                  }}
                />
              </SortableHeader>
              <SortableHeader name="matches" {...{ sort, descending, sortBy }} />
              <th scope="col" className={styles.wide}>
                capped
              </th>
              <th scope="col">balanced</th>
              <th scope="col" className={styles.wide}>
                kept share
              </th>
              <th scope="col">
                <span role="status">
                  {search && entries.total !== null && `${formatCount(entries.total)} found`}
                </span>
              </th>
            </tr>
          </thead>
          <tbody style={{ height: virtual.getTotalSize() }}>
            {rows.map(({ index, start }) => (
              <tr
                key={index}
                aria-rowindex={index + 2}
                style={{ transform: `translateY(${start}px)` }}
              >
                <EntryCells row={entries.row(index)} t={t} balance={latest} pool={pool} />
              </tr>
            ))}
          </tbody>
        </table>
        {entries.total === null && !entries.error && (
          <p className={styles.loading}>Counting by entry …</p>
        )}
        {entries.total === 0 && (
          <p className={styles.empty}>No entry holds “{search}”. Matching is by exact case.</p>
        )}
      </section>
    </section>
  );
}

interface SortableHeaderProps {
  readonly name: Sort;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly sortBy: (column: Sort) => void;
  readonly children?: ReactNode;
}

function SortableHeader({ name, sort, descending, sortBy, children }: SortableHeaderProps) {
  const isSorted = name === sort;
  return (
    <th scope="col" aria-sort={isSorted ? (descending ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => sortBy(name)}>
        {name}
        {isSorted && (descending ? " ↓" : " ↑")}
      </button>
      {children}
    </th>
  );
}

interface EntryCellsProps {
  readonly row: EntryRow | undefined;
  readonly t: number;
  readonly balance: Balance | null;
  readonly pool: Pool;
}

function EntryCells({ row, t, balance, pool }: EntryCellsProps) {
  if (!row) return <td className={styles.waiting}>…</td>;
  const count = pool.entryCounts[row.id];
  const balanced = balance?.balancedCounts[row.id];
  const keptShare = balanced === undefined || count === 0 ? null : balanced / count;
  const status = row.unmatchable
    ? "unmatchable"
    : count === 0
      ? "none here"
      : count < t
        ? "tail"
        : "head";
  return (
    <>
      <td className={styles.entry} title={row.entry}>
        {row.entry}
      </td>
      <td>{formatCount(row.matches)}</td>
      <td className={styles.wide}>{formatCount(Math.min(count, t))}</td>
      <td>{balanced === undefined ? "…" : formatCount(balanced)}</td>
      <td className={styles.wide}>
        {keptShare !== null && (
          <span className={styles.share}>
            <span className={styles.bar} data-status={status}>
              <span style={{ width: `${keptShare * 100}%` }} />
            </span>
            <span className={styles.percent}>{formatShare(keptShare, 0)}</span>
          </span>
        )}
      </td>
      <td className={styles.status} data-status={status}>
        {status}
      </td>
    </>
  );
}
