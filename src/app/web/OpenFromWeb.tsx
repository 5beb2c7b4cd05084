import { type SubmitEvent, useState } from "react";
import { fetchFiles, nameOf } from "../linked/fetchFiles.ts";
import type { FetchFrame } from "../linked/fetchFrame.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatBytes } from "../parts/format.ts";
import { useEngine, useSession } from "../session/session.ts";
import { type Asked, askedFor } from "./askedFor.ts";
import { ChooseColumns, type Found } from "./ChooseColumns.tsx";
import { firstSplit, HUGGING_FACE, type Split, splitsOf } from "./huggingFace.ts";
import styles from "./OpenFromWeb.module.css";
import { NoRanges } from "./ranges.ts";
import { useTask } from "./useTask.ts";
import { lookAtFirst } from "./webTable.ts";

/** Opens a file of another server, or some columns of a table there. */
export function OpenFromWeb({ onClose }: { readonly onClose: () => void }) {
  const engine = useEngine();
  const open = useSession((session) => session.open);
  const task = useTask();
  const [typed, setTyped] = useState("");
  const [progress, setProgress] = useState<Progress | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const asked = askedFor(typed);

  async function find(wanted: Asked, frame: FetchFrame, signal: AbortSignal) {
    setProgress(null);
    if (wanted.kind === "dataset") {
      const { name } = wanted;
      const splits = await splitsOf(frame, name, signal);
      const split = firstSplit(splits);
      const table = await lookAtFirst(frame, engine, splits[split].files, signal);
      setFound({ name, splits, split, table });
      return;
    }
    const address = wanted.url.href;
    if (wanted.isTable) {
      const file: Split = { config: null, split: "", files: [address] };
      const table = await lookAtFirst(frame, engine, file.files, signal).catch(orWhole);
      if (table !== null) {
        setFound({ name: nameOf(wanted.url), splits: [file], split: 0, table });
        return;
      }
    }
    const onProgress = ({ bytesReceived, bytesTotal }: Progress) =>
      setProgress({ bytesReceived, bytesTotal });
    const files = await fetchFiles([address], { signal, onProgress });
    signal.throwIfAborted();
    onClose();
    open(files, [address]);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (asked !== null) task.start((frame, signal) => find(asked, frame, signal));
  }

  if (found !== null) {
    return <ChooseColumns found={found} onBack={() => setFound(null)} onClose={onClose} />;
  }
  return (
    <Dialog title="Open from the web" onClose={onClose}>
      <form onSubmit={submit}>
        <label className={styles.field}>
          <span>Address of a file, or name of a Hugging Face data set</span>
          <input
            value={typed}
            disabled={task.isRunning}
            placeholder="https://… or owner/name"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <p className={styles.about}>
          This uses the network. {askSentence(asked)} No cookie and nothing of your data is sent.
          What comes stays in this tab.
        </p>
        {task.isRunning && (
          <div className={styles.progress}>
            <progress
              aria-label="File fetched"
              {...(progress?.bytesTotal && {
                max: progress.bytesTotal,
                value: progress.bytesReceived,
              })}
            />
            <span>{progressInWords(progress)}</span>
          </div>
        )}
        {task.problem !== null && (
          <p role="alert" className={styles.problem}>
            {task.problem}
          </p>
        )}
        <DialogButtons>
          {task.isRunning ? (
            <Button onClick={task.cancel}>Cancel</Button>
          ) : (
            <>
              <Button onClick={onClose}>Close</Button>
              <Button type="submit" look="action" disabled={asked === null}>
                {doWords(asked)}
              </Button>
            </>
          )}
        </DialogButtons>
      </form>
    </Dialog>
  );
}

interface Progress {
  readonly bytesReceived: number;
  readonly bytesTotal: number | null;
}

function orWhole(error: unknown): null {
  if (error instanceof NoRanges) return null;
  throw error;
}

function askSentence(asked: Asked | null): string {
  const who =
    asked === null
      ? "the server that you name"
      : asked.kind === "file"
        ? asked.url.host
        : `${new URL(HUGGING_FACE).host}, and the servers that keep its files,`;
  return `Your browser will ask ${who}${asked?.kind === "dataset" ? " which" : ", which"} will see that you ask, and your network address.`;
}

function doWords(asked: Asked | null): string {
  if (asked?.kind === "dataset") return "Find files";
  return asked?.isTable ? "Show columns" : "Open";
}

function progressInWords(progress: Progress | null): string {
  if (progress === null) return "Waiting for an answer …";
  const { bytesReceived, bytesTotal } = progress;
  return `${formatBytes(bytesReceived)}${bytesTotal === null ? "" : ` of ${formatBytes(bytesTotal)}`}`;
}
