import type { KeptByThreshold } from "../../core/balancing/keptAt.ts";
import type { Metadata } from "../../core/metadata/metadata.ts";
import { lineKeyHasher } from "../../formats/captionKeys.ts";
import { MAX_REJECTS } from "../../kernel/lineColumns.ts";
import { share } from "../memory.ts";
import type { Origin } from "../origin.ts";
import type { NamedBlob, PartialCounts, Segment, SliceColumns } from "../slice.ts";
import type { FileSample, FileSummary, Reject } from "../types.ts";
import { type CaptionSet, isIn } from "./captionSet.ts";
import type { ColumnShares } from "./columnShares.ts";
import type { ManifestSource } from "./manifestApi.ts";

/** A file of the pool, and how it is read. */
export interface PoolFile extends NamedBlob {
  /** What is read of it, in order. */
  readonly segments: readonly Segment[];
  readonly textFields: readonly string[];
  /** What its text was made of; absent where the text is the file's, or what a gzip file holds. */
  readonly origin?: Origin;
}

/** The metadata a pool is matched against. */
export interface PoolMetadata extends Metadata {
  /** By entry id: 1 when no caption can match it. */
  readonly unmatchable: Uint8Array;
}

/** A slice in its place in the pool, every caption with its key. */
export interface PoolSlice extends Omit<SliceColumns, "keyless"> {
  /** Position in the pool of its first caption. */
  readonly firstCaption: number;
  /** Number in its file of its first line, from 1. */
  readonly firstLine: number;
  /** Whether any caption has file name and line number for a key. */
  readonly hasKeyless: boolean;
}

/** What a pool is made of. */
export interface PoolParts {
  readonly files: readonly PoolFile[];
  /** In any order: as they were matched, or from the pool before. */
  readonly slices: readonly (SliceColumns | PoolSlice)[];
  readonly metadata: PoolMetadata;
  /** Set when the pool is one file, a balanced subset, that keeps the counts of its source. */
  readonly source: ManifestSource | null;
}

/** A pool, matched and counted. */
export interface MatchedPool extends PoolParts {
  /** In order of file and line, whoever made them, and when. */
  readonly slices: readonly PoolSlice[];
  readonly captions: number;
  /** Of its own matches, by file; a file may have several. */
  readonly partialCounts: readonly PartialCounts[];
  /** Matches by entry id: of this pool, or of its source. */
  readonly entryCounts: Uint32Array;
}

/** A slice and the critical thresholds of its captions. */
export interface DrawnSlice extends PoolSlice {
  readonly tau: Float64Array;
}

/** A pool with the tau of one seed. */
export interface DrawnPool extends MatchedPool {
  readonly slices: readonly DrawnSlice[];
  readonly seed: number;
  readonly kept: KeptByThreshold;
}

/** One caption of a pool. */
export interface CaptionPlace {
  readonly slice: DrawnSlice;
  /** Position in the slice. */
  readonly at: number;
}

/** Where a line first came from: for a balanced subset, the line of the source pool. */
export interface LineOrigin {
  /** Position in the source's files, or in the pool's where there is no source. */
  readonly file: number;
  readonly name: string;
  /** From 1. Of a source pool it is known only where captions of the file have no key; else 0. */
  readonly line: number;
}

/** Puts slices in order, sums their counts and gives keys to captions that have none, in place. */
export function createPool(parts: PoolParts, partialCounts: readonly PartialCounts[]): MatchedPool {
  const inOrder = [...parts.slices].sort((a, b) => a.file - b.file || a.start - b.start);
  let captions = 0;
  let line = 1;
  const slices = inOrder.map((slice, i) => {
    if (i > 0 && inOrder[i - 1].file !== slice.file) line = 1;
    const placed = placedSlice(parts, slice, captions, line);
    captions += slice.lineStarts.length;
    line += slice.lines;
    return placed;
  });
  const entryCounts = parts.source?.entryCounts ?? sumCounts(parts.metadata, partialCounts);
  return { ...parts, slices, captions, partialCounts, ...share({ entryCounts }) };
}

