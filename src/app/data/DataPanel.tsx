import { ActionButton } from "../actions/ActionButton.tsx";
import { formatCount } from "../parts/format.ts";
import { Section } from "../parts/Section.tsx";
import { KeptHere } from "../saved/KeptHere.tsx";
import { useSession } from "../session/session.ts";
import styles from "./DataPanel.module.css";
import { FileList } from "./FileList.tsx";
import { Funnel } from "./Funnel.tsx";
import { FiltersInUse } from "./filters/FiltersInUse.tsx";
import { JobList } from "./JobList.tsx";
import { MetadataInUse } from "./MetadataInUse.tsx";
import { OpenButton } from "./OpenButton.tsx";
import { SeedField } from "./SeedField.tsx";

export function DataPanel() {
  const pool = useSession((session) => session.pool);
  return (
    <div className={styles.panel}>
      <JobList />
      {pool?.isDemo && (
        <div className={styles.welcome}>
          <p>
            <strong>This demo pool is made up.</strong> Bring your own captions: drop JSONL, CSV,
            Parquet or other files anywhere on the page. They stay on this machine.
          </p>
          <OpenButton look="action">Open captions…</OpenButton>
          <FromWebButton />
        </div>
      )}
      {pool && (
        <>
          <Section title="Data">
            <FileList />
            {pool.source && (
              <p className={styles.source}>
                A balanced subset: entries are counted in the pool that {pool.source.manifest} tells
                of. Above t = {formatCount(pool.source.t)}, captions that it lacks would be kept
                too.
              </p>
            )}
            {!pool.isDemo && (
              <p className={styles.more}>
                <FromWebButton />
              </p>
            )}
          </Section>
          <Section title="Funnel">
            <Funnel />
            <FiltersInUse />
          </Section>
          <Section title="Metadata">
            <MetadataInUse />
          </Section>
          <Section title="Draw">
            <SeedField />
          </Section>
          <Section title="In this browser">
            <KeptHere />
          </Section>
        </>
      )}
    </div>
  );
}

function FromWebButton() {
  return (
    <ActionButton action="open-web" look="plain">
      Open from the web…
    </ActionButton>
  );
}
