import type { Remote } from "comlink";
import type { Balance } from "../../core/balancing/balance.ts";
import { captionChance } from "../../core/balancing/probability.ts";
import { distributionOf } from "../../core/counting/distribution.ts";
import { summarizeAt } from "../../core/counting/threshold.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { firstOf } from "../../firstOf.ts";
import { InputError } from "../../formats/inputError.ts";
import { joinBytes } from "../../formats/joinBytes.ts";
import { appendFields } from "../../formats/jsonl/appendFields.ts";
import {
  CAPTION_KEY,
  formatEntryCounts,
  formatManifest,
  MANIFEST_FORMAT,
  type Manifest,
  type ManifestFile,
  type ManifestMetadata,
  type ManifestPool,
  type ManifestReading,
  type ManifestSubset,
  type SubsetFile,
} from "../../formats/manifest.ts";
import { areOff, type RecordFilters } from "../../formats/records/filters.ts";
import { VERSION } from "../../version.ts";
import { cancellationOf } from "../answers.ts";
import { seldom } from "../seldom.ts";
import type { ExportRequest, ExportResult, FileOrigin } from "../types.ts";
import { blocksOf, fileSource } from "./fileSource.ts";
import type { HashApi } from "./hashApi.ts";
import { hashBeside } from "./hashBeside.ts";
import {
  type DrawnPool,
  type DrawnSlice,
  fileSummaries,
  lineNumber,
  lineOrigin,
} from "./matchedPool.ts";
import { exists, outputFiles } from "./outputFiles.ts";

/** What is asked of an export, besides where it goes. */
export type ExportOptions = Omit<ExportRequest, "directory" | "sideFiles">;

/** What the manifest tells of a balance. */
export type BalanceTotals = Pick<
  Balance,
  "t" | "captionsKept" | "expectedKept" | "keptDeviation" | "balancedMatches"
>;

const LF = 0x0a;
const NEWLINE = Uint8Array.of(LF);

/** Steps through the kept captions of a file. */
interface KeptCaptions {
  /** The slice of the caption it stands at. */
  slice: DrawnSlice;
  /** Position in the slice. */
  at: number;
  /** Where the caption's line starts in the file; Infinity behind the last. */
  lineStart: number;
  /** Where it ends in the file, its "\n" included; null where only the file can tell. */
  lineEnd: number | null;
  /** Goes on to the next caption. */
  next(): void;
}

/** What was kept of one file of the manifest. */
interface KeptOfFile {
  captions: number;
  bytes: number;
  /** Numbers of the lines kept, with room for more, where captions of the file have no key; else null. */
  readonly lines: Uint32Array | null;
}

/**
 * Writes the balanced subset at t, its manifest and the entry counts. Each file of the pool is read
 * once from front to end; its kept lines are copied byte for byte, in order.
 *
 * @param balanced what balancing the pool at t gives
 * @param hashes gives the SHA-256 of each source file
 * @param hashWorker hashes the subset while it is written
 * @param onProgress gets the bytes read so far, a few times a second
 * @throws InputError when a file cannot be read or written; the signal's reason when it is aborted;
 *   nothing that was written stays then
 */
