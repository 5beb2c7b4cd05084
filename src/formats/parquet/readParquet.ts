import type { SchemaTree } from "hyparquet";
import { assembleLists, assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { InputError } from "../inputError.ts";
import {
  BadRecord,
  type RecordBatch,
  type RecordStream,
  type SourceRecord,
} from "../records/record.ts";
import {
  type ColumnCursor,
  columnCursor,
  decompressorsOf,
  firstRows,
  type Slots,
} from "./columnCursor.ts";
import { type Leaf, leavesOf, schemaTree } from "./leaves.ts";
import {
  type ParquetFooter,
  type ParquetShape,
  type ParquetSource,
  parquetShape,
} from "./parquetShape.ts";
import { plainValue, type ValueReader, valueReader } from "./values.ts";

/** Records of a batch, fewer where they are large. */
const BATCH_ROWS = 4096;
const BATCH_BYTES = 2 ** 25;

/**
 * Reads the records of a Parquet file: only the bytes of the columns that are asked for, a page of
 * each at a time.
 *
 * Values are those of JSON. Whole numbers that a double does not hold are strings of digits, dates
 * and times ISO 8601, bytes that are no UTF-8 hexadecimal, NaN and infinities null. A record whose
 * text is not UTF-8 in a column of texts is a bad one.
 *
 * @param columns names at the top level; null for all
 * @param shape of the file, where it is known
 * @throws InputError when a column is not there, encrypted or packed in a way that cannot be read;
 *   when a page is damaged, after the records before it
 */
export async function* readParquet(
  source: ParquetSource,
  columns: readonly string[] | null,
  shape?: ParquetShape,
): RecordStream {
  const { rows, footer } = shape ?? (await parquetShape(source));
  const trees = schemaTree(footer.schema).children;
  const missing = columns?.find((name) => trees.every(({ element }) => element.name !== name));
  if (missing !== undefined) {
    throw new InputError(
      `${source.name} has no column ${JSON.stringify(missing)}. Its columns are: ${trees.map(({ element }) => element.name).join(", ")}.`,
    );
  }
  const chosen = trees.filter(({ element }) => columns?.includes(element.name) ?? true);
  const leaves = leavesOf(footer.schema).filter(({ schemaPath }) =>
    chosen.some(({ element }) => element === schemaPath[1].element),
  );
  const unpack = await decompressorsOf(source.name, footer, leaves);
  const parts = leaves.map((leaf): LeafPart => {
    const values = valueReader(leaf);
    return { leaf, values, cursor: columnCursor(source, footer, leaf, unpack, values.read) };
  });
  const batchRows = Math.min(BATCH_ROWS, Math.ceil((BATCH_BYTES * rows) / bytesOf(footer, leaves)));
  for (let row = 0; row < rows; ) {
    const wanted = Math.min(batchRows, rows - row);
    const read = await Promise.all(parts.map(({ cursor }) => cursor.take(wanted)));
    const got = Math.min(wanted, ...read.map((slots) => slots.rows));
    const slots = read.map((slots) => firstRows(slots, got));
    if (got > 0) yield recordsOf(source.name, chosen, parts, slots, got);
    row += got;
    if (got < wanted) {
      const stopped = parts.find((_, i) => read[i].rows === got);
      throw stopped?.cursor.fault ?? new Error(`${source.name} ends before its last row.`);
    }
  }
}

function bytesOf({ groups }: ParquetFooter, leaves: readonly Leaf[]): number {
  const chunks = groups.flatMap(({ chunks }) => leaves.map(({ index }) => chunks[index]));
  return chunks.reduce((sum, { start, end }) => sum + end - start, 0);
}

interface LeafPart {
  readonly leaf: Leaf;
  readonly values: ValueReader;
  readonly cursor: ColumnCursor;
}

function recordsOf(
  name: string,
  chosen: readonly SchemaTree[],
  parts: readonly LeafPart[],
  slots: readonly Slots[],
  rows: number,
): RecordBatch {
  const columns = chosen.map((tree) => {
    const own = parts.flatMap(({ leaf }, i) =>
      leaf.path[0] === tree.element.name ? [{ leaf, slots: slots[i] }] : [],
    );
    const isFlat = tree.children.length === 0 && tree.element.repetition_type !== "REPEATED";
    return isFlat ? own[0].slots.values : nestedValues(name, tree, own);
  });
  const names = chosen.map(({ element }) => element.name);
  const records = new Array<SourceRecord | BadRecord>(rows);
  for (let row = 0; row < rows; row++) {
    const record: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) record[names[i]] = columns[i][row];
    records[row] = record;
  }
  for (const [i, { values }] of parts.entries()) {
    if (values.hasBad) putBad(records, slots[i]);
  }
  return records;
}

/** Bad records among values take the place of the rows that hold them. */
function putBad(records: (SourceRecord | BadRecord)[], { values, repetitions }: Slots): void {
  let row = -1;
  for (let slot = 0; slot < values.length; slot++) {
    if (repetitions.length === 0 || repetitions[slot] === 0) row++;
    const value = values[slot];
    if (value instanceof BadRecord) records[row] = value;
  }
}

/** The values of a column of lists, maps or structs, put together of those of its leaves. */
function nestedValues(
  name: string,
  tree: SchemaTree,
  own: readonly { readonly leaf: Leaf; readonly slots: Slots }[],
): unknown[] {
  try {
    const byPath = new Map(
      own.map(({ leaf, slots: { values, definitions, repetitions } }) => {
        const present = values.filter((_, i) => isPresent(leaf, definitions, i));
        return [
          leaf.path.join("."),
          assembleLists([], definitions, repetitions, present, leaf.schemaPath),
        ];
      }),
    );
    assembleNested(byPath, tree, DEFAULT_PARSERS);
    return Array.from(byPath.get(tree.element.name) ?? [], plainValue);
  } catch {
    throw new InputError(
      `In ${name}, column ${JSON.stringify(tree.element.name)} is nested in a way that Headtail does not read. Leave it out, or write the file again, for example: duckdb -c "COPY (FROM '${name}') TO 'new-${name}'".`,
    );
  }
}

function isPresent({ maxDefinition }: Leaf, definitions: readonly number[], slot: number): boolean {
  return definitions.length === 0 || definitions[slot] === maxDefinition;
}
