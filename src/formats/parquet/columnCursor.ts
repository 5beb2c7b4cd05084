import type { Compressors, DecodedArray, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readPlain } from "hyparquet/src/plain.js";
import { InputError } from "../inputError.ts";
import { joinBytes } from "../joinBytes.ts";
import { CODECS, decompressors } from "./decompressors.ts";
import type { Leaf } from "./leaves.ts";
import {
  type ChunkPlace,
  decryptRemedy,
  type ParquetFooter,
  type ParquetSource,
} from "./parquetShape.ts";

/** Some rows of a leaf column: a slot for each value, null and empty list. */
export interface Slots {
  readonly rows: number;
  /** Null in the slots of nulls and empty lists. */
  readonly values: unknown[];
  /** How much of the path to the value is there, by slot; empty where all of it always is. */
  readonly definitions: number[];
  /** Which list goes on, by slot, 0 where a row begins; empty in columns without lists. */
  readonly repetitions: number[];
  /** Whether values stand for many of their like, each the same object. */
  readonly areShared: boolean;
}

/** Goes through the rows of a leaf column, front to end, whatever their row group. */
export interface ColumnCursor {
  /** The next rows, at least one and at most so many; null where none can be read any more. */
  next(rows: number): Promise<Slots | null>;
  /** The next rows, as many as can be read. */
  take(rows: number): Promise<Slots>;
  /** Why no further row can be read; null at the end. */
  readonly fault: InputError | null;
}

/** Values as they are stored, to those that the slots hold. */
export type ReadValues = (stored: DecodedArray) => unknown[];

const BLOCK_BYTES = 2 ** 20;
/** Most page headers are shorter; none is longer than the second. */
const HEADER_BYTES = 2 ** 12;
const MAX_HEADER_BYTES = 2 ** 24;
const MAX_PAGE_BYTES = 2 ** 31 - 1;
const ENCODINGS: ReadonlySet<string | undefined> = new Set([
  "PLAIN",
  "PLAIN_DICTIONARY",
  "RLE_DICTIONARY",
  "RLE",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "BYTE_STREAM_SPLIT",
]);
const NO_SLOTS: Slots = { rows: 0, values: [], definitions: [], repetitions: [], areShared: false };

/**
 * What unpacks the pages of some columns.
 *
 * @throws InputError where one is encrypted, or packed in a way that cannot be read
 */
export async function decompressorsOf(
  name: string,
  { groups }: ParquetFooter,
  leaves: readonly Leaf[],
): Promise<Compressors> {
  const codecs = new Set<string | null>();
  for (const { chunks } of groups) {
    for (const leaf of leaves) {
      const { codec, isEncrypted } = chunks[leaf.index];
      if (isEncrypted) {
        throw new InputError(
          `In ${name}, ${columnOf(leaf)} is encrypted, which Headtail does not read. ${decryptRemedy(name)}`,
        );
      }
      if (!CODECS.has(codec)) {
        throw new InputError(
          `In ${name}, ${columnOf(leaf)} is compressed with ${codec ?? "a codec of a newer format"}, which Headtail does not read. Write the file again with zstd, for example in Spark: df.write.option("compression", "zstd").parquet("…").`,
        );
      }
      codecs.add(codec);
    }
  }
  return decompressors(codecs);
}

/** @param unpack for the codecs of the column */
export function columnCursor(
  source: ParquetSource,
  footer: ParquetFooter,
  leaf: Leaf,
  unpack: Compressors,
  readValues: ReadValues,
): ColumnCursor {
  const pages = columnPages(source, footer, leaf, unpack, readValues);
  let page = NO_SLOTS;
  let at = 0;
  let fault: InputError | null = null;

  async function next(rows: number): Promise<Slots | null> {
    while (at === page.values.length) {
      if (fault !== null) return null;
      try {
        const { value, done } = await pages.next();
        if (done) return null;
        page = value;
        at = 0;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        fault = error;
        return null;
      }
    }
    const start = at;
    at = slotAfter(page, start, rows);
    return sliceSlots(page, start, at);
  }

  return {
    get fault() {
      return fault;
    },
    next,
    async take(rows) {
      const parts: Slots[] = [];
      for (let missing = rows; missing > 0; ) {
        const part = await next(missing);
        if (part === null) break;
        parts.push(part);
        missing -= part.rows;
      }
      return joinSlots(parts);
    },
  };
}

