import { keptAt } from "../../core/balancing/keptAt.ts";
import { ActionButton } from "../actions/ActionButton.tsx";
import { MoreMenu } from "../actions/MoreMenu.tsx";
import { OpenButton } from "../data/OpenButton.tsx";
import { LearnButton } from "../learn/LearnButton.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSession } from "../session/session.ts";
import { themeAfter, useTheme } from "../session/theme.ts";
import { DataButton } from "./DataButton.tsx";
import styles from "./Header.module.css";
import { ShareButton } from "./ShareButton.tsx";

export function Header() {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Headtail</h1>
      <DataButton />
      <PoolTitle />
      <div className={styles.actions}>
        <span className={styles.roomy}>
          <ActionButton action="undo" aria-label="Undo">
            <Icon name="undo" />
          </ActionButton>
          <ActionButton action="redo" aria-label="Redo">
            <Icon name="redo" />
          </ActionButton>
        </span>
        <span className={styles.wide}>
          <ShareButton />
        </span>
        <span className={styles.roomy}>
          <LearnButton />
        </span>
        <span className={styles.wide}>
          <ActionButton action="shortcuts" aria-label="Actions and their keys">
            ?
          </ActionButton>
          <ThemeButton />
        </span>
        <span className={styles.narrow}>
          <MoreMenu />
        </span>
        <span className={styles.roomy}>
          <OpenButton />
        </span>
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

function ThemeButton() {
  const theme = useTheme();
  return (
    <ActionButton action="theme" aria-label={`Theme: ${theme}. Change to ${themeAfter(theme)}.`}>
      <Icon name={theme} />
    </ActionButton>
  );
}

function ExportButton() {
  const kept = useSession(({ pool, t }) => pool && keptAt(pool.kept, t).captions);
  return (
    <ActionButton action="export" look="action">
      Export{kept !== null && <span className={styles.count}> {formatCount(kept)}</span>}
    </ActionButton>
  );
}
