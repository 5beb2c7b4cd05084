import { Section } from "../parts/Section.tsx";
import { useSession } from "../session/session.ts";
import styles from "./DataPanel.module.css";
import { FileList } from "./FileList.tsx";
import { Funnel } from "./Funnel.tsx";
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
            <strong>This demo pool is made up.</strong> Bring your own captions: drop .jsonl files
            anywhere on the page. They stay on this machine.
          </p>
          <OpenButton look="action">Open captions…</OpenButton>
        </div>
      )}
      {pool && (
        <>
          <Section title="Data">
            <FileList />
          </Section>
          <Section title="Funnel">
            <Funnel />
          </Section>
          <Section title="Metadata">
            <MetadataInUse />
          </Section>
          <Section title="Draw">
            <SeedField />
          </Section>
        </>
      )}
    </div>
  );
}
