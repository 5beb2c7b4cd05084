import { type ComponentType, lazy, useId } from "react";
import { ActionButton } from "../actions/ActionButton.tsx";
import { EntriesTable } from "../entries/EntriesTable.tsx";
import { Loaded } from "../parts/Loaded.tsx";
import { Tabs } from "../parts/Tabs.tsx";
import { useScreen } from "../session/screen.ts";
import { useSession } from "../session/session.ts";
import type { Panel } from "../session/settings.ts";
import styles from "./Panels.module.css";

const ComparePanel = lazy(() => import("../compare/ComparePanel.tsx"));
const LargerPoolPanel = lazy(() => import("../largerPool/LargerPoolPanel.tsx"));
const EffectsPanel = lazy(async () => {
  const { EffectsPanel } = await import("../effects/EffectsPanel.tsx");
  return { default: EffectsPanel };
});
const SqlPanel = lazy(async () => {
  const { SqlPanel } = await import("../sql/SqlPanel.tsx");
  return { default: SqlPanel };
});

const ALL: readonly { name: Panel; title: string; Content: ComponentType }[] = [
  { name: "entries", title: "Entries", Content: EntriesTable },
  { name: "effects", title: "Effects", Content: EffectsPanel },
  { name: "compare", title: "Compare", Content: ComparePanel },
  { name: "larger-pool", title: "Larger pool", Content: LargerPoolPanel },
  { name: "sql", title: "SQL", Content: SqlPanel },
];

/** What stands below the chart: one of several panels, loaded when it is first chosen. */
export function Panels() {
  const panel = useSession((session) => session.settings.panel);
  const change = useSession((session) => session.change);
  const isLarge = useScreen(({ panelIsLarge }) => panelIsLarge);
  const id = useId();
  const { Content } = ALL.find(({ name }) => name === panel) ?? ALL[0];
  return (
    <section className={styles.panels} aria-label="Panels">
      <div className={styles.head}>
        <Tabs
          label="Panels"
          tabs={ALL}
          selected={panel}
          onSelect={(name) => change({ panel: name })}
          controls={id}
        />
        <ActionButton action="enlarge" look="plain" className={styles.enlarge}>
          {isLarge ? "Shrink" : "Enlarge"}
        </ActionButton>
      </div>
      <div id={id} role="tabpanel" aria-label={panel} className={styles.content}>
        <Loaded
          key={panel}
          name="the panel"
          fallback={
            <p className={styles.waiting} data-loading>
              …
            </p>
          }
        >
          <Content />
        </Loaded>
      </div>
    </section>
  );
}
