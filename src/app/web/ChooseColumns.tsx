import { useState } from "react";
import type { ParquetColumn, TableLook } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatBytes, formatCount, formatRounded, plural } from "../parts/format.ts";
import { useEngine, useSession } from "../session/session.ts";
import type { Split } from "./huggingFace.ts";
import styles from "./OpenFromWeb.module.css";
import { useTask } from "./useTask.ts";
import {
  bytesToFetch,
  fetchRows,
  lookAtFirst,
  rowsOf,
  type TableProgress,
  type WebTable,
} from "./webTable.ts";

/** A data set or a file, and its split that was looked at. */
export interface Found {
  readonly name: string;
  /** One alone of a file. */
  readonly splits: readonly Split[];
  /** Position of the one that is shown. */
  readonly split: number;
  readonly table: WebTable;
}

interface ChooseColumnsProps {
  readonly found: Found;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** First rows to choose from, where there are more. */
const ROWS = [10_000, 100_000, 1_000_000, 10_000_000];
const USUAL_ROWS = 100_000;

/** Asks which columns of a table are fetched, and how many rows. */
export function ChooseColumns({ found, onBack, onClose }: ChooseColumnsProps) {
  const { name, splits } = found;
  const engine = useEngine();
  const open = useSession((session) => session.open);
  const task = useTask();
  const [shown, setShown] = useState(found);
  const [columns, setColumns] = useState(found.table.look.usual);
  const [mostRows, setMostRows] = useState(USUAL_ROWS);
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const { table, split } = shown;
  const { shape } = table.look;
  const all = rowsOf(table);
  const about = table.addresses.length > 1 ? "about " : "";
  const choices = ROWS.filter((rows) => rows < all);
  const rows = choices.includes(mostRows) ? mostRows : Number.POSITIVE_INFINITY;
  const bytes = bytesToFetch(table, { columns, rows });

  function showSplit(position: number) {
    setFetched(null);
    task.start(async (frame, signal) => {
      const next = await lookAtFirst(frame, engine, splits[position].files, signal);
      setShown({ ...shown, split: position, table: next });
      setColumns(next.look.usual);
    });
  }

  function toggle(column: string, isIn: boolean) {
    setColumns(isIn ? [...columns, column] : columns.filter((each) => each !== column));
  }

  function load() {
    const parts: Blob[] = [];
    setFetched({ bytes: 0, rows: 0, parts });
    task.start(async (frame, signal) => {
      const wanted = { columns, rows };
      await fetchRows(frame, engine, table, wanted, signal, (progress, part) => {
        if (part !== null) parts.push(part);
        setFetched({ ...progress, parts });
      });
      signal.throwIfAborted();
      openRows(parts);
    });
  }

  function openRows(parts: readonly Blob[]) {
    onClose();
    open([new File([...parts], fileName(name, splits, split))]);
  }

  const isFetching = task.isRunning && fetched !== null;
  return (
    <Dialog title={`Open ${name}`} onClose={onClose}>
      <fieldset className={styles.choices} disabled={task.isRunning}>
        {splits[0].config !== null && (
          <label className={styles.choice}>
            <span>Split</span>
            <select value={split} onChange={({ target }) => showSplit(Number(target.value))}>
              {splits.map(({ config, split, files }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: splits are known by their position
                <option key={i} value={i}>
                  {config} / {split} · {plural(files.length, "file")}
                </option>
              ))}
            </select>
          </label>
        )}
        <p className={styles.about}>
          {table.addresses.length > 1 ? "First file" : "Parquet"}: {formatBytes(table.first.size)},{" "}
          {plural(shape.rows, "row")}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
        <section className={styles.columns} aria-label="Columns" tabIndex={0}>
          {usualFirst(table.look).map((column) => (
            <label key={column.name} className={styles.column}>
              <input
                type="checkbox"
                checked={columns.includes(column.name)}
                onChange={({ target }) => toggle(column.name, target.checked)}
              />
              <span className={styles.name} title={column.name}>
                {column.name}
              </span>
              <span className={styles.kind}>{column.kind}</span>
              <span className={styles.size}>{formatBytes(column.bytes)}</span>
            </label>
          ))}
        </section>
        <label className={styles.choice}>
          <span>Rows</span>
          <select value={rows} onChange={({ target }) => setMostRows(Number(target.value))}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                the first {formatCount(choice)}
              </option>
            ))}
            <option value={Number.POSITIVE_INFINITY}>
              all, {about === "" ? formatCount(all) : `about ${formatRounded(all)}`}
            </option>
          </select>
        </label>
      </fieldset>
      <p className={styles.told}>
        {columns.length === 0
          ? "Tick the column that holds the captions, and what else you need."
          : `About ${formatBytes(bytes)} will be fetched from ${hostsOf(table)}, without cookies.`}
      </p>
      {task.isRunning && (
        <div className={styles.progress}>
          <progress
            aria-label="Columns fetched"
            {...(isFetching && { max: Math.max(bytes, fetched.bytes, 1), value: fetched.bytes })}
          />
          <span>{isFetching ? progressInWords(fetched, bytes) : "Waiting for an answer …"}</span>
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
            <Button onClick={onBack}>Back</Button>
            {task.problem !== null && fetched !== null && fetched.rows > 0 && (
              <Button onClick={() => openRows(fetched.parts)}>
                Open the {plural(fetched.rows, "row")} that came
              </Button>
            )}
            <Button look="action" disabled={columns.length === 0} onClick={load}>
              {task.problem !== null && fetched !== null ? "Try again" : "Fetch"}
            </Button>
          </>
        )}
      </DialogButtons>
    </Dialog>
  );
}

interface Fetched extends TableProgress {
  readonly parts: readonly Blob[];
}

/** Those that are ticked at first come first, so that they are seen among many. */
function usualFirst({ shape, usual }: TableLook): readonly ParquetColumn[] {
  const isUsual = ({ name }: ParquetColumn) => usual.includes(name);
  return [...shape.columns.filter(isUsual), ...shape.columns.filter((each) => !isUsual(each))];
}

function hostsOf({ first: { address, direct } }: WebTable): string {
  const hosts = new Set([address, direct].map((each) => new URL(each).host));
  return [...hosts].join(" and ");
}

function progressInWords({ bytes, rows }: TableProgress, total: number): string {
  const ofTotal = bytes < total ? ` of about ${formatBytes(total)}` : "";
  return `${formatBytes(bytes)}${ofTotal}${rows > 0 ? ` · ${plural(rows, "row")}` : ""}`;
}

/** As the text of the rows is called: by data set and split, or by the file. */
function fileName(name: string, splits: readonly Split[], position: number): string {
  const { config, split } = splits[position];
  if (config === null) return name.replace(/(\.[^.]*)?$/, ".jsonl");
  const isOfMany = splits.some((each) => each.config !== config);
  const parts = [name.replace("/", "-"), ...(isOfMany ? [config] : []), split];
  return `${parts.join("-")}.jsonl`;
}