export async function exportBalanced(
  pool: DrawnPool,
  balanced: Promise<BalanceTotals>,
  options: ExportOptions,
  metadata: ManifestMetadata,
  filters: RecordFilters,
  hashes: () => Promise<readonly string[]>,
  hashWorker: Remote<HashApi>,
  directory: FileSystemDirectoryHandle,
  onProgress: (bytesRead: number) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const { t, baseName, withColumns } = options;
  const names = [`${baseName}.jsonl`, `${baseName}.manifest.json`, `${baseName}.entry_counts.json`];
  await throwIfUnfit(pool, t, names[0], directory);
  const outputs = outputFiles(directory);
  const { cancelled, release } = cancellationOf(signal);
  try {
    const subset = await outputs.open(names[0]);
    const subsetHash = hashBeside(hashWorker);
    const kept = nothingKept(pool, t);
    const tellBytes = seldom(onProgress);
    let bytesRead = 0;
    for (let file = 0; file < pool.files.length; file++) {
      const source = fileSource(pool.files[file]);
      const copy = withColumns
        ? lineCopierWithColumns(pool, file, source.size, t, kept)
        : lineCopier(pool, file, source.size, t, kept);
      for await (const { block, start } of blocksOf(source)) {
        signal.throwIfAborted();
        const { length } = block;
        const copied = copy(block, start);
        await subset.write(copied);
        await firstOf(subsetHash.add(copied), cancelled);
        bytesRead += length;
        tellBytes(bytesRead);
      }
    }
    const sha256 = await firstOf(subsetHash.digest(), cancelled);
    const fileHashes = await firstOf(hashes(), cancelled);
    const manifest = manifestOf(
      pool,
      await balanced,
      options,
      { metadata, fileHashes, filters, kept },
      {
        name: names[0],
        bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
        sha256,
        withColumns,
      },
    );
    await (await outputs.open(names[1])).write(formatManifest(manifest));
    await (await outputs.open(names[2])).write(formatEntryCounts(manifest.entryCounts));
    signal.throwIfAborted();
    await outputs.close();
    return { captionsKept: manifest.kept.captions, files: names };
  } catch (error) {
    await outputs.discard();
    throw error;
  } finally {
    release();
  }
}

async function throwIfUnfit(
  { files, source }: DrawnPool,
  t: number,
  name: string,
  directory: FileSystemDirectoryHandle,
): Promise<void> {
  throwIfAbove({ files, source }, t);
  if (files.some((file) => file.name === name) && (await exists(directory, name))) {
    throw new InputError(
      `${name} may be one of the files being balanced. Export under another name, or into another folder.`,
    );
  }
}

function throwIfAbove({ files, source }: Pick<DrawnPool, "files" | "source">, t: number): void {
  if (source !== null && t > source.t) {
    throw new InputError(
      `${files[0].name} was balanced at t = ${source.t}, so captions that t = ${t} keeps are not in it. Set t to ${source.t} or less, or load the captions it was taken from.`,
    );
  }
}

function nothingKept({ files, slices, source }: DrawnPool, t: number): KeptOfFile[] {
  const captions = new Float64Array(source?.files.length ?? files.length);
  const hasKeyless = source?.keptLines.map((lines) => lines !== null) ?? files.map(() => false);
  if (source !== null) {
    captions.set(source.files.map(({ keptCaptions }) => keptCaptions));
  } else {
    for (const slice of slices) {
      hasKeyless[slice.file] ||= slice.hasKeyless;
      for (const tau of slice.tau) if (tau < t) captions[slice.file]++;
    }
  }
  return hasKeyless.map((isSo, file) => ({
    captions: 0,
    bytes: 0,
    lines: isSo ? new Uint32Array(captions[file]) : null,
  }));
}

/** Takes the blocks of a file in order and gives what is kept of each, the caller's to give away. */
type LineCopier = (block: Uint8Array<ArrayBuffer>, blockStart: number) => Uint8Array<ArrayBuffer>;

/**
 * Gives kept lines with a "\n" after each, moved together within their block. Lines that follow each
 * other are moved at once.
 *
 * @param size bytes of the file
 * @param kept counts them; changed in place
 */
function lineCopier(
  pool: DrawnPool,
  file: number,
  size: number,
  t: number,
  kept: readonly KeptOfFile[],
): LineCopier {
  const caption = keptCaptions(pool, file, t);
  return (block, blockStart) => {
    let keptEnd = 0;
    let runStart = 0;
    let runEnd = 0;
    let endsInNewline = true;
    const moveRun = () => {
      if (runStart > keptEnd) block.copyWithin(keptEnd, runStart, runEnd);
      keptEnd += runEnd - runStart;
    };
    while (caption.lineStart < blockStart + block.length) {
      const from = Math.max(0, caption.lineStart - blockStart);
      if (from !== runEnd) {
        moveRun();
        runStart = from;
      }
      const lineEnd = lineEndIn(block, from, caption.lineEnd, blockStart);
      runEnd = lineEnd ?? block.length;
      const isLast = blockStart + runEnd === size;
      if (lineEnd === null && !isLast) break;
      const lineBytes = blockStart + runEnd - caption.lineStart;
      endsInNewline = lineEnd !== null;
      countKept(pool, caption, endsInNewline ? lineBytes : lineBytes + 1, kept);
      caption.next();
    }
    moveRun();
    const moved = block.subarray(0, keptEnd);
    return endsInNewline ? moved : joinBytes([moved, NEWLINE]);
  };
}

