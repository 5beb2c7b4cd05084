import { transfer } from "comlink";
import type { Balance } from "../../core/balancing/balance.ts";
import type { ExpectedKeptGrid } from "../../core/balancing/expectedKept.ts";
import type { KeptByThreshold } from "../../core/balancing/keptAt.ts";
import type { ManifestMetadata } from "../../formats/manifest.ts";
import { createQueue } from "../answers.ts";
import { transferablesOf } from "../memory.ts";
import type { PartialCounts, SliceColumns } from "../slice.ts";
import type {
  Explanation,
  ExportResult,
  FileSummary,
  PreviewPage,
  PreviewQuery,
} from "../types.ts";
import { createColumnShares } from "./columnShares.ts";
import { type ExportOptions, exportBalanced } from "./exportBalanced.ts";
import type { ManifestSource } from "./manifestApi.ts";
import {
  createPool,
  type DrawnPool,
  drawPool,
  fileSummaries,
  type PoolFile,
  type PoolMetadata,
  type PoolParts,
} from "./matchedPool.ts";
import { captionTexts, explain, previewOf } from "./preview.ts";
import {
  captionsChunk,
  chancesChunk,
  countsChunk,
  entriesChunk,
  type TableChunk,
} from "./tableChunks.ts";

/** A file of the next pool: one of the pool before, or one whose slices were staged. */
export type PlannedFile =
  | { readonly kept: number }
  | { readonly staged: number; readonly file: PoolFile };

/** What the next pool is made of. */
export interface PoolPlan {
  readonly files: readonly PlannedFile[];
  /** Null for the one in use. */
  readonly metadata: PoolMetadata | null;
  readonly source: ManifestSource | null;
  readonly seed: number;
}

/** What the page learns of a pool. */
export interface PreparedPool {
  readonly files: readonly FileSummary[];
  readonly captions: number;
  readonly entryCounts: Uint32Array;
  readonly kept: KeptByThreshold;
}

