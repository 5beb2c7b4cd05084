import {
  EDGE_SLOT,
  type IndexProgress,
  type MetadataIndex,
  TOKEN_SLOT,
  tableSize,
} from "../core/matching/metadataIndex.ts";
import type { Metadata } from "../core/metadata/metadata.ts";
import { KEY_LANES } from "../core/text/hashKey.ts";
import { PADDING, packText } from "../core/text/packedText.ts";
import { instantiate } from "./module.ts";
import { PAGE, type PlacedIndex, RESERVED, ROOM } from "./placedIndex.ts";

/** What src/kernel/assembly/buildIndex.ts exports. */
interface Exports {
  beginIndex(
    texts: number,
    starts: number,
    lanes: number,
    unmatchable: number,
    buckets: number,
    bucketCount: number,
    records: number,
    longTokens: number,
    phrases: number,
  ): void;
  addEntries(from: number, to: number): void;
  setTokenTable(slotsAt: number, slots: number): void;
  placeTokens(from: number, to: number): void;
  beginEdges(buckets: number, bucketCount: number, edges: number): void;
  addPhrases(from: number, to: number): number;
  setEdgeTable(slotsAt: number, slots: number): void;
  placeEdges(from: number, to: number): void;
  readonly records: WebAssembly.Global<"i32">;
  readonly longTokens: WebAssembly.Global<"i32">;
  readonly phrases: WebAssembly.Global<"i32">;
  readonly edges: WebAssembly.Global<"i32">;
  readonly tokenCount: WebAssembly.Global<"i32">;
  readonly mostTokens: WebAssembly.Global<"i32">;
}

/** Bytes of a record and an edge in assembly/buildIndex.ts. */
const RECORD = 40;
const EDGE = 16;
const TOKEN_SLOT_BYTES = TOKEN_SLOT * 4;
const EDGE_SLOT_BYTES = EDGE_SLOT * 4;
/** Entries, records, words or buckets at a time: WASM that is called often is soon compiled well. */
const STEP = 1 << 11;
/** Steps between two reports of progress. */
const PROGRESS_STEPS = 16;

/** A metadata list, and its index in the memory of the WASM kernel. */
export interface PlacedMetadata {
  readonly metadata: Metadata;
  readonly index: MetadataIndex;
  readonly placed: PlacedIndex;
}

/**
 * Does in WASM, which is fast from the first entry on, what `createMetadata`, `buildIndex` and
 * `placeIndex` do, and makes the same columns. It works in the room of the kernels, which none uses
 * yet.
 *
 * @param entries unique, none empty
 * @param kernels how many kernels will use the index, each by its number
 */
export function indexMetadata(
  entries: readonly string[],
  kernels: number,
  onProgress: IndexProgress = () => {},
): PlacedMetadata {
  const count = entries.length;
  const packed = packText(entries);
  const textBytes = packed.starts[count];
  const mostTokens = count + countSpaces(packed.bytes);

  let end = RESERVED;
  const reserve = (bytes: number) => {
    const at = end;
    end = Math.ceil((end + bytes) / 64) * 64;
    return at;
  };
  const roomStart = reserve(0);
  const texts = reserve(textBytes + PADDING);
  const starts = reserve((count + 1) * 4);
  const lanes = reserve(count * KEY_LANES * 4);
  const unmatchable = reserve(count);
  const buckets = reserve(tableSize(mostTokens) * 4);
  const edgeBuckets = reserve(tableSize(mostTokens) * 4);
  const records = reserve(mostTokens * RECORD);
  const longTokens = reserve(textBytes);
  const phrases = reserve((mostTokens + 2 * count) * 4 + 8);
  const edges = reserve((mostTokens - count) * EDGE);
  end = Math.max(end, roomStart + kernels * ROOM);
  const most =
    end + tableSize(mostTokens) * (TOKEN_SLOT_BYTES + EDGE_SLOT_BYTES) + textBytes + 4 * 64;
  const memory = new WebAssembly.Memory({
    initial: Math.ceil(end / PAGE),
    maximum: Math.ceil(most / PAGE),
    shared: true,
  });
  const reserveMore = (bytes: number) => {
    const at = reserve(bytes);
    memory.grow(Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE);
    return at;
  };
  const bytesAt = (at: number, length: number) => new Uint8Array(memory.buffer, at, length);

  bytesAt(texts, textBytes).set(packed.bytes.subarray(0, textBytes));
  new Uint32Array(memory.buffer, starts, count + 1).set(packed.starts);
  const build = instantiate(memory, () => 0) as unknown as Exports;
  build.beginIndex(
    texts,
    starts,
    lanes,
    unmatchable,
    buckets,
    tableSize(mostTokens),
    records,
    longTokens,
    phrases,
  );
  for (let id = 0; id < count; id += STEP) {
    if (id % (STEP * PROGRESS_STEPS) === 0) onProgress(id / 2);
    build.addEntries(id, Math.min(id + STEP, count));
  }

  const recordsEnd = build.records.value;
  const tokenSlots = tableSize((recordsEnd - records) / RECORD);
  const tokens = reserveMore(tokenSlots * TOKEN_SLOT_BYTES);
  build.setTokenTable(tokens, tokenSlots);
  for (let at = records; at < recordsEnd; at += STEP * RECORD) {
    build.placeTokens(at, Math.min(at + STEP * RECORD, recordsEnd));
  }

  const phrasesEnd = build.phrases.value;
  const bucketCount = tableSize(build.tokenCount.value);
  build.beginEdges(edgeBuckets, bucketCount, edges);
  for (let at = phrases; at < phrasesEnd; ) {
    onProgress((count / 2) * (1 + (at - phrases) / (phrasesEnd - phrases)));
    at = build.addPhrases(at, Math.min(at + STEP * PROGRESS_STEPS * 4, phrasesEnd));
  }

  const edgeSlots = tableSize((build.edges.value - edges) / EDGE);
  const edgeTable = reserveMore(edgeSlots * EDGE_SLOT_BYTES);
  build.setEdgeTable(edgeTable, edgeSlots);
  for (let i = 0; i < bucketCount; i += STEP) {
    build.placeEdges(i, Math.min(i + STEP, bucketCount));
  }
  const longBytes = build.longTokens.value - longTokens;
  const longTable = reserveMore(longBytes + 64);
  bytesAt(longTable, longBytes).set(bytesAt(longTokens, longBytes));

  const metadata = {
    entries: packed,
    lanes: new Uint32Array(memory.buffer, lanes, count * KEY_LANES).slice(),
  };
  const index = {
    entries: count,
    mostTokens: build.mostTokens.value,
    unmatchable: bytesAt(unmatchable, count).slice(),
    tokens: new Int32Array(memory.buffer, tokens, tokenSlots * TOKEN_SLOT),
    longTokens: bytesAt(longTable, longBytes),
    edges: new Int32Array(memory.buffer, edgeTable, edgeSlots * EDGE_SLOT),
  };
  return { metadata, index, placed: { index, memory, roomStart } };
}

function countSpaces(bytes: Uint8Array): number {
  let spaces = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0x20) spaces++;
  return spaces;
}
