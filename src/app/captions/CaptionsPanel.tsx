import { useId, useState } from "react";
import type { PreviewTab } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { Tabs } from "../parts/Tabs.tsx";
import { usePreview } from "../queries/usePreview.ts";
import { useSession } from "../session/session.ts";
import { Caption } from "./Caption.tsx";
import styles from "./ChangesPanel.module.css";

const TABS: { name: PreviewTab; title: string }[] = [
  { name: "kept", title: "Kept" },
  { name: "dropped", title: "Dropped" },
  { name: "edge", title: "At the edge" },
  { name: "unmatched", title: "Unmatched" },
];

const NOTHING: Record<PreviewTab, string> = {
  kept: "No caption is kept.",
  dropped: "No matched caption is dropped at this threshold.",
  edge: "No caption has a match.",
  unmatched: "Every caption matches some entry.",
};

/** Captions that stay, that go, and that are about to change sides. */
export function ChangesPanel() {
  const poolId = useSession((session) => session.pool?.id);
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const tab = captions.kind;
  const [opened, setOpened] = useState<{ pool: number | undefined; caption: number } | null>(null);
  const listId = useId();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = usePreview(tab);
  const pages = data?.pages ?? [];
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>What changes</h2>
      <Tabs
        label="Captions to show"
        tabs={TABS}
        selected={tab}
        onSelect={(kind) => change({ captions: { ...captions, kind } })}
        controls={listId}
      />
      {error && <p role="alert">These captions could not be read: {error.message}</p>}
      <div id={listId} role="tabpanel" aria-label="Captions">
        <ul className={styles.list}>
          {pages.flatMap((page) =>
            page.captions.map((caption) => (
              <li key={caption.index}>
                <Caption
                  caption={caption}
                  t={page.t}
                  isOpen={opened?.pool === poolId && opened?.caption === caption.index}
                  onToggle={(isOpen) =>
                    setOpened(isOpen ? { pool: poolId, caption: caption.index } : null)
                  }
                />
              </li>
            )),
          )}
        </ul>
      </div>
      {pages[0]?.captions.length === 0 && <p className={styles.nothing}>{NOTHING[tab]}</p>}
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}
