import { createSHA256 } from "hash-wasm";
import { balance } from "../../core/balancing/balance.ts";
import { captionChance } from "../../core/balancing/probability.ts";
import { distributionOf } from "../../core/counting/distribution.ts";
import { summarizeAt } from "../../core/counting/threshold.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { InputError } from "../../formats/inputError.ts";
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
  type ManifestSubset,
} from "../../formats/manifest.ts";
import { VERSION } from "../../version.ts";
import type { ExportRequest, ExportResult } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import { type DrawnPool, type DrawnSlice, fileSummaries, lineOrigin } from "./matchedPool.ts";
import { exists, outputFiles } from "./outputFiles.ts";

/** What is asked of an export, besides where it goes. */
export type ExportOptions = Omit<ExportRequest, "directory">;

const BLOCK_BYTES = 2 ** 22;
const NEWLINE = Uint8Array.of(0x0a);

/** A kept caption and its line. */
interface KeptLine {
  readonly slice: DrawnSlice;
  /** Position in the slice. */
  readonly at: number;
  /** Bytes of the line in its file; its "\n" stands at `end`, or the file ends there. */
  readonly start: number;
  readonly end: number;
}

/** What was kept of one file of the manifest. */
interface KeptOfFile {
  captions: number;
  bytes: number;
  /** Numbers of the lines kept, where captions of the file have no key; else null. */
  readonly lines: number[] | null;
}

/**
 * Writes the balanced subset at t, its manifest and the entry counts. Each file of the pool is read
 * once from front to end; its kept lines are copied byte for byte, in order.
 *
 * @param onProgress gets the bytes read so far
 * @throws InputError when a file cannot be read or written; the signal's reason when it is aborted;
 *   nothing that was written stays then
 */
export async function exportBalanced(
  pool: DrawnPool,
  options: ExportOptions,
  metadata: ManifestMetadata,
  directory: FileSystemDirectoryHandle,
  onProgress: (bytesRead: number) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const { t, baseName, withColumns } = options;
  const names = [`${baseName}.jsonl`, `${baseName}.manifest.json`, `${baseName}.entry_counts.json`];
  await throwIfUnfit(pool, t, names[0], directory);
  const outputs = outputFiles(directory);
  try {
    const subset = await outputs.open(names[0]);
    const subsetHash = await createSHA256();
    const fileHashes: string[] = [];
    const kept = nothingKept(pool);
    let bytesRead = 0;
    for (let file = 0; file < pool.files.length; file++) {
      const source = fileSource(pool.files[file]);
      const fileHash = await createSHA256();
      const copier = lineCopier(pool, file, options, kept);
      for (let start = 0; start < source.size; start += BLOCK_BYTES) {
        const block = await source.read(start, Math.min(start + BLOCK_BYTES, source.size));
        signal.throwIfAborted();
        fileHash.update(block);
        const copied = copier.copy(block, start);
        subsetHash.update(copied);
        await subset.write(copied);
        bytesRead += block.length;
        onProgress(bytesRead);
      }
      fileHashes.push(fileHash.digest());
    }
    const manifest = manifestOf(pool, options, metadata, fileHashes, kept, {
      name: names[0],
      bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
      sha256: subsetHash.digest(),
      withColumns,
    });
    await (await outputs.open(names[1])).write(formatManifest(manifest));
    await (await outputs.open(names[2])).write(formatEntryCounts(manifest.entryCounts));
    signal.throwIfAborted();
    await outputs.close();
    return { captionsKept: manifest.kept.captions, files: names };
  } catch (error) {
    await outputs.discard();
    throw error;
  }
}

async function throwIfUnfit(
  { files, source }: DrawnPool,
  t: number,
  name: string,
  directory: FileSystemDirectoryHandle,
): Promise<void> {
  if (source !== null && t > source.t) {
    throw new InputError(
      `${files[0].name} was balanced at t = ${source.t}, so captions that t = ${t} keeps are not in it. Set t to ${source.t} or less, or load the captions it was taken from.`,
    );
  }
  if (files.some((file) => file.name === name) && (await exists(directory, name))) {
    throw new InputError(
      `${name} may be one of the files being balanced. Export under another name, or into another folder.`,
    );
  }
}

function nothingKept({ files, slices, source }: DrawnPool): KeptOfFile[] {
  const hasKeyless =
    source?.keptLines.map((lines) => lines !== null) ??
    files.map((_, file) => slices.some((slice) => slice.file === file && slice.keyless.length > 0));
  return hasKeyless.map((keyless) => ({ captions: 0, bytes: 0, lines: keyless ? [] : null }));
}

/**
 * Takes the blocks of a file in order and gives its kept lines, each when it is whole, with a
 * "\n" after it.
 *
 * @param kept counts them; changed in place
 */
function lineCopier(
  pool: DrawnPool,
  file: number,
  { t, withColumns }: ExportOptions,
  kept: readonly KeptOfFile[],
): { copy(block: Uint8Array, blockStart: number): Uint8Array<ArrayBuffer> } {
  const lines = keptLines(pool, file, t);
  let line = lines.next().value;
  let parts: Uint8Array[] = [];
  return {
    copy(block, blockStart) {
      const blockEnd = blockStart + block.length;
      const copied: Uint8Array[] = [];
      while (line !== undefined && line.start < blockEnd) {
        parts.push(block.subarray(Math.max(0, line.start - blockStart), line.end - blockStart));
        if (line.end > blockEnd) break;
        const whole = joined(parts);
        const written = withColumns ? appendFields(whole, columnsOf(pool, line, t)) : whole;
        copied.push(written, NEWLINE);
        countKept(pool, line, written.length + 1, kept);
        parts = [];
        line = lines.next().value;
      }
      return joined(copied);
    },
  };
}

function* keptLines(pool: DrawnPool, file: number, t: number): Generator<KeptLine, undefined> {
  for (const slice of pool.slices) {
    if (slice.file !== file) continue;
    for (let at = 0; at < slice.tau.length; at++) {
      if (slice.tau[at] >= t) continue;
      const start = slice.lineOffsets[at];
      yield { slice, at, start, end: start + slice.lineLengths[at] };
    }
  }
}

function countKept(
  pool: DrawnPool,
  { slice, at }: KeptLine,
  bytes: number,
  kept: readonly KeptOfFile[],
): void {
  const origin = lineOrigin(pool, slice.file, slice.firstLine + slice.lineNumbers[at]);
  const ofFile = kept[origin.file];
  ofFile.captions++;
  ofFile.bytes += bytes;
  ofFile.lines?.push(origin.line);
}

function columnsOf({ metadata, entryCounts }: DrawnPool, { slice, at }: KeptLine, t: number) {
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

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function manifestOf(
  pool: DrawnPool,
  { t, p, fixed }: ExportOptions,
  metadata: ManifestMetadata,
  fileHashes: readonly string[],
  kept: readonly KeptOfFile[],
  subset: ManifestSubset,
): Manifest {
  const balanced = balance(pool.slices, pool.entryCounts, t);
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
    keptLines: kept.map(({ lines }) => lines),
    entryCounts,
  };
}

/** The files that counts and draws come from: those of the pool, or of its source. */
function sourceFiles(
  pool: DrawnPool,
  fileHashes: readonly string[],
): Omit<ManifestFile, "keptCaptions" | "keptBytes">[] {
  if (pool.source !== null) return [...pool.source.files];
  return fileSummaries(pool).map(({ size, textFields: _, ...summary }, file) => ({
    ...summary,
    bytes: size,
    sha256: fileHashes[file],
  }));
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
