import { useEffect, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatBytes, plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { type FetchProgress, fetchFiles, fileUrl } from "./fetchFiles.ts";
import styles from "./LinkedFiles.module.css";

/** Asks whether the files that the link to the page names are to be fetched, and fetches them. */
export function LinkedFiles() {
  const addresses = useSession((session) => session.linkedFiles);
  const hasPool = useSession((session) => session.pool !== null);
  const answer = useSession((session) => session.answerLink);
  return addresses.length > 0 && hasPool ? (
    <LinkDialog addresses={addresses} onAnswer={answer} />
  ) : null;
}

interface LinkDialogProps {
  readonly addresses: readonly string[];
  /** With the files, or null when they are not wanted. */
  readonly onAnswer: (files: readonly File[] | null) => void;
}

function LinkDialog({ addresses, onAnswer }: LinkDialogProps) {
  const [fetching, setFetching] = useState<AbortController | null>(null);
  const [progress, setProgress] = useState<FetchProgress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => () => fetching?.abort(), [fetching]);

  async function load() {
    const controller = new AbortController();
    const { signal } = controller;
    setProblem(null);
    setProgress(null);
    setFetching(controller);
    try {
      onAnswer(await fetchFiles(addresses, { signal, onProgress: setProgress }));
    } catch (error) {
      if (!signal.aborted) setProblem((error as Error).message);
    } finally {
      setFetching(null);
    }
  }

  const hosts = hostsOf(addresses);
  return (
    <Dialog title={titleOf(addresses, hosts)} onClose={() => onAnswer(null)}>
      <p>The link that you followed names {plural(addresses.length, "file")} to load:</p>
      <ul className={styles.addresses}>
        {addresses.map((address) => (
          <li key={address}>{address}</li>
        ))}
      </ul>
      <p>
        {hosts.length === 0
          ? "They lie beside this page."
          : `Your browser will ask ${listOf(hosts)} for them, which will see that you ask, and your network address. No cookie and nothing of your data is sent.`}{" "}
        What comes stays in this tab.
      </p>
      {fetching !== null && (
        <div className={styles.progress}>
          <progress
            aria-label="Files fetched"
            {...(progress?.bytesTotal && {
              max: progress.bytesTotal,
              value: progress.bytesReceived,
            })}
          />
          <span>{progressInWords(progress, addresses.length)}</span>
        </div>
      )}
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <DialogButtons>
        {fetching === null ? (
          <>
            <Button onClick={() => onAnswer(null)}>Not now</Button>
            <Button look="action" onClick={load}>
              {problem === null ? "Load" : "Try again"}
            </Button>
          </>
        ) : (
          <Button onClick={() => fetching.abort()}>Cancel</Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** Other servers that are asked, by name. */
function hostsOf(addresses: readonly string[]): string[] {
  const hosts = addresses.flatMap((address) => {
    try {
      const { origin, host } = fileUrl(address);
      return origin === location.origin ? [] : [host];
    } catch {
      return [];
    }
  });
  return [...new Set(hosts)];
}

function titleOf(addresses: readonly string[], hosts: readonly string[]): string {
  const files = plural(addresses.length, "file");
  return hosts.length === 0 ? `Load ${files}?` : `Load ${files} from ${listOf(hosts)}?`;
}

function listOf(names: readonly string[]): string {
  return new Intl.ListFormat("en").format(names);
}

function progressInWords(progress: FetchProgress | null, files: number): string {
  if (progress === null) return "Waiting for an answer …";
  const { file, bytesReceived, bytesTotal } = progress;
  const of = bytesTotal === null ? "" : ` of ${formatBytes(bytesTotal)}`;
  const which = files === 1 ? "" : `File ${file + 1} of ${files}: `;
  return `${which}${formatBytes(bytesReceived)}${of}`;
}
