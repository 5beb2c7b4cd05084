import type { EntryStatus } from "../../engine/types.ts";
import { Chip } from "../parts/Chip.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { usePool, useSession } from "../session/session.ts";
import { ENTRY_STATUSES } from "../session/settings.ts";
import styles from "./EntriesTable.module.css";
import { STATUS_NAMES } from "./status.ts";

interface EntryFiltersProps {
  /** Entries that fit; null before the first answer. */
  readonly found: number | null;
  readonly isWaiting: boolean;
}

/** Which entries are in the table. */
export function EntryFilters({ found, isWaiting }: EntryFiltersProps) {
  const pool = usePool();
  const setting = useSession((session) => session.settings.entries);
  const change = useSession((session) => session.change);
  const { search, status, counts, file } = setting;
  const set = (changed: Partial<typeof setting>) => change({ entries: { ...setting, ...changed } });
  return (
    <div className={styles.tools}>
      <input
        className={styles.search}
        type="search"
        placeholder={`Search ${formatCount(pool.metadata.entries)} entries`}
        aria-label="Search entries"
        value={search}
        onChange={(event) => set({ search: event.target.value })}
      />
      <select
        className={styles.select}
        aria-label="Status of the entries shown"
        value={status ?? ""}
        onChange={(event) => set({ status: (event.target.value || null) as EntryStatus | null })}
      >
        <option value="">any status</option>
        {ENTRY_STATUSES.map((each) => (
          <option key={each} value={each}>
            {STATUS_NAMES[each]}
          </option>
        ))}
      </select>
      {pool.files.length > 1 && (
        <select
          className={styles.select}
          aria-label="File whose matches are counted"
          value={file ?? ""}
          onChange={(event) =>
            set({ file: event.target.value === "" ? null : Number(event.target.value) })
          }
        >
          <option value="">matches in all files</option>
          {pool.files.map((each, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position
            <option key={i} value={i}>
              matches in {each.name}
            </option>
          ))}
        </select>
      )}
      {counts && (
        <Chip
          removeLabel="Show entries with any number of matches"
          onRemove={() => set({ counts: null })}
        >
          {formatCount(counts.from)}–{plural(counts.to, "match", "matches")}
        </Chip>
      )}
      <span className={styles.found} data-waiting={isWaiting} role="status">
        {found !== null && plural(found, "entry", "entries")}
      </span>
    </div>
  );
}