/** A page that cannot be read: what to say of the file, and what to do. */
class PageError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

async function* columnPages(
  source: ParquetSource,
  { groups }: ParquetFooter,
  leaf: Leaf,
  unpack: Compressors,
  readValues: ReadValues,
): AsyncGenerator<Slots, void, void> {
  let firstRow = 1;
  for (const [i, { rows, chunks }] of groups.entries()) {
    let row = firstRow;
    try {
      const pages = chunkPages(source, chunks[leaf.index], leaf, unpack, readValues);
      for await (const page of leaf.maxRepetition === 0 ? pages : wholeRows(pages)) {
        if (row + page.rows > firstRow + rows) throw damaged();
        yield page;
        row += page.rows;
      }
      if (row < firstRow + rows) throw damaged();
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      const [group, from, to, at] = [i + 1, firstRow, firstRow + rows - 1, row].map((number) =>
        number.toLocaleString("en"),
      );
      throw new InputError(
        `${source.name} ${error.message} in row group ${group} (rows ${from} to ${to}): ${columnOf(leaf)} cannot be read from row ${at} on. ${error.remedy}`,
      );
    }
    firstRow += rows;
  }
}

/** The pages of a column chunk; a row of lists may begin in one and go on in the next. */
async function* chunkPages(
  source: ParquetSource,
  chunk: ChunkPlace,
  leaf: Leaf,
  unpack: Compressors,
  readValues: ReadValues,
): AsyncGenerator<Slots, void, void> {
  const bytes = byteWindow(source, chunk);
  const decoder = decoderOf(leaf, chunk, unpack);
  let dictionary: unknown[] | null = null;
  for (let slots = 0; slots < chunk.slots; ) {
    const header = await readHeader(bytes);
    if (!isSound(header, chunk.slots - slots)) throw damaged();
    const packed = await bytes.take(header.compressed_page_size);
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = attempt(() => readValues(readDictionary(header, packed, decoder)));
    } else if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2") {
      const encoding = (header.data_page_header ?? header.data_page_header_v2)?.encoding;
      if (!ENCODINGS.has(encoding)) {
        throw new PageError(
          `has values in an encoding that Headtail does not read (${encoding ?? "of a newer format"})`,
          `Write the file again, for example: duckdb -c "COPY (FROM '${source.name}') TO 'new-${source.name}'".`,
        );
      }
      const page = attempt(() => readPage(header, packed, decoder, leaf, dictionary, readValues));
      slots += page.values.length;
      yield page;
    }
  }
}

/**
 * Whether the sizes that a header gives can be. The library would go on for ever with some.
 *
 * @param slots that are left in the chunk
 */
function isSound(header: PageHeader, slots: number): boolean {
  const { uncompressed_page_size: bytes, compressed_page_size: packedBytes } = header;
  const v2 = header.data_page_header_v2;
  const ofPage = header.data_page_header ?? v2 ?? header.dictionary_page_header;
  if (!isWithin(bytes, MAX_PAGE_BYTES) || !isWithin(packedBytes, MAX_PAGE_BYTES)) return false;
  if (ofPage === undefined) return header.type === "INDEX_PAGE" || header.type === undefined;
  if (ofPage === header.dictionary_page_header) return isWithin(ofPage.num_values, bytes);
  if (!isWithin(ofPage.num_values, slots)) return false;
  if (ofPage !== v2) return true;
  return (
    isWithin(v2.num_nulls, v2.num_values) &&
    isWithin(v2.repetition_levels_byte_length, packedBytes) &&
    isWithin(v2.definition_levels_byte_length, packedBytes - v2.repetition_levels_byte_length)
  );
}

