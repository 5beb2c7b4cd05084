import { useState } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import type { Pool, SideFileKind, SubsetShape } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { chooseDestination } from "../session/destination.ts";
import { useSession } from "../session/session.ts";
import styles from "./ExportDialog.module.css";

interface ShapeChoice {
  readonly shape: SubsetShape;
  readonly name: string;
  readonly about: string;
  /** Whether tau, chance and matched entries can be added. */
  readonly hasColumns?: true;
}

const LINES: ShapeChoice = {
  shape: "same",
  name: "JSONL, as it came",
  about: "The kept lines, byte for byte and in their order.",
  hasColumns: true,
};
const AS_IT_CAME: ShapeChoice = {
  shape: "same",
  name: "As it came",
  about: "Each file in its own format, with the kept records as they were.",
};
const OTHER_SHAPES: readonly ShapeChoice[] = [
  { shape: "csv", name: "CSV", about: "A row for each kept record.", hasColumns: true },
  { shape: "tsv", name: "TSV", about: "A row for each kept record.", hasColumns: true },
  { shape: "parquet", name: "Parquet", about: "A row for each kept record.", hasColumns: true },
  { shape: "uids", name: "List of uids", about: "The uid of each kept record, one a line." },
  {
    shape: "datacomp",
    name: "DataComp subset (.npy)",
    about: "Sorted 128-bit uids, as DataComp’s resharder takes them.",
  },
  {
    shape: "img2dataset",
    name: "img2dataset input",
    about: "JSONL with url, caption and uid of each kept record.",
  },
  {
    shape: "online",
    name: "Table for online balancing",
    about: "Every matched caption with uid, chance and tau: a data loader draws anew each epoch.",
  },
];
const JSONL: ShapeChoice = {
  shape: "jsonl",
  name: "JSONL",
  about: "An object a line for each kept record.",
  hasColumns: true,
};

const SIDE_FILES: readonly { readonly kind: SideFileKind; readonly name: string }[] = [
  { kind: "card.md", name: "Data card, Markdown" },
  { kind: "card.html", name: "Data card, HTML with charts" },
  { kind: "entry_counts.csv", name: "Entry counts, CSV" },
  { kind: "entry_counts.parquet", name: "Entry counts, Parquet" },
  { kind: "entry_count.npy", name: "Entry counts, .npy in metadata order" },
  { kind: "inverted_index.npy", name: "Inverted index, .npy of entry and text ids" },
];

function shapesOf({ files }: Pool): readonly ShapeChoice[] {
  const areLines = files.every(({ origin }) => origin === undefined);
  if (areLines) return [LINES, ...OTHER_SHAPES];
  const areWebArchives = files.some(({ origin }) =>
    ["wat", "warc"].includes(origin?.shape.format ?? ""),
  );
  return [...(areWebArchives ? [] : [AS_IT_CAME]), JSONL, ...OTHER_SHAPES];
}

export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.t);
  const exportBalanced = useSession((session) => session.exportBalanced);
  const [shape, setShape] = useState<SubsetShape | null>(null);
  const [withColumns, setWithColumns] = useState(false);
  const [sideFiles, setSideFiles] = useState<readonly SideFileKind[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  if (!pool) return null;
  const shapes = shapesOf(pool);
  const chosen = shapes.find((each) => each.shape === shape) ?? shapes[0];

  async function save() {
    try {
      const destination = await chooseDestination();
      if (!destination) return;
      onClose();
      await exportBalanced(destination, {
        shape: chosen.shape,
        withColumns: withColumns && chosen.hasColumns === true,
        sideFiles,
      });
    } catch (error) {
      setProblem(`This browser gave no place to write to: ${(error as Error).message}`);
    }
  }

  const kept = keptAt(pool.kept, t).captions;
  return (
    <Dialog title="Export the balanced subset" onClose={onClose}>
      <p>
        {plural(kept, "caption")} of {formatCount(pool.captions)}, at t = {formatCount(t)} with seed{" "}
        {pool.seed}.
      </p>
      <label className={styles.shape}>
        <span className={styles.name}>Subset as</span>
        <select
          value={chosen.shape}
          onChange={({ target }) => setShape(target.value as SubsetShape)}
        >
          {shapes.map((each) => (
            <option key={each.shape} value={each.shape}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.about}>{chosen.about}</p>
      <label className={styles.option} data-off={!chosen.hasColumns}>
        <input
          type="checkbox"
          disabled={!chosen.hasColumns}
          checked={withColumns && chosen.hasColumns === true}
          onChange={(event) => setWithColumns(event.target.checked)}
        />
        Add tau, chance and matched entries to each record
      </label>
      <dl className={styles.files}>
        <dt>.manifest.json</dt>
        <dd>
          {chosen === LINES
            ? "seed, t, p, counts and hashes: drop it here with the subset to see the same numbers"
            : "seed, t, p, counts and hashes: all it takes to make the subset again"}
        </dd>
        <dt>.entry_counts.json</dt>
        <dd>matches of every entry in the whole pool</dd>
      </dl>
      <fieldset className={styles.sides}>
        <legend>Also write</legend>
        {SIDE_FILES.map(({ kind, name }) => (
          <label key={kind} className={styles.side}>
            <input
              type="checkbox"
              checked={sideFiles.includes(kind)}
              onChange={({ target }) =>
                setSideFiles(
                  target.checked ? [...sideFiles, kind] : sideFiles.filter((each) => each !== kind),
                )
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      {problem && <p role="alert">{problem}</p>}
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="action" onClick={save}>
          Save {plural(kept, "caption")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