/** Where the line at `from` ends in a block, its "\n" included; null where it goes on behind it. */
function lineEndIn(
  block: Uint8Array,
  from: number,
  lineEnd: number | null,
  blockStart: number,
): number | null {
  if (lineEnd !== null) return lineEnd <= blockStart + block.length ? lineEnd - blockStart : null;
  const newline = block.indexOf(LF, from);
  return newline === -1 ? null : newline + 1;
}

/** The same, each line with the columns of its caption, and only when it is whole. */
function lineCopierWithColumns(
  pool: DrawnPool,
  file: number,
  size: number,
  t: number,
  kept: readonly KeptOfFile[],
): LineCopier {
  const caption = keptCaptions(pool, file, t);
  let parts: Uint8Array[] = [];
  return (block, blockStart) => {
    const blockEnd = blockStart + block.length;
    const copied: Uint8Array[] = [];
    while (caption.lineStart < blockEnd) {
      const from = Math.max(0, caption.lineStart - blockStart);
      const newline = block.indexOf(LF, from);
      parts.push(block.subarray(from, newline === -1 ? block.length : newline));
      if (newline === -1 && blockEnd < size) break;
      const written = appendFields(joinBytes(parts), columnsOf(pool, caption, t));
      copied.push(written, NEWLINE);
      countKept(pool, caption, written.length + 1, kept);
      parts = [];
      caption.next();
    }
    return joinBytes(copied);
  };
}

function keptCaptions({ slices }: DrawnPool, file: number, t: number): KeptCaptions {
  let position = slices.findIndex((slice) => slice.file === file);
  const caption: KeptCaptions = {
    slice: slices[position],
    at: -1,
    lineStart: Number.NEGATIVE_INFINITY,
    lineEnd: null,
    next() {
      while (caption.slice?.file === file) {
        const { tau, start, lineStarts, captionLines } = caption.slice;
        for (let at = caption.at + 1; at < tau.length; at++) {
          if (tau[at] >= t) continue;
          caption.at = at;
          caption.lineStart = start + lineStarts[at];
          const next = at + 1;
          const isFollowed =
            next < tau.length &&
            (captionLines.length === 0 || captionLines[next] === captionLines[at] + 1);
          caption.lineEnd = isFollowed ? start + lineStarts[next] : null;
          return;
        }
        caption.slice = slices[++position];
        caption.at = -1;
      }
      caption.lineStart = Number.POSITIVE_INFINITY;
    },
  };
  caption.next();
  return caption;
}

function countKept(
  pool: DrawnPool,
  { slice, at }: KeptCaptions,
  bytes: number,
  kept: readonly KeptOfFile[],
): void {
  let ofFile = kept[slice.file];
  if (pool.source !== null || ofFile.lines !== null) {
    const origin = lineOrigin(pool, slice.file, lineNumber(slice, at));
    ofFile = kept[origin.file];
    if (ofFile.lines !== null) ofFile.lines[ofFile.captions] = origin.line;
  }
  ofFile.captions++;
  ofFile.bytes += bytes;
}

function columnsOf({ metadata, entryCounts }: DrawnPool, { slice, at }: KeptCaptions, t: number) {
  const ids = slice.entryIds.subarray(slice.matchStart[at], slice.matchStart[at + 1]);
  return {
    tau: slice.tau[at],
    chance: captionChance(
      Array.from(ids, (id) => entryCounts[id]),
      t,
    ),
    matched_entries: Array.from(ids, (id) => entryOf(metadata, id)),
  };
}