function isWithin(number: unknown, most: number): boolean {
  return Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) <= most;
}

type Decoder = Parameters<typeof readDataPageV2>[2];

function decoderOf({ schemaPath, physical, path }: Leaf, chunk: ChunkPlace, unpack: Compressors) {
  return {
    pathInSchema: [...path],
    type: physical.type,
    element: physical,
    schemaPath,
    codec: chunk.codec as Decoder["codec"],
    compressors: unpack,
  } as Decoder;
}

function readDictionary(header: PageHeader, packed: Uint8Array, decoder: Decoder): DecodedArray {
  const { type, element, codec, compressors } = decoder;
  const page = decompressPage(packed, header.uncompressed_page_size, codec, compressors);
  const reader = { view: viewOf(page), offset: 0 };
  return readPlain(
    reader,
    type,
    header.dictionary_page_header?.num_values ?? 0,
    element.type_length,
  );
}

function readPage(
  header: PageHeader,
  packed: Uint8Array,
  decoder: Decoder,
  leaf: Leaf,
  dictionary: unknown[] | null,
  readValues: ReadValues,
): Slots {
  const ofPage = header.data_page_header ?? header.data_page_header_v2;
  if (ofPage === undefined) throw new Error("a page without a header");
  const { encoding } = ofPage;
  // DuckDB packs the first of unsigned numbers in more bits than the library reads of 32.
  const isWide = encoding === "DELTA_BINARY_PACKED" && leaf.element.converted_type === "UINT_32";
  const { definitionLevels, repetitionLevels, dataPage } = unpackPage(
    header,
    packed,
    isWide ? { ...decoder, type: "INT64" } : decoder,
  );
  const stored = isWide ? Int32Array.from(dataPage as BigInt64Array, lowBits) : dataPage;
  const areShared = encoding.endsWith("_DICTIONARY");
  const present = areShared ? lookUp(dictionary ?? [], stored) : readValues(stored);
  const { num_values } = ofPage;
  const { maxDefinition } = leaf;
  const definitions =
    maxDefinition > 0 && !definitionLevels?.length
      ? new Array<number>(num_values).fill(maxDefinition)
      : (definitionLevels ?? []);
  const values =
    present.length === num_values ? present : spread(present, definitions, maxDefinition);
  const bySlot: unknown[][] = [values];
  if (maxDefinition > 0) bySlot.push(definitions);
  if (leaf.maxRepetition > 0) bySlot.push(repetitionLevels);
  if (bySlot.some(({ length }) => length !== num_values)) {
    throw new Error("a page with other values than it says");
  }
  return {
    rows: repetitionLevels.length === 0 ? num_values : count(repetitionLevels, 0),
    values,
    definitions,
    repetitions: repetitionLevels,
    areShared,
  };
}

function unpackPage(header: PageHeader, packed: Uint8Array, decoder: Decoder) {
  if (header.data_page_header === undefined) return readDataPageV2(packed, header, decoder);
  const { codec, compressors } = decoder;
  const page = decompressPage(packed, header.uncompressed_page_size, codec, compressors);
  return readDataPage(page, header.data_page_header, decoder);
}

function lowBits(number: bigint): number {
  return Number(BigInt.asIntN(32, number));
}

function lookUp(dictionary: readonly unknown[], indexes: DecodedArray): unknown[] {
  const values = new Array<unknown>(indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    if (!(indexes[i] < dictionary.length)) throw new Error("a value that is in no dictionary");
    values[i] = dictionary[indexes[i]];
  }
  return values;
}

/** Values in their slots, null in the others. */
function spread(present: readonly unknown[], definitions: readonly number[], max: number) {
  let used = 0;
  const values = definitions.map((level) => (level === max ? present[used++] : null));
  if (used !== present.length) throw new Error("a page with other values than it says");
  return values;
}