function sumCounts(
  { entries }: PoolMetadata,
  partialCounts: readonly PartialCounts[],
): Uint32Array {
  const sums = new Uint32Array(entries.starts.length - 1);
  for (const { entryIds, counts } of partialCounts) {
    for (let i = 0; i < entryIds.length; i++) sums[entryIds[i]] += counts[i];
  }
  return sums;
}

function placedSlice(
  parts: PoolParts,
  slice: SliceColumns | PoolSlice,
  firstCaption: number,
  firstLine: number,
): PoolSlice {
  if (!("keyless" in slice)) return { ...slice, firstCaption, firstLine };
  const { keyless, ...columns } = slice;
  const hasKeyless = keyless.length > 0;
  const placed = { ...columns, firstCaption, firstLine, hasKeyless };
  setLineKeys(parts, placed, keyless);
  return placed;
}

function setLineKeys(parts: PoolParts, slice: PoolSlice, keyless: Uint32Array): void {
  let name = "";
  let hash = lineKeyHasher(name);
  for (let i = 0; i < keyless.length; i++) {
    const origin = lineOrigin(parts, slice.file, lineNumber(slice, keyless[i]));
    if (origin.name !== name) {
      name = origin.name;
      hash = lineKeyHasher(name);
    }
    hash(origin.line, slice.keyLanes, keyless[i]);
  }
}

/** Number in its file, from 1, of the line of a slice's caption. */
export function lineNumber({ captionLines, firstLine }: PoolSlice, at: number): number {
  return firstLine + (captionLines[at] ?? at);
}

/** Sets the tau of every caption from a seed. */
export async function drawPool(
  pool: MatchedPool,
  seed: number,
  columns: ColumnShares,
): Promise<DrawnPool> {
  const { slices, entryCounts, metadata } = pool;
  const { tau, kept } = await columns.draw(slices, entryCounts, metadata.lanes, seed);
  const drawn = slices.map((slice, i) => ({ ...slice, tau: tau[i] }));
  return { ...pool, slices: drawn, seed, kept };
}

/**
 * Where a line of a file of the pool comes from.
 *
 * @param line from 1
 */
export function lineOrigin(
  { files, source }: Pick<PoolParts, "files" | "source">,
  file: number,
  line: number,
): LineOrigin {
  if (source === null) return { file, name: files[file].name, line };
  let before = 0;
  for (let i = 0; i < source.files.length; i++) {
    const { name, keptCaptions } = source.files[i];
    if (line <= before + keptCaptions) {
      return { file: i, name, line: source.keptLines[i]?.[line - before - 1] ?? 0 };
    }
    before += keptCaptions;
  }
  throw new RangeError(`The subset has ${before} lines, not ${line}`);
}

/** @throws RangeError when the pool has no such caption */
export function placeOf(pool: DrawnPool, caption: number): CaptionPlace {
  if (!(caption >= 0 && caption < pool.captions)) {
    throw new RangeError(`The pool has ${pool.captions} captions, and none at ${caption}`);
  }
  let low = 0;
  let high = pool.slices.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (pool.slices[middle].firstCaption <= caption) low = middle;
    else high = middle;
  }
  const slice = pool.slices[low];
  return { slice, at: caption - slice.firstCaption };
}

