import { usualFields } from "../../formats/jsonl/fields.ts";
import { leavesOf } from "../../formats/parquet/leaves.ts";
import {
  type ParquetColumn,
  type ParquetShape,
  parquetShape,
} from "../../formats/parquet/parquetShape.ts";
import { planRanges } from "../../formats/parquet/rangePlan.ts";
import { readParquet } from "../../formats/parquet/readParquet.ts";
import { usualColumns } from "../../formats/records/mapping.ts";
import { BadRecord } from "../../formats/records/record.ts";
import { plannedSource, type ReadRange } from "./plannedSource.ts";
import { textParts } from "./textParts.ts";

/** A Parquet file that is elsewhere, by its name. */
export interface RemoteFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What the footer of a Parquet file elsewhere tells. */
export interface TableLook {
  readonly shape: ParquetShape;
  /** Positions of each column's chunks in a row group, in the order of the columns. */
  readonly leaves: readonly (readonly number[])[];
  /** Columns that seem to hold captions, uids, addresses of images and languages. */
  readonly usual: readonly string[];
}

/** What is taken of a table. */
export interface TableTake {
  /** Names at the top level. */
  readonly columns: readonly string[];
  /** The first rows, at most so many. */
  readonly rows: number;
  /** What the footer tells, where it was read. */
  readonly look?: TableLook;
}

/**
 * Gets the next part of a table's text, whole lines.
 *
 * @param rows in all parts so far
 */
export type OnRows = (part: Blob, rows: number) => void;

/** @throws InputError when the footer is missing, encrypted or damaged */
export async function lookAtTable({ name, size }: RemoteFile, read: ReadRange): Promise<TableLook> {
  const source = plannedSource(size, read, [], 1);
  const shape = await parquetShape({ ...source, name });
  const leaves = leavesOf(shape.footer.schema);
  return {
    shape,
    leaves: shape.columns.map((column) =>
      leaves.filter(({ path }) => path[0] === column.name).map(({ index }) => index),
    ),
    usual: usualNames(shape.columns),
  };
}

/**
 * Writes the first rows of a table as lines, each a JSON object. Only the bytes of its columns are
 * read. A row that cannot be read is a line that is no object.
 *
 * @returns the rows written
 * @throws InputError as `readParquet` does, after the parts before it
 */
export async function tableText(
  file: RemoteFile,
  read: ReadRange,
  take: TableTake,
  onRows: OnRows,
): Promise<number> {
  const { shape, leaves } = take.look ?? (await lookAtTable(file, read));
  const rows = Math.min(take.rows, shape.rows);
  const chosen = shape.columns.flatMap(({ name }, i) =>
    take.columns.includes(name) ? leaves[i] : [],
  );
  const planned = planRanges(shape.footer.groups, chosen, rows);
  const source = plannedSource(file.size, read, planned, chosen.length);
  const encoder = new TextEncoder();
  let written = 0;
  const goOn = async () => true;
  const parts = textParts(file.name, (part) => onRows(part, written), goOn);
  try {
    const named = { ...source, name: file.name };
    for await (const batch of readParquet(named, take.columns, { ...shape, rows })) {
      written += batch.length;
      const lines = batch.map((record) =>
        JSON.stringify(record instanceof BadRecord ? record.beginning : record),
      );
      await parts.add(encoder.encode(`${lines.join("\n")}\n`), 0);
    }
  } finally {
    await parts.end(0);
  }
  return written;
}

/** Without a usual name of captions, the column with most text is as likely as any. */
function usualNames(columns: readonly ParquetColumn[]): string[] {
  const names = (kinds: readonly string[]) =>
    columns.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const others = usualColumns(names(["text", "number", "bytes"]));
  const { uid, url, language } = { ...others, url: usualColumns(names(["text"])).url };
  const [largest] = columns
    .filter(({ kind, name }) => kind === "text" && name !== url && name !== uid)
    .sort((a, b) => b.bytes - a.bytes);
  const caption =
    usualFields(names(["text", "bytes"]))[0] ?? usualFields(names(["nested"]))[0] ?? largest?.name;
  const usual = new Set([caption, uid, url, language]);
  return columns.map(({ name }) => name).filter((name) => usual.has(name));
}
