import { useDeferredValue } from "react";
import { Button } from "../parts/Button.tsx";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useEntries } from "../queries/useEntries.ts";
import { usePool, useSession } from "../session/session.ts";
import { EntriesGrid } from "./EntriesGrid.tsx";
import styles from "./EntriesTable.module.css";
import { EntryFilters } from "./EntryFilters.tsx";
import { SelectedEntries } from "./SelectedEntries.tsx";

/** Every entry of the metadata: searched, filtered and sorted, to choose the captions of some. */
export function EntriesTable() {
  const pool = usePool();
  const setting = useSession((session) => session.settings.entries);
  const change = useSession((session) => session.change);
  const balance = useLatestBalance();
  const { found, isWaiting, error } = useEntries(pool, useDeferredValue(setting), balance);
  const { search, status, counts } = setting;
  const isFiltered = search !== "" || status !== null || counts !== null;

  const showAll = () => change({ entries: { ...setting, search: "", status: null, counts: null } });
  return (
    <section className={styles.card} aria-label="Entries">
      <EntryFilters found={found?.ids.length ?? null} isWaiting={isWaiting} />
      {error && (
        <p role="alert" className={styles.empty}>
          The table could not be read: {error.message}
        </p>
      )}
      {found ? (
        <EntriesGrid found={found} balance={balance} />
      ) : (
        !error && <p className={styles.loading}>Counting by entry …</p>
      )}
      {found?.ids.length === 0 && (
        <p className={styles.empty}>
          {search === "" ? "No entry is like that." : `No entry holds “${search}”.`}{" "}
          {isFiltered && (
            <Button look="plain" onClick={showAll}>
              Show all entries
            </Button>
          )}
        </p>
      )}
      <SelectedEntries />
    </section>
  );
}
