import { lazy, Suspense, useState } from "react";
import styles from "./App.module.css";
import { BalancePanel } from "./balance/BalancePanel.tsx";
import { CaptionsPanel } from "./captions/CaptionsPanel.tsx";
import { DataPanel } from "./data/DataPanel.tsx";
import { DropZone } from "./data/DropZone.tsx";
import { ReplaceOrAdd } from "./data/ReplaceOrAdd.tsx";
import { TooLarge } from "./data/TooLarge.tsx";
import { Header } from "./header/Header.tsx";
import { NoticeBar } from "./header/NoticeBar.tsx";
import { StatusBar } from "./header/StatusBar.tsx";
import { SavedBars } from "./saved/SavedBars.tsx";
import { useSession } from "./session/session.ts";

const Lesson = lazy(() => import("./learn/Lesson.tsx").then(({ Lesson }) => ({ default: Lesson })));

export function App() {
  const isLearning = useSession((session) => session.settings.lesson !== null);
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
          {isLearning && (
            <aside id="lesson" className={styles.lesson} aria-label="Lesson">
              <Suspense fallback={null}>
                <Lesson />
              </Suspense>
            </aside>
          )}
          <main className={styles.balance} aria-busy={!hasPool}>
            <NoticeBar />
            <SavedBars />
            <BalancePanel />
          </main>
          {!isLearning && (
            <aside id="captions" className={styles.changes} aria-label="Captions">
              <CaptionsPanel />
            </aside>
          )}
        </div>
        <StatusBar />
      </div>
      <ReplaceOrAdd />
      <TooLarge />
    </DropZone>
  );
}