/** What was read of each file. */
export function fileSummaries({ files, slices }: MatchedPool): FileSummary[] {
  const sums = files.map(() => ({
    lines: 0,
    blank: 0,
    rejected: 0,
    passedOver: 0,
    rejects: [] as Reject[],
    captions: 0,
    matchedCaptions: 0,
    matches: 0,
  }));
  for (const slice of slices) {
    const sum = sums[slice.file];
    sum.lines += slice.lines - slice.blank - slice.passedOver;
    sum.blank += slice.blank;
    sum.rejected += slice.rejected;
    sum.passedOver += slice.passedOver;
    for (const { line, reason } of slice.rejects.slice(0, MAX_REJECTS - sum.rejects.length)) {
      sum.rejects.push({ line: slice.firstLine + line, reason });
    }
    sum.captions += slice.lineStarts.length;
    sum.matchedCaptions += slice.matchedCaptions;
    sum.matches += slice.entryIds.length;
  }
  return files.map(({ name, blob, lackingBytes, segments, textFields, origin }, file) => {
    const { passedOver, ...sum } = sums[file];
    const textBytes = lackingBytes ?? blob.size;
    const sample = sampleOf(segments, textBytes, passedOver);
    const { captionField } = segments[0];
    const summary = { name, captionField, textFields, ...sum, ...(sample && { sample }) };
    if (origin === undefined) return { ...summary, size: textBytes };
    const { packing, shape, mapping, filtered } = origin;
    const reasons = new Map(origin.rejects.map(({ line, reason }) => [line, reason]));
    // Captions that a filter stopped are blank lines of a record text.
    const stopped = Object.values(filtered).reduce((all, count) => all + count, 0);
    const filteredLines = Math.min(stopped, sum.blank);
    return {
      ...summary,
      size: origin.size,
      lines: sum.lines + filteredLines,
      blank: sum.blank - filteredLines,
      rejects: sum.rejects.map(({ line, reason }) => ({
        line,
        reason: reasons.get(line) ?? reason,
      })),
      origin: { packing, shape, mapping, filtered, isThere: origin.blob !== null },
    };
  });
}

function sampleOf(
  segments: readonly Segment[],
  size: number,
  linesPassedOver: number,
): FileSample | null {
  const { oneIn } = segments[0];
  const firstBytes = segments[segments.length - 1].end;
  if (oneIn > 1) return { oneIn, linesPassedOver };
  return firstBytes < size ? { firstBytes } : null;
}

/**
 * Positions of captions whose tau passes, in order, from one position on.
 *
 * @param among by slice, those that are looked at; null for all
 */
export function captionsWhere(
  { slices }: DrawnPool,
  passes: (tau: number) => boolean,
  from: number,
  limit: number,
  among: readonly CaptionSet[] | null = null,
): number[] {
  const found: number[] = [];
  for (const [i, { tau, firstCaption }] of slices.entries()) {
    for (let at = Math.max(0, from - firstCaption); at < tau.length; at++) {
      if (found.length === limit) return found;
      if (among !== null && !isIn(among[i], at)) continue;
      if (passes(tau[at])) found.push(firstCaption + at);
    }
  }
  return found;
}

/**
 * Positions of the matched captions whose tau is nearest t in the logarithm, nearest first.
 *
 * @param among by slice, those that are looked at; null for all
 */
export function captionsAtEdge(
  { slices }: DrawnPool,
  t: number,
  limit: number,
  among: readonly CaptionSet[] | null = null,
): number[] {
  let nearest: { caption: number; ratio: number }[] = [];
  let most = Number.POSITIVE_INFINITY;
  const leaveNearest = () => {
    nearest = nearest.sort((a, b) => a.ratio - b.ratio).slice(0, limit);
    if (nearest.length === limit) most = nearest[limit - 1].ratio;
  };
  for (const [i, { tau, firstCaption }] of slices.entries()) {
    for (let at = 0; at < tau.length; at++) {
      if (among !== null && !isIn(among[i], at)) continue;
      const ratio = tau[at] > t ? tau[at] / t : t / tau[at];
      if (ratio >= most || tau[at] === Number.POSITIVE_INFINITY) continue;
      nearest.push({ caption: firstCaption + at, ratio });
      if (nearest.length === limit * 8) leaveNearest();
    }
  }
  leaveNearest();
  return nearest.map(({ caption }) => caption);
}
