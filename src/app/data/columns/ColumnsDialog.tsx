import { useState } from "react";
import type { ColumnMapping, FileLook } from "../../../engine/types.ts";
import { Button } from "../../parts/Button.tsx";
import { Dialog, DialogButtons } from "../../parts/Dialog.tsx";
import { formatRounded } from "../../parts/format.ts";
import { formatWords } from "../formatNames.ts";
import styles from "./ColumnsDialog.module.css";

interface ColumnsDialogProps {
  readonly file: string;
  readonly look: FileLook;
  /** How the file is read now, where it is. */
  readonly inUse?: ColumnMapping | undefined;
  /** What it is left by without a choice: “Leave out”, “Cancel”. */
  readonly leave: string;
  /** Gets null when it is left. */
  readonly onAnswer: (mapping: ColumnMapping | null) => void;
}

const OTHERS = [
  { column: "uid", name: "uid", hint: "what the draw hangs on" },
  { column: "url", name: "url", hint: "of the image" },
  { column: "language", name: "language", hint: "of the caption" },
] as const;

/** Asks which columns of a file hold what, and shows its first rows. */
export function ColumnsDialog({ file, look, inUse, leave, onAnswer }: ColumnsDialogProps) {
  const [mapping, setMapping] = useState(inUse ?? look.mapping);
  const { columns, textColumns, rows, records } = look;
  const hasSeveral =
    mapping.captions.length > 1 ||
    mapping.captions.some((column) => rows.some((row) => row[columns.indexOf(column)][0] === "["));
  const set = (changed: Partial<ColumnMapping>) => setMapping({ ...mapping, ...changed });
  const toggle = (column: string, isIn: boolean) => {
    const wanted = new Set(mapping.captions);
    if (isIn) wanted.add(column);
    else wanted.delete(column);
    set({ captions: textColumns.filter((name) => wanted.has(name)) });
  };
  return (
    <Dialog title={`Columns of ${file}`} isWide onClose={() => onAnswer(null)}>
      <p className={styles.about}>
        {formatWords(look)} · about {formatRounded(records)} {records === 1 ? "record" : "records"}{" "}
        · the first {rows.length} below
      </p>
      <div className={styles.choices}>
        <fieldset className={styles.captions}>
          <legend>Captions</legend>
          {textColumns.map((column) => (
            <label key={column} className={styles.column}>
              <input
                type="checkbox"
                checked={mapping.captions.includes(column)}
                onChange={(event) => toggle(column, event.target.checked)}
              />
              <span>{column}</span>
            </label>
          ))}
        </fieldset>
        {OTHERS.map(({ column, name, hint }) => (
          <label key={column} className={styles.other}>
            <span>
              {name} <small>{hint}</small>
            </span>
            <select
              value={mapping[column] ?? ""}
              onChange={({ target }) => set({ [column]: target.value || null })}
            >
              <option value="">none</option>
              {columns.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
        ))}
        {hasSeveral && (
          <label className={styles.other}>
            <span>
              texts <small>where a record has several</small>
            </span>
            <select
              value={mapping.texts}
              onChange={({ target }) => set({ texts: target.value as ColumnMapping["texts"] })}
            >
              <option value="all">each is a caption</option>
              <option value="one">one, picked at random</option>
            </select>
          </label>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
      <section className={styles.preview} aria-label="First rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" data-used={mapping.captions.includes(column)}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their position
              <tr key={i}>
                {row.map((cell, at) => (
                  <td key={columns[at]} data-used={mapping.captions.includes(columns[at])}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <DialogButtons>
        <Button onClick={() => onAnswer(null)}>{leave}</Button>
        <Button
          look="action"
          disabled={mapping.captions.length === 0}
          onClick={() => onAnswer(mapping)}
        >
          Read captions
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
