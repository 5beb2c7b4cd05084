import { entryProbability } from "../../core/balancing/probability.ts";
import type { PackedText } from "../../core/text/packedText.ts";
import type { TableColumns } from "../duckdb/database.ts";
import type { PartialCounts } from "../slice.ts";
import { type DrawnPool, lineNumber, type MatchedPool } from "./matchedPool.ts";

/** Most rows at a time. */
const CHUNK_ROWS = 500_000;

/**
 * Rows of the entries table from one on: id, entry, unmatchable (0 or 1).
 *
 * @returns null when there are no more
 */
export function entriesChunk({ metadata }: MatchedPool, first: number): TableChunk | null {
  const { entries, unmatchable } = metadata;
  const end = Math.min(first + CHUNK_ROWS, unmatchable.length);
  if (first >= end) return null;
  const columns = {
    id: Uint32Array.from({ length: end - first }, (_, i) => first + i),
    entry: textsOf(entries, first, end),
    unmatchable: unmatchable.slice(first, end),
  };
  return { columns, next: end };
}

/**
 * Rows of the counts table from one on: file, entry_id, count. An entry may
 * have several rows for the same file, one for each worker that counted it; DuckDB sums them.
 *
 * @returns null when there are no more
 */
export function countsChunk(pool: MatchedPool, first: number): TableChunk | null {
  const partials = pool.source ? [countsOfSource(pool.entryCounts)] : pool.partialCounts;
  const total = partials.reduce((sum, { counts }) => sum + counts.length, 0);
  const end = Math.min(first + CHUNK_ROWS, total);
  if (first >= end) return null;
  const file = new Uint32Array(end - first);
  const entryIds = new Uint32Array(end - first);
  const counts = new Uint32Array(end - first);
  let start = 0;
  for (const partial of partials) {
    const from = Math.max(first, start);
    const to = Math.min(end, start + partial.counts.length);
    if (from < to) {
      file.fill(partial.file, from - first, to - first);
      entryIds.set(partial.entryIds.subarray(from - start, to - start), from - first);
      counts.set(partial.counts.subarray(from - start, to - start), from - first);
    }
    start += partial.counts.length;
  }
  return { columns: { file, entry_id: entryIds, count: counts }, next: end };
}

/**
 * Rows of the captions table from one on: file, line, matches, tau.
 *
 * @returns null when there are no more
 */
export function captionsChunk(pool: DrawnPool, first: number): TableChunk | null {
  const end = Math.min(first + CHUNK_ROWS, pool.captions);
  if (first >= end) return null;
  const file = new Uint32Array(end - first);
  const line = new Uint32Array(end - first);
  const matches = new Uint32Array(end - first);
  const tau = new Float64Array(end - first);
  for (const { slice, from, to, row } of partsOf(pool, first, end)) {
    file.fill(slice.file, row, row + to - from);
    tau.set(slice.tau.subarray(from, to), row);
    for (let at = from; at < to; at++) {
      line[row + at - from] = lineNumber(slice, at);
      matches[row + at - from] = slice.matchStart[at + 1] - slice.matchStart[at];
    }
  }
  return { columns: { file, line, matches, tau }, next: end };
}

/**
 * The exact chances at t of captions from one on: chance.
 *
 * @returns null when there are no more
 */
export function chancesChunk(pool: DrawnPool, first: number, t: number): TableChunk | null {
  const end = Math.min(first + CHUNK_ROWS, pool.captions);
  if (first >= end) return null;
  const tails = Float64Array.from(pool.entryCounts, (count) => 1 - entryProbability(count, t));
  const chance = new Float64Array(end - first);
  for (const { slice, from, to, row } of partsOf(pool, first, end)) {
    const { matchStart, entryIds } = slice;
    for (let at = from; at < to; at++) {
      let allTails = 1;
      for (let m = matchStart[at]; m < matchStart[at + 1]; m++) allTails *= tails[entryIds[m]];
      chance[row + at - from] = 1 - allTails;
    }
  }
  return { columns: { chance }, next: end };
}

/** The parts of slices that hold captions from `first` to `end`, and the row each begins in. */
function partsOf({ slices }: DrawnPool, first: number, end: number) {
  return slices.flatMap((slice) => {
    const from = Math.max(0, first - slice.firstCaption);
    const to = Math.min(slice.tau.length, end - slice.firstCaption);
    return from < to ? [{ slice, from, to, row: slice.firstCaption + from - first }] : [];
  });
}

/** Some rows of a table. */
export interface TableChunk {
  readonly columns: TableColumns;
  /** The row to go on from. */
  readonly next: number;
}

function countsOfSource(entryCounts: Uint32Array): PartialCounts {
  const entryIds = Uint32Array.from(entryCounts.keys()).filter((id) => entryCounts[id] > 0);
  return { file: 0, entryIds, counts: entryIds.map((id) => entryCounts[id]) };
}

function textsOf({ bytes, starts }: PackedText, first: number, end: number): PackedText {
  const texts = bytes.slice(starts[first], starts[end]);
  replaceLoneSurrogates(texts);
  const start = starts[first];
  return { bytes: texts, starts: starts.slice(first, end + 1).map((at) => at - start) };
}

/** DuckDB takes UTF-8 only: U+FFFD stands for a lone surrogate, in as many bytes. */
function replaceLoneSurrogates(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    if (bytes[at + 1] >= 0xa0) bytes.set([0xef, 0xbf, 0xbd], at);
  }
}
