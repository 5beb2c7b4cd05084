import type { ExportProgress, LoadProgress } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatBytes, formatCount } from "../parts/format.ts";
import { type Job, useSession } from "../session/session.ts";
import styles from "./JobList.module.css";

/** Loads and exports under way. */
export function JobList() {
  const jobs = useSession((session) => session.jobs);
  return jobs.map((job) => <JobProgress key={job.id} job={job} />);
}

const STAGES = {
  metadata: "Indexing metadata",
  match: "Matching",
  finish: "Counting and drawing",
} as const;

function JobProgress({ job: { name, progress, cancel } }: { readonly job: Job }) {
  const share = shareDone(progress);
  return (
    <section className={styles.job} aria-label={`Progress of ${name}`}>
      <div className={styles.head}>
        <strong className={styles.name}>{title(name, progress)}</strong>
        <Button look="plain" onClick={cancel}>
          Cancel
        </Button>
      </div>
      <progress className={styles.bar} max={1} value={share} aria-label={name} />
      <p className={styles.figures}>{figures(progress)}</p>
    </section>
  );
}

function shareDone(progress: Job["progress"]): number {
  if (progress === null) return 0;
  if ("share" in progress) return progress.share;
  return progress.bytesTotal === 0 ? 0 : progress.bytesRead / progress.bytesTotal;
}

function title(name: string, progress: LoadProgress | ExportProgress | null): string {
  if (progress === null) return `Waiting: ${name}`;
  return "stage" in progress ? `${STAGES[progress.stage]}: ${name}` : `Writing: ${name}`;
}

function figures(progress: LoadProgress | ExportProgress | null): string {
  if (progress === null || progress.bytesTotal === 0) return " ";
  const bytes = `${formatBytes(progress.bytesRead)} of ${formatBytes(progress.bytesTotal)}`;
  if (!("lines" in progress)) return bytes;
  return `${bytes} · ${formatCount(progress.lines)} lines · ${formatCount(progress.matchedCaptions)} matched captions`;
}