/** Rows that are not broken at the end of a page. */
async function* wholeRows(pages: AsyncIterable<Slots>): AsyncGenerator<Slots, void, void> {
  let open = NO_SLOTS;
  for await (const page of pages) {
    const all = joinSlots([open, page]);
    const lastRow = all.repetitions.lastIndexOf(0);
    if (lastRow > 0) yield sliceSlots(all, 0, lastRow);
    open = sliceSlots(all, Math.max(0, lastRow), all.values.length);
  }
  if (open.values.length > 0) yield open;
}

function joinSlots(parts: readonly Slots[]): Slots {
  const [first = NO_SLOTS, ...rest] = parts.filter(({ values }) => values.length > 0);
  if (rest.length === 0) return first;
  return {
    rows: rest.reduce((sum, { rows }) => sum + rows, first.rows),
    values: first.values.concat(...rest.map(({ values }) => values)),
    definitions: first.definitions.concat(...rest.map(({ definitions }) => definitions)),
    repetitions: first.repetitions.concat(...rest.map(({ repetitions }) => repetitions)),
    areShared: first.areShared && rest.every(({ areShared }) => areShared),
  };
}

function sliceSlots(slots: Slots, start: number, end: number): Slots {
  if (start === 0 && end === slots.values.length) return slots;
  const repetitions = slots.repetitions.slice(start, end);
  return {
    rows: slots.repetitions.length === 0 ? end - start : count(repetitions, 0),
    values: slots.values.slice(start, end),
    definitions: slots.definitions.slice(start, end),
    repetitions,
    areShared: slots.areShared,
  };
}

/** At most so many rows, from the first on. */
export function firstRows(slots: Slots, rows: number): Slots {
  return sliceSlots(slots, 0, slotAfter(slots, 0, rows));
}

/** The slot after so many rows from `start`, or the end. */
function slotAfter({ values, repetitions }: Slots, start: number, rows: number): number {
  if (repetitions.length === 0) return Math.min(start + rows, values.length);
  let slot = start;
  for (let begun = 0; slot < values.length; slot++) {
    if (repetitions[slot] === 0 && begun++ === rows) break;
  }
  return slot;
}

function count(levels: readonly number[], level: number): number {
  let found = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === level) found++;
  return found;
}

/** The bytes of a chunk, front to end. */
interface ByteWindow {
  /** The next bytes, so many or all that are left; they stay. */
  peek(length: number): Promise<Uint8Array>;
  /** The next bytes, exactly so many. */
  take(length: number): Promise<Uint8Array>;
}

function byteWindow(source: ParquetSource, { start, end }: ChunkPlace): ByteWindow {
  let bytes: Uint8Array = new Uint8Array(0);
  let next = start;

  async function peek(length: number): Promise<Uint8Array> {
    const missing = length - bytes.length;
    if (missing > 0 && next < end) {
      const to = Math.min(end, next + Math.max(missing, BLOCK_BYTES));
      const more = await source.read(next, to);
      bytes = bytes.length === 0 ? more : joinBytes([bytes, more]);
      next = to;
    }
    return bytes.subarray(0, length);
  }

  return {
    peek,
    async take(length) {
      if (!(length >= 0 && length <= bytes.length + end - next)) throw damaged();
      const taken = await peek(length);
      bytes = bytes.subarray(length);
      return taken;
    },
  };
}

async function readHeader(bytes: ByteWindow): Promise<PageHeader> {
  for (let length = HEADER_BYTES; ; length *= 16) {
    const start = await bytes.peek(length);
    const reader = { view: viewOf(start), offset: 0 };
    try {
      const header = parquetHeader(reader);
      await bytes.take(reader.offset);
      return header;
    } catch {
      if (start.length < length || length >= MAX_HEADER_BYTES) throw damaged();
    }
  }
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw damaged();
  }
}

function damaged(): PageError {
  return new PageError("is damaged", "Get the file again.");
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView<ArrayBuffer> {
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength);
}

function columnOf({ path }: Leaf): string {
  return `column ${JSON.stringify(path.join("."))}`;
}
