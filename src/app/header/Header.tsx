import { useState } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { OpenButton } from "../data/OpenButton.tsx";
import { LearnButton } from "../learn/LearnButton.tsx";
import { Button } from "../parts/Button.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { ExportDialog } from "./ExportDialog.tsx";
import styles from "./Header.module.css";
import { ShareButton } from "./ShareButton.tsx";
import { ThemeButton } from "./ThemeButton.tsx";

interface HeaderProps {
  readonly dataIsOpen: boolean;
  readonly onToggleData: () => void;
}

export function Header({ dataIsOpen, onToggleData }: HeaderProps) {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Headtail</h1>
      <Button
        className={styles.dataButton}
        aria-expanded={dataIsOpen}
        aria-controls="data"
        onClick={onToggleData}
      >
        Data
      </Button>
      <PoolTitle />
      <div className={styles.actions}>
        <LearnButton />
        <ThemeButton />
        <OpenButton />
        <ShareButton />
        <ExportButton />
      </div>
    </header>
  );
}

function PoolTitle() {
  const pool = useSession((session) => session.pool);
  if (!pool) return <p className={styles.pool} />;
  const name = pool.isDemo
    ? "Demo pool, made up"
    : pool.files.length === 1
      ? pool.files[0].name
      : plural(pool.files.length, "file");
  return (
    <p className={styles.pool} data-pool={pool.id}>
      {name} · {plural(pool.captions, "caption")}
    </p>
  );
}

function ExportButton() {
  const kept = useSession(({ pool, t }) => pool && keptAt(pool.kept, t).captions);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button look="action" disabled={!kept} onClick={() => setIsOpen(true)}>
        Export{kept !== null && <span className={styles.count}> {formatCount(kept)}</span>}
      </Button>
      {isOpen && <ExportDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}
