import { useState } from "react";
import styles from "./App.module.css";
import { BalancePanel } from "./balance/BalancePanel.tsx";
import { ChangesPanel } from "./changes/ChangesPanel.tsx";
import { DataPanel } from "./data/DataPanel.tsx";
import { DropZone } from "./data/DropZone.tsx";
import { ReplaceOrAdd } from "./data/ReplaceOrAdd.tsx";
import { TooLarge } from "./data/TooLarge.tsx";
import { Header } from "./header/Header.tsx";
import { NoticeBar } from "./header/NoticeBar.tsx";
import { StatusBar } from "./header/StatusBar.tsx";
import { SavedBars } from "./saved/SavedBars.tsx";
import { useSession } from "./session/session.ts";

export function App() {
  const hasPool = useSession((session) => session.pool !== null);
  const [dataIsOpen, setDataIsOpen] = useState(false);
  return (
    <DropZone>
      <div className={styles.app}>
        <Header dataIsOpen={dataIsOpen} onToggleData={() => setDataIsOpen(!dataIsOpen)} />
        <div className={styles.columns}>
          {dataIsOpen && (
            <button
              type="button"
              className={styles.shade}
              aria-label="Close Data"
              onClick={() => setDataIsOpen(false)}
            />
          )}
          <aside
            id="data"
            className={styles.data}
            data-open={dataIsOpen}
            aria-label="Data"
            onKeyDown={(event) => event.key === "Escape" && setDataIsOpen(false)}
          >
            <DataPanel />
          </aside>
          <main className={styles.balance} aria-busy={!hasPool}>
            <NoticeBar />
            <SavedBars />
            <BalancePanel />
          </main>
          <aside className={styles.changes} aria-label="What changes">
            <ChangesPanel />
          </aside>
        </div>
        <StatusBar />
      </div>
      <ReplaceOrAdd />
      <TooLarge />
    </DropZone>
  );
}
