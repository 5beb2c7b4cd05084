import { lazy, useState } from "react";
import styles from "./App.module.css";
import { ShortcutsDialog } from "./actions/ShortcutsDialog.tsx";
import { useShortcuts } from "./actions/useShortcuts.ts";
import { BalancePanel } from "./balance/BalancePanel.tsx";
import { CaptionsPanel } from "./captions/CaptionsPanel.tsx";
import { AskedColumns } from "./data/columns/AskedColumns.tsx";
import { DataDrawer } from "./data/DataDrawer.tsx";
import { DropZone } from "./data/DropZone.tsx";
import { ReplaceOrAdd } from "./data/ReplaceOrAdd.tsx";
import { TooLarge } from "./data/TooLarge.tsx";
import { Unpacking } from "./data/Unpacking.tsx";
import { useDataDrawer } from "./data/useDataDrawer.ts";
import { ExportDialog } from "./header/ExportDialog.tsx";
import { Header } from "./header/Header.tsx";
import { NoticeBar } from "./header/NoticeBar.tsx";
import { ShareDialog } from "./header/ShareDialog.tsx";
import { SkipLink } from "./header/SkipLink.tsx";
import { StatusBar } from "./header/StatusBar.tsx";
import { LinkedFiles } from "./linked/LinkedFiles.tsx";
import { Loaded } from "./parts/Loaded.tsx";
import { ClearDialog } from "./saved/ClearDialog.tsx";
import { SavedBars } from "./saved/SavedBars.tsx";
import { createScreen, ScreenContext, useScreen, useScreenStore } from "./session/screen.ts";
import { useSession } from "./session/session.ts";

const OpenFromWeb = lazy(() =>
  import("./web/OpenFromWeb.tsx").then(({ OpenFromWeb }) => ({ default: OpenFromWeb })),
);
const Lesson = lazy(() => import("./learn/Lesson.tsx").then(({ Lesson }) => ({ default: Lesson })));

export function App() {
  const [screen] = useState(createScreen);
  return (
    <ScreenContext value={screen}>
      <DropZone>
        <Page />
        <Dialogs />
      </DropZone>
    </ScreenContext>
  );
}

function Page() {
  const hasPool = useSession((session) => session.pool !== null);
  const isLearning = useSession((session) => session.settings.lesson !== null);
  const panelIsLarge = useScreen((screen) => screen.panelIsLarge);
  const { isOpen: isCovered } = useDataDrawer();
  useShortcuts();
  return (
    <div className={styles.app}>
      <SkipLink />
      <Header />
      <div className={styles.columns}>
        <DataDrawer />
        {isLearning && (
          <aside id="lesson" className={styles.lesson} aria-label="Lesson" inert={isCovered}>
            <Loaded name="the lesson">
              <Lesson />
            </Loaded>
          </aside>
        )}
        <main
          className={styles.balance}
          aria-busy={!hasPool}
          data-panel-is-large={panelIsLarge}
          inert={isCovered}
        >
          <NoticeBar />
          <SavedBars />
          <BalancePanel />
        </main>
        {!isLearning && (
          <aside id="captions" className={styles.changes} aria-label="Captions" inert={isCovered}>
            <CaptionsPanel />
          </aside>
        )}
      </div>
      <StatusBar />
    </div>
  );
}

function Dialogs() {
  const dialog = useScreen((screen) => screen.dialog);
  const screen = useScreenStore();
  const close = () => screen.setState({ dialog: null });
  return (
    <>
      {dialog === "export" && <ExportDialog onClose={close} />}
      {dialog === "share" && <ShareDialog onClose={close} />}
      {dialog === "clear" && <ClearDialog onClose={close} />}
      {dialog === "shortcuts" && <ShortcutsDialog onClose={close} />}
      {dialog === "web" && (
        <Loaded name="the dialog">
          <OpenFromWeb onClose={close} />
        </Loaded>
      )}
      <ReplaceOrAdd />
      <LinkedFiles />
      <TooLarge />
      <AskedColumns />
      <Unpacking />
    </>
  );
}
