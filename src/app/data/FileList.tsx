import type { FileSample, FileSummary } from "../../engine/types.ts";
import { formatBytes, formatCount, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { ColumnsButton } from "./columns/ColumnsButton.tsx";
import { EntryIdsButton } from "./EntryIdsButton.tsx";
import styles from "./FileList.module.css";
import { formatWords, unitOf } from "./formatNames.ts";
import { REJECT_REASONS } from "./rejectReasons.ts";

export function FileList() {
  const files = useSession((session) => session.pool?.files) ?? [];
  return (
    <ul className={styles.files}>
      {files.map((file, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file is known by its position; names repeat
        <li key={i} className={styles.file}>
          <FileItem file={file} position={i} />
        </li>
      ))}
    </ul>
  );
}

interface FileItemProps {
  readonly file: FileSummary;
  readonly position: number;
}

function FileItem({ file, position }: FileItemProps) {
  return (
    <>
      <p className={styles.row}>
        <span className={styles.name} title={file.name}>
          {file.name}
        </span>
        <span className={styles.muted}>{formatBytes(file.size)}</span>
      </p>
      {file.origin ? (
        <div className={styles.row}>
          <span className={styles.columns}>
            <span className={styles.muted}>captions in</span>{" "}
            {file.origin.mapping.captions.join(", ")}
          </span>
          <ColumnsButton file={file} position={position} />
        </div>
      ) : (
        <CaptionField file={file} position={position} />
      )}
      {file.origin && <p className={styles.muted}>{formatWords(file.origin)}</p>}
      {file.origin?.shape.format.startsWith("metaclip") && (
        <EntryIdsButton file={file} position={position} />
      )}
      {file.sample && <p className={styles.muted}>{sampleSentence(file, file.sample)}</p>}
      {file.blank > 0 && <p className={styles.muted}>{plural(file.blank, "blank line")} skipped</p>}
      {file.rejected > 0 && <Rejects file={file} />}
    </>
  );
}

function CaptionField({ file, position }: FileItemProps) {
  const changeCaptionField = useSession((session) => session.changeCaptionField);
  const isBusy = useSession((session) => session.jobs.length > 0);
  const fields = new Set([file.captionField, ...file.textFields]);
  return (
    <label className={styles.row}>
      <span className={styles.muted}>captions in</span>
      <select
        className={styles.field}
        value={file.captionField}
        disabled={isBusy}
        aria-label={`Caption field of ${file.name}`}
        onChange={(event) => changeCaptionField(position, event.target.value)}
      >
        {[...fields].map((field) => (
          <option key={field}>{field}</option>
        ))}
      </select>
    </label>
  );
}

function sampleSentence({ lines, blank, size }: FileSummary, sample: FileSample): string {
  if ("firstBytes" in sample) {
    return `first ${formatBytes(sample.firstBytes)} of ${formatBytes(size)} taken`;
  }
  const all = lines + blank + sample.linesPassedOver;
  return `of ${plural(all, "line")}, one in ${formatCount(sample.oneIn)} was taken`;
}

function Rejects({ file }: { readonly file: FileSummary }) {
  const { rejected, rejects } = file;
  const more = rejected - rejects.length;
  return (
    <details className={styles.rejects}>
      <summary>{plural(rejected, unitOf(file))} rejected</summary>
      <ol>
        {rejects.map(({ line, reason }) => (
          <li key={line}>
            {unitOf(file)} {formatCount(line)}: {REJECT_REASONS[reason]}
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ol>
    </details>
  );
}
