import type { SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writeColumn } from "hyparquet-writer/src/column.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import type { IsKept, SubsetStream } from "../records/record.ts";
import { type ColumnCursor, columnCursor, decompressorsOf, type Slots } from "./columnCursor.ts";
import { type Leaf, leavesOf } from "./leaves.ts";
import {
  type ParquetFooter,
  type ParquetShape,
  type ParquetSource,
  parquetShape,
} from "./parquetShape.ts";
import { drain, WRITTEN_BY } from "./writing.ts";

/** A row group of so many rows or bytes is not merged with the next. */
const MIN_GROUP = { rows: 2 ** 15, bytes: 2 ** 25 };
/** A row group has no more, as far as the bytes can be told from those of the file. */
const MAX_GROUP = { rows: 2 ** 17, bytes: 2 ** 27 };
/** Rows whose values are looked at together. */
const STEP_ROWS = 2 ** 14;
const CODEC = "SNAPPY";
const PAGE_BYTES = 2 ** 20;

/**
 * Writes a Parquet file with some of the rows of another: the same schema and the same values, bit
 * for bit, compressed with snappy. Row groups are those of the file, small ones together, large ones
 * divided. What other programs keep beside the data stays.
 *
 * In memory are a page of each column, and the kept values of one column in one row group.
 *
 * @param shape of the file, where it is known
 * @throws InputError when a column is encrypted or packed in a way that cannot be read, or a page is
 *   damaged: what was given then is no whole file
 */
export async function* subsetParquet(
  source: ParquetSource,
  isKept: IsKept,
  shape?: ParquetShape,
): SubsetStream {
  const { footer } = shape ?? (await parquetShape(source));
  const leaves = leavesOf(footer.schema);
  const unpack = await decompressorsOf(source.name, footer, leaves);
  const cursors = leaves.map((leaf) => columnCursor(source, footer, leaf, unpack, asStored));
  const out = new ByteWriter();
  const writer = new ParquetWriter({
    writer: out,
    schema: footer.schema.map(writtenElement),
    createdBy: WRITTEN_BY,
    codec: CODEC,
    ...(footer.keyValues.length > 0 && { kvMetadata: [...footer.keyValues] }),
  });
  for (const { rows, kept } of keptGroups(footer, isKept)) {
    const columns = [];
    const start = out.offset;
    for (const leaf of leaves) {
      const pageData = await keptSlots(cursors[leaf.index], leaf, rows, kept);
      const written = writeColumn({ writer: out, column: columnEncoder(leaf), pageData });
      const { meta_data } = written.chunk;
      if (meta_data && leaf.element.type) meta_data.type = leaf.element.type;
      columns.push(written.chunk);
      writer.pendingIndexes.push(written);
      yield drain(out);
    }
    const sizes = columns.map(({ meta_data }) => meta_data?.total_uncompressed_size ?? 0n);
    writer.row_groups.push({
      columns,
      num_rows: BigInt(kept.length),
      total_byte_size: sizes.reduce((sum, size) => sum + size, 0n),
      total_compressed_size: BigInt(out.offset - start),
    });
    writer.num_rows += BigInt(kept.length);
  }
  writer.finish();
  yield drain(out);
}

/** Rows that follow each other in the source, some of which make a row group. */
interface KeptGroup {
  readonly rows: number;
  /** Those that are kept, counted from the first of them, ascending. */
  readonly kept: readonly number[];
}

function* keptGroups({ groups }: ParquetFooter, isKept: IsKept): Generator<KeptGroup, void, void> {
  let record = 0;
  let start = 0;
  let bytes = 0;
  let kept: number[] = [];
  for (const { rows, chunks } of groups) {
    const rowBytes = chunks.reduce((sum, { start, end }) => sum + end - start, 0) / rows;
    for (let left = rows - 1; left >= 0; left--) {
      if (isKept(record)) {
        kept.push(record - start);
        bytes += rowBytes;
      }
      record++;
      const full = left === 0 ? MIN_GROUP : MAX_GROUP;
      if (kept.length < full.rows && bytes < full.bytes) continue;
      yield { rows: record - start, kept };
      start = record;
      bytes = 0;
      kept = [];
    }
  }
  if (kept.length > 0) yield { rows: record - start, kept };
}

type PageData = Parameters<typeof writeColumn>[0]["pageData"];
type ColumnEncoder = Parameters<typeof writeColumn>[0]["column"];

async function keptSlots(
  cursor: ColumnCursor,
  leaf: Leaf,
  rows: number,
  kept: readonly number[],
): Promise<PageData> {
  const values: unknown[] = [];
  const definitionLevels: number[] = [];
  const repetitionLevels: number[] = [];
  let row = 0;
  let next = 0;

  function add(slots: Slots): void {
    const firstAdded = values.length;
    let at = row - 1;
    for (let slot = 0; slot < slots.values.length; slot++) {
      if (leaf.maxRepetition === 0 || slots.repetitions[slot] === 0) {
        if (at === kept[next]) next++;
        at++;
      }
      if (at !== kept[next]) continue;
      values.push(slots.values[slot]);
      if (leaf.maxDefinition > 0) definitionLevels.push(slots.definitions[slot]);
      if (leaf.maxRepetition > 0) repetitionLevels.push(slots.repetitions[slot]);
    }
    if (at === kept[next]) next++;
    if (!slots.areShared) copyBytes(values, firstAdded);
    row += slots.rows;
  }

  while (row < rows) {
    const slots = await cursor.next(Math.min(STEP_ROWS, rows - row));
    if (slots === null) throw cursor.fault ?? new Error("The file ends before its last row.");
    add(slots);
  }
  return { values, definitionLevels, repetitionLevels, maxDefinitionLevel: leaf.maxDefinition };
}

/** So that a few kept values do not hold on to the page that they were in. */
function copyBytes(values: unknown[], from: number): void {
  let length = 0;
  for (let i = from; i < values.length; i++) {
    const value = values[i];
    if (value instanceof Uint8Array) length += value.length;
  }
  if (length === 0) return;
  const copy = new Uint8Array(length);
  let at = 0;
  for (let i = from; i < values.length; i++) {
    const value = values[i];
    if (!(value instanceof Uint8Array)) continue;
    copy.set(value, at);
    values[i] = copy.subarray(at, at + value.length);
    at += value.length;
  }
}

function asStored(stored: ArrayLike<unknown>): unknown[] {
  return Array.isArray(stored) ? stored : Array.from(stored);
}

function columnEncoder({ path, physical, schemaPath, element }: Leaf): ColumnEncoder {
  return {
    columnName: path.join("."),
    element: physical,
    schemaPath: schemaPath.map(({ element }) => element),
    codec: CODEC,
    compressors: { SNAPPY: snappyCompress },
    stats: isOrderedAsStored(element),
    pageSize: PAGE_BYTES,
    columnIndex: false,
    offsetIndex: true,
  };
}

/** Whether the least and greatest values as they are stored are those of what they mean. */
function isOrderedAsStored({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (type === "INT96" || type === "FIXED_LEN_BYTE_ARRAY") return false;
  if (converted_type === "DECIMAL" || converted_type?.startsWith("UINT_")) return false;
  return !["DECIMAL", "GEOMETRY", "GEOGRAPHY"].includes(logical_type?.type ?? "");
}

/** The writer gets the width of whole numbers wrong; the older way to say it says the same. */
function writtenElement(element: SchemaElement): SchemaElement {
  const { logical_type, ...others } = element;
  return logical_type?.type === "INTEGER" ? others : element;
}