/**
 * The manifest of a subset that was written in another shape than its lines.
 *
 * @throws InputError when the pool has no such subset
 */
export function manifestOfShape(
  pool: DrawnPool,
  balanced: BalanceTotals,
  options: ExportOptions,
  told: Omit<Told, "kept">,
  files: readonly SubsetFile[],
): Manifest {
  const { t, shape, withColumns } = options;
  throwIfAbove(pool, t);
  const kept = nothingKept(pool, t);
  for (const [file] of pool.files.entries()) {
    const caption = keptCaptions(pool, file, t);
    for (; caption.lineStart < Number.POSITIVE_INFINITY; caption.next()) {
      countKept(pool, caption, 0, kept);
    }
  }
  const [first, ...others] = files;
  const subset = { ...first, withColumns, shape, ...(others.length > 0 && { files }) };
  return manifestOf(pool, balanced, options, { ...told, kept }, subset);
}

/** What a manifest tells besides what the pool knows. */
interface Told {
  readonly metadata: ManifestMetadata;
  readonly fileHashes: readonly string[];
  readonly filters: RecordFilters;
  readonly kept: readonly KeptOfFile[];
}

function manifestOf(
  pool: DrawnPool,
  balanced: BalanceTotals,
  { t, p, fixed }: ExportOptions,
  { metadata, fileHashes, filters, kept }: Told,
  subset: ManifestSubset,
): Manifest {
  const distribution = distributionOf(pool.entryCounts);
  const threshold = summarizeAt(distribution, t);
  const files = sourceFiles(pool, fileHashes);
  const captionFields = new Set(files.map(({ captionField }) => captionField));
  const entryCounts = new Map<string, number>();
  pool.entryCounts.forEach((count, id) => {
    if (count > 0) entryCounts.set(entryOf(pool.metadata, id), count);
  });
  return {
    headtail: VERSION,
    format: MANIFEST_FORMAT,
    seed: pool.seed,
    t,
    p,
    fixed,
    rule: "published",
    captionKey: CAPTION_KEY,
    metadata,
    ...(areOff(filters) ? {} : { filters }),
    files: files.map((file, i) => ({
      ...file,
      keptCaptions: kept[i].captions,
      keptBytes: kept[i].bytes,
    })),
    pool: pool.source?.pool ?? poolTotals(pool, distribution.counts.length),
    kept: {
      captions: balanced.captionsKept,
      expected: balanced.expectedKept,
      deviation: balanced.keptDeviation,
      matches: balanced.balancedMatches,
      cappedMatches: threshold.cappedMatches,
      tailShare: threshold.tailShare,
      headEntries: threshold.headEntries,
      tailEntries: threshold.tailEntries,
    },
    subset: captionFields.size === 1 ? { ...subset, captionField: files[0].captionField } : subset,
    keptLines: kept.map(({ lines, captions }) => lines?.subarray(0, captions) ?? null),
    entryCounts,
  };
}

/** The files that counts and draws come from: those of the pool, or of its source. */
function sourceFiles(
  pool: DrawnPool,
  fileHashes: readonly string[],
): Omit<ManifestFile, "keptCaptions" | "keptBytes">[] {
  if (pool.source !== null) return [...pool.source.files];
  return fileSummaries(pool).map(({ size, textFields: _, origin, ...summary }, file) => ({
    ...summary,
    bytes: size,
    sha256: fileHashes[file],
    ...(origin && { readAs: readingOf(origin) }),
  }));
}

function readingOf({ shape, packing, mapping, filtered }: FileOrigin): ManifestReading {
  return { format: shape.format, packing, columns: mapping, filtered };
}

function poolTotals(pool: DrawnPool, entriesWithMatches: number): ManifestPool {
  const total = { lines: 0, rejected: 0, captions: 0, matchedCaptions: 0, matches: 0 };
  for (const file of fileSummaries(pool)) {
    total.lines += file.lines;
    total.rejected += file.rejected;
    total.captions += file.captions;
    total.matchedCaptions += file.matchedCaptions;
    total.matches += file.matches;
  }
  return { ...total, entriesWithMatches };
}
