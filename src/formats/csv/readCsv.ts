import { asUtf8 } from "../encoding/asUtf8.ts";
import type { BadRecord, RecordSource, RecordStream, SourceRecord } from "../records/record.ts";
import { splitCells } from "./cells.ts";
import { type CsvShape, rowLayout } from "./csvShape.ts";
import { type Row, splitRows } from "./rows.ts";
import { badRecord, rowTexts } from "./rowTexts.ts";

/**
 * Reads the rows of a CSV or TSV file, the header left out: one record each, with a string for every
 * column, "" for an empty cell. Lines without a character are no rows.
 *
 * A row with more or fewer cells than columns is a bad record, and so is one with text after a closing
 * quote, of more than 16 MiB, or with a character that its encoding does not have.
 *
 * @throws InputError naming the line where a quote opens that is never closed, or not within 16 MiB;
 *   and what the source throws
 */
export async function* readCsv(source: RecordSource, shape: CsvShape): RecordStream {
  const toRecord = recordMaker(shape.columns);
  const stream = asUtf8(source.stream(), shape.encoding);
  let isFirst = shape.hasHeader;
  for await (const { bytes, rows } of splitRows(source.name, stream, "utf-8", rowLayout(shape))) {
    const batch = readRows(bytes, isFirst ? rows.slice(1) : rows, shape, toRecord);
    isFirst = false;
    if (batch.length > 0) yield batch;
  }
}

type RecordMaker = (cells: readonly string[]) => SourceRecord;

function readRows(
  bytes: Uint8Array,
  rows: readonly Row[],
  shape: CsvShape,
  toRecord: RecordMaker,
): (SourceRecord | BadRecord)[] {
  const { text, notUtf8 } = rowTexts(
    bytes,
    rows.filter(({ fault }) => fault === null),
  );
  const cellsOf = splitCells(text, shape);
  let read = 0;
  return rows.map((row) => {
    if (row.fault !== null) return badRecord(row.fault, bytes, row);
    if (notUtf8.has(row)) return badRecord("not-utf8", bytes, row);
    const cells = cellsOf[++read];
    if (cells.length !== shape.columns.length) return badRecord("ragged-row", bytes, row);
    return toRecord(cells);
  });
}

function recordMaker(columns: readonly string[]): RecordMaker {
  // To assign to this name would set no property.
  if (columns.includes("__proto__")) {
    return (cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  }
  return (cells) => {
    const record: Record<string, string> = {};
    for (let i = 0; i < columns.length; i++) record[columns[i]] = cells[i];
    return record;
  };
}