/** What the pool worker does: it holds the columns of the pool and answers for it. */
export function createPoolApi() {
  let pool: DrawnPool | null = null;
  let staged: SliceColumns[] = [];
  let prepared: DrawnPool | null = null;
  let exporting: AbortController | null = null;
  /** Counts what was prepared or discarded: what is prepared meanwhile is of no use any more. */
  let preparations = 0;
  const columns = createColumnShares();
  const drawsInTurn = createQueue();

  function current(): DrawnPool {
    if (pool === null) throw new Error("No pool is loaded");
    return pool;
  }

  return {
    /** See {@link ColumnShares}. */
    addColumnWorker(position: number, port: MessagePort): void {
      columns.addWorker(position, port);
    },

    removeColumnWorker(position: number): void {
      columns.removeWorker(position);
    },

    /** Puts a slice aside for {@link prepare}; the pool stays as it is. */
    stage(slice: SliceColumns): void {
      staged.push(slice);
    },

    /** Makes the next pool, drawn and ready; the pool stays as it is until {@link adopt}. */
    async prepare(plan: PoolPlan): Promise<PreparedPool> {
      const preparation = ++preparations;
      const next = partsOf(plan, pool, staged);
      staged = [];
      const counts = await columns.count(next.read, next.metadata.entries.starts.length - 1);
      const matched = createPool(next, [...next.keptCounts, ...counts]);
      const drawn = await drawPool(matched, plan.seed, columns);
      if (preparation === preparations) prepared = drawn;
      return {
        files: fileSummaries(drawn),
        captions: drawn.captions,
        entryCounts: drawn.entryCounts,
        kept: drawn.kept,
      };
    },

    /** The prepared pool takes the place of the pool. */
    adopt(): void {
      pool = prepared;
      prepared = null;
    },

    /** Forgets staged slices and a prepared pool. */
    discard(): void {
      preparations++;
      staged = [];
      prepared = null;
    },

    /** Draws anew for a seed. Of a pool that is replaced meanwhile, the draw is forgotten. */
    draw(seed: number): Promise<KeptByThreshold> {
      return drawsInTurn(async () => {
        const before = current();
        const drawn = await drawPool(before, seed, columns);
        if (pool === before) pool = drawn;
        return drawn.kept;
      });
    },

    /** What balancing at t gives, in full. */
    async balance(t: number): Promise<Balance> {
      const { slices, entryCounts } = current();
      const result = await columns.balance(slices, entryCounts, t);
      return transfer(result, transferablesOf(result, result.keptByMatches));
    },

    /** Captions expected to be kept at any t, estimated. */
    expectedKept(): Promise<ExpectedKeptGrid> {
      const { slices, entryCounts } = current();
      return columns.expectedKept(slices, entryCounts);
    },

    /** See {@link previewOf}. */
    preview(query: PreviewQuery): Promise<PreviewPage> {
      return previewOf(current(), query);
    },

    /** See {@link explain}. */
    explain(index: number, t: number): Promise<Explanation> {
      return explain(current(), index, t);
    },

    /** See {@link entriesChunk}. */
    entriesChunk(first: number): TableChunk | null {
      return moved(entriesChunk(current(), first));
    },

    /** See {@link countsChunk}. */
    countsChunk(first: number): TableChunk | null {
      return moved(countsChunk(current(), first));
    },

    /** See {@link captionsChunk}. */
    captionsChunk(first: number): TableChunk | null {
      return moved(captionsChunk(current(), first));
    },

    /** See {@link chancesChunk}. */
    chancesChunk(first: number, t: number): TableChunk | null {
      return moved(chancesChunk(current(), first, t));
    },

    /** See {@link captionTexts}. */
    captionTexts(indexes: readonly number[]): Promise<string[]> {
      return captionTexts(current(), indexes);
    },

    /** See {@link exportBalanced}. One at a time. */
    async exportBalanced(
      options: ExportOptions,
      metadata: ManifestMetadata,
      hashes: () => Promise<readonly string[]>,
      directory: FileSystemDirectoryHandle,
      onProgress: (bytesRead: number) => void,
    ): Promise<ExportResult> {
      exporting = new AbortController();
      const { signal } = exporting;
      const exported = current();
      const { slices, entryCounts } = exported;
      const balanced = columns.balance(slices, entryCounts, options.t);
      return exportBalanced(
        exported,
        balanced,
        options,
        metadata,
        hashes,
        directory,
        onProgress,
        signal,
      );
    },

    cancelExport(): void {
      exporting?.abort();
    },
  };
}

/** The parts of the next pool, some of them kept from the pool before, and some newly read. */
interface NextParts extends PoolParts {
  readonly read: readonly SliceColumns[];
  readonly keptCounts: readonly PartialCounts[];
}

function partsOf(
  plan: PoolPlan,
  pool: DrawnPool | null,
  staged: readonly SliceColumns[],
): NextParts {
  const { files, slices, partialCounts } = pool ?? NO_POOL;
  const kept = plan.files.map((file) => ("kept" in file ? file.kept : null));
  const positions = plan.files.map((file) => ("kept" in file ? null : file.staged));
  const metadata = plan.metadata ?? pool?.metadata;
  if (metadata === undefined) throw new Error("No metadata is loaded");
  const read = renumbered(staged, positions).sort((a, b) => a.file - b.file);
  return {
    files: plan.files.map((file) => ("kept" in file ? files[file.kept] : file.file)),
    slices: [...renumbered(slices, kept), ...read],
    metadata,
    source: plan.source,
    read,
    keptCounts: renumbered(partialCounts, kept),
  };
}

const NO_POOL = { files: [], slices: [], partialCounts: [] };

/** Those whose file is in `files`, with its position there as file. */
function renumbered<Part extends { readonly file: number }>(
  parts: readonly Part[],
  files: readonly (number | null)[],
): Part[] {
  return parts.flatMap((part) => {
    const file = files.indexOf(part.file);
    return file === -1 ? [] : [{ ...part, file }];
  });
}

function moved(chunk: TableChunk | null): TableChunk | null {
  return chunk && transfer(chunk, [chunk.stream.buffer]);
}

export type PoolApi = ReturnType<typeof createPoolApi>;
