import type { ReactNode } from "react";
import type { GroupColumn, GroupName, KeptGroup } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatBytes, formatCount, formatShort, plural } from "../parts/format.ts";
import { useKeptByGroup } from "../queries/useKeptByGroup.ts";
import { useSession } from "../session/session.ts";
import styles from "./GroupBars.module.css";
import { KeptBars } from "./KeptBars.tsx";

/** Files that have a bar. */
const MOST_FILES = 12;

interface GroupBarsProps {
  readonly title: ReactNode;
  readonly column: GroupColumn;
}

/** Share kept by file, by length or by a field of the records. */
export function GroupBars({ title, column }: GroupBarsProps) {
  const files = useSession((session) => session.pool?.files) ?? [];
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const answer = useKeptByGroup(column);
  const { groups, progress, isUnread, error } = answer;
  const shown = column.kind === "file" ? largest(groups ?? []) : (groups ?? []);
  const isWhole = shown.every(({ of }) => of.kind !== "range" || Number.isInteger(of.from));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return (
    <KeptBars
      title={title}
      bars={shown.map(({ of, matched, kept }) => {
        const name = of.kind === "file" ? files[of.file].name : nameOf(of, isWhole);
        const file = of.kind === "file" ? of.file : null;
        const isChosen = file !== null && captions.file === file;
        const onChoose = () => change({ captions: { ...captions, file: isChosen ? null : file } });
        return {
          name,
          captionsName: column.kind === "length" ? `Captions of ${name} characters` : name,
          captions: matched,
          kept,
          ...(file !== null && { isChosen, onChoose }),
        };
      })}
    >
      {groups !== null && shown.length < groups.length && (
        <p className={styles.note}>
          The {shown.length} largest of {plural(groups.length, "file")}.
        </p>
      )}
      {error && error.name !== "AbortError" && (
        <p role="alert" className={styles.note}>
          {error.message}
        </p>
      )}
      {isUnread && (
        <p className={styles.note}>
          This is not in the columns that Headtail holds: {formatBytes(bytes)} must be read again.{" "}
          <Button look="plain" onClick={answer.read}>
            Read them
          </Button>
        </p>
      )}
      {progress && (
        <p className={styles.note}>
          <progress aria-label="Files read" max={progress.bytesTotal} value={progress.bytesRead} />{" "}
          {formatBytes(progress.bytesRead)} of {formatBytes(progress.bytesTotal)}{" "}
          <Button look="plain" onClick={answer.cancel}>
            Cancel
          </Button>
        </p>
      )}
      {groups === null && !isUnread && !progress && !error && <p className={styles.note}>…</p>}
    </KeptBars>
  );
}

function largest(groups: readonly KeptGroup[]): readonly KeptGroup[] {
  return [...groups].sort((a, b) => b.captions - a.captions).slice(0, MOST_FILES);
}

function nameOf(of: Exclude<GroupName, { kind: "file" }>, isWhole: boolean): string {
  switch (of.kind) {
    case "range":
      return rangeName(of.from, of.to, isWhole);
    case "text":
      return of.text;
    case "other":
      return "others";
    case "none":
      return "none";
  }
}

/** “10–19” of whole numbers, else “0.28 – 0.31”. */
function rangeName(from: number, to: number | null, isWhole: boolean): string {
  const write = (value: number) =>
    isWhole ? formatCount(value) : formatShort(Number(value.toPrecision(3)));
  if (to === null) return `${write(from)}+`;
  if (!isWhole) return `${write(from)} – ${write(to)}`;
  return to - from === 1 ? write(from) : `${write(from)}–${write(to - 1)}`;
}
