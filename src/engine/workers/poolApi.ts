import { transfer, wrap } from "comlink";
import type { Balance } from "../../core/balancing/balance.ts";
import type { Comparison } from "../../core/balancing/compare.ts";
import type { ExpectedKeptGrid } from "../../core/balancing/expectedKept.ts";
import type { KeptByThreshold } from "../../core/balancing/keptAt.ts";
import { type Distribution, distributionOf } from "../../core/counting/distribution.ts";
import { type NearMissFinder, nearMissFinder } from "../../core/matching/nearMissFinder.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { readEntryCounts } from "../../formats/counts/readEntryCounts.ts";
import {
  formatEntryCounts,
  formatManifest,
  type Manifest,
  type ManifestMetadata,
  type SubsetFile,
} from "../../formats/manifest.ts";
import type { RecordFilters } from "../../formats/records/filters.ts";
import { createQueue } from "../answers.ts";
import { transferablesOf } from "../memory.ts";
import type { NamedBlob, PartialCounts, SliceColumns } from "../slice.ts";
import type {
  CaptionFilters,
  CaptionNearMiss,
  CarriersPage,
  CarriersQuery,
  CompareQuery,
  EntryIdsCheck,
  Explanation,
  ExportResult,
  FileSummary,
  FilterCounts,
  GroupColumn,
  KeptByGroupQuery,
  KeptGroup,
  OtherCounts,
  PreviewCaption,
  PreviewPage,
  PreviewQuery,
  RecordField,
  RejectedPage,
  RejectedQuery,
  Rule,
  SearchProgress,
  TextMatch,
  VariantOutcome,
} from "../types.ts";
import { type CaptionFacts, captionFacts } from "./captionFacts.ts";
import { createCaptionSearch } from "./captionSearch.ts";
import { createColumnShares } from "./columnShares.ts";
import { createEffects } from "./effects.ts";
import { checkEntryIds } from "./entryIdsCheck.ts";
import {
  type BalanceTotals,
  type ExportOptions,
  exportBalanced,
  manifestOfShape,
} from "./exportBalanced.ts";
import { fileSource } from "./fileSource.ts";
import { createFiltering } from "./filtering.ts";
import type { HashApi } from "./hashApi.ts";
import type { ManifestSource } from "./manifestApi.ts";
import {
  createPool,
  type DrawnPool,
  type DrawnSlice,
  drawPool,
  fileSummaries,
  type PoolFile,
  type PoolMetadata,
  type PoolParts,
  type PoolSlice,
} from "./matchedPool.ts";
import { createMatchText } from "./matchText.ts";
import { captionTexts, explain, nearMissesOf, previewCaption, previewOf } from "./preview.ts";
import { rejectedLines } from "./rejectedLines.ts";
import { chunkOf, type SlicesChunk } from "./savedApi.ts";
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
  readonly distribution: Distribution;
  readonly kept: KeptByThreshold;
}

export interface DescribedExport {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly countsText: string;
}

/** What the pool worker does: it holds the columns of the pool and answers for it. */
export function createPoolApi() {
  let pool: DrawnPool | null = null;
  let staged: (SliceColumns | PoolSlice)[] = [];
  let prepared: DrawnPool | null = null;
  /** Those of the last balance: an export mostly asks for the same t. */
  const lastTotals = new WeakMap<DrawnPool, BalanceTotals>();
  let exporting: AbortController | null = null;
  /** Counts what was prepared or discarded: what is prepared meanwhile is of no use any more. */
  let preparations = 0;
  const columns = createColumnShares();
  const effects = createEffects(columns);
  const captionSearch = createCaptionSearch(columns);
  const filtering = createFiltering(columns, captionSearch);
  let nearMisses: { metadata: PoolMetadata; find: NearMissFinder } | null = null;
  const drawsInTurn = createQueue();
  const matchText = createMatchText();

  function current(): DrawnPool {
    if (pool === null) throw new Error("No pool is loaded");
    return pool;
  }

  async function balanceAt(drawn: DrawnPool, t: number): Promise<Balance> {
    const result = await columns.balance(drawn.slices, drawn.entryCounts, t);
    const { captionsKept, expectedKept, keptDeviation, balancedMatches } = result;
    lastTotals.set(drawn, { t, captionsKept, expectedKept, keptDeviation, balancedMatches });
    return result;
  }

  async function totalsAt(drawn: DrawnPool, t: number): Promise<BalanceTotals> {
    const last = lastTotals.get(drawn);
    return last?.t === t ? last : balanceAt(drawn, t);
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
    stage(slice: SliceColumns | PoolSlice): void {
      staged.push(slice);
    },

    /** Makes the next pool, drawn and ready; the pool stays as it is until {@link adopt}. */
    async prepare(plan: PoolPlan): Promise<PreparedPool> {
      const preparation = ++preparations;
      const next = partsOf(plan, pool, staged);
      staged = [];
      const counts = await columns.count(next.read, next.metadata.entries.starts.length - 1);
      const matched = createPool(next, [...next.keptCounts, ...counts]);
      const drawing = drawPool(matched, plan.seed, columns);
      // Sorted here while the column workers draw.
      const distribution = distributionOf(matched.entryCounts);
      const drawn = await drawing;
      if (preparation === preparations) prepared = drawn;
      const answer: PreparedPool = {
        files: fileSummaries(drawn),
        captions: drawn.captions,
        entryCounts: drawn.entryCounts,
        distribution,
        kept: drawn.kept,
      };
      return transfer(answer, transferablesOf(distribution));
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
      const result = await balanceAt(current(), t);
      return transfer(result, transferablesOf(result, result.keptByMatches));
    },

    /** Captions expected to be kept at any t, estimated. */
    expectedKept(): Promise<ExpectedKeptGrid> {
      const { slices, entryCounts } = current();
      return columns.expectedKept(slices, entryCounts);
    },

    /** Compares a setting with t and the seed of the pool. */
    async compare({ pinned, t, most }: CompareQuery): Promise<Comparison> {
      const { slices, entryCounts, metadata, seed } = current();
      const other = pinned.seed === seed ? null : pinned.seed;
      const thresholds = { pinned: pinned.t, now: t };
      const found = await columns.compare(
        slices,
        entryCounts,
        metadata.lanes,
        other,
        thresholds,
        most,
      );
      return transfer(found, transferablesOf(found));
    },

    /** See `Engine.countsFrom`. */
    async countsFrom(file: NamedBlob): Promise<OtherCounts> {
      const { metadata, entryCounts, slices } = current();
      const entries = Array.from(entryCounts, (_, id) => entryOf(metadata, id));
      const { counts, unknown } = await readEntryCounts(file.name, fileSource(file), entries);
      let raised = 0;
      for (let id = 0; id < counts.length; id++) {
        if (counts[id] >= entryCounts[id]) continue;
        raised++;
        counts[id] = entryCounts[id];
      }
      const expectedKept = await columns.expectedKept(slices, counts);
      return { name: file.name, entryCounts: counts, unknown, raised, expectedKept };
    },

    /** See `bytesByThreshold`. */
    async bytesByThreshold(): Promise<Float64Array> {
      const lines = current().slices.map((slice) => ({ ...slice, bytes: slice.end - slice.start }));
      const bytes = await columns.bytes(lines);
      return transfer(bytes, [bytes.buffer as ArrayBuffer]);
    },

    /** Some captions, their texts read back from the files. */
    captionsAt(captions: readonly number[], t: number): Promise<PreviewCaption[]> {
      const pool = current();
      return Promise.all(captions.map((caption) => previewCaption(pool, caption, t)));
    },

    /** See {@link previewOf}. */
    async preview(query: PreviewQuery): Promise<PreviewPage> {
      const of = current();
      const { t, filters } = query;
      const among = filters ? (await filtering.passing(of, t, filters)).passing : null;
      return previewOf(of, query, among);
    },

    /** How many captions pass filters. */
    async filterCounts(t: number, filters: CaptionFilters): Promise<FilterCounts> {
      const { passing: _, ...counts } = await filtering.passing(current(), t, filters);
      return counts;
    },

    /** See {@link CaptionSearch}. */
    search(
      id: number,
      text: string,
      onProgress: (progress: SearchProgress) => void,
    ): Promise<SearchProgress> {
      return captionSearch.run(id, current(), text, onProgress);
    },

    cancelSearch(id: number): void {
      captionSearch.cancel(id);
    },

    /** See {@link checkEntryIds}. */
    checkEntryIds(file: number): Promise<EntryIdsCheck> {
      return checkEntryIds(current(), file);
    },

    /** See {@link rejectedLines}. */
    rejectedLines(query: RejectedQuery): Promise<RejectedPage> {
      return rejectedLines(current(), query);
    },

    /** See {@link nearMissesOf}. */
    nearMisses(index: number): Promise<CaptionNearMiss[]> {
      const of = current();
      const { metadata } = of;
      if (nearMisses?.metadata !== metadata) {
        nearMisses = { metadata, find: nearMissFinder(metadata, metadata.unmatchable) };
      }
      return nearMissesOf(of, index, nearMisses.find);
    },

    /** See {@link explain}. */
    explain(index: number, t: number): Promise<Explanation> {
      return explain(current(), index, t);
    },

    /** What a text of the user's own matches, and nearly matches. */
    matchText(text: string): TextMatch {
      return matchText(current(), text);
    },

    /** See {@link Effects}. */
    async variant(rule: Exclude<Rule, "published">, t: number): Promise<VariantOutcome> {
      const outcome = await effects.variant(current(), rule, t);
      const { balance } = outcome;
      return transfer(outcome, transferablesOf(balance, balance.keptByMatches));
    },

    recordFields(): Promise<RecordField[]> {
      return effects.recordFields(current());
    },

    readColumn(column: GroupColumn, onProgress: (bytesRead: number) => void): Promise<void> {
      return effects.readColumn(current(), column, onProgress);
    },

    cancelRead(column: GroupColumn): void {
      effects.cancelRead(column);
    },

    keptByGroup(query: KeptByGroupQuery): Promise<KeptGroup[]> {
      return effects.keptByGroup(current(), query);
    },

    carriers(query: CarriersQuery): Promise<CarriersPage> {
      return effects.carriers(current(), query);
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

    /** Slices of the pool from one on, without their tau; null when there are no more. */
    slicesChunk(first: number): SlicesChunk | null {
      const { slices } = current();
      return first < slices.length
        ? chunkOf((position) => withoutDraw(slices[position]), first, slices.length)
        : null;
    },

    /** The same files, some of them given anew. */
    setFiles(files: readonly PoolFile[]): void {
      pool = { ...current(), files };
    },

    /**
     * See {@link exportBalanced}. One at a time.
     *
     * @param hashPort to a hash worker, for the subset
     */
    async exportBalanced(
      options: ExportOptions,
      metadata: ManifestMetadata,
      filters: RecordFilters,
      hashes: () => Promise<readonly string[]>,
      hashPort: MessagePort,
      directory: FileSystemDirectoryHandle,
      onProgress: (bytesRead: number) => void,
    ): Promise<ExportResult> {
      exporting = new AbortController();
      const { signal } = exporting;
      const exported = current();
      return exportBalanced(
        exported,
        totalsAt(exported, options.t),
        options,
        metadata,
        filters,
        hashes,
        wrap<HashApi>(hashPort),
        directory,
        onProgress,
        signal,
      );
    },

    cancelExport(): void {
      exporting?.abort();
    },

    /** See {@link captionFacts}. */
    captionFacts(slice: number, t: number, below: number): CaptionFacts | null {
      return captionFacts(current(), slice, t, below);
    },

    /** The manifest and entry counts of a subset in another shape, and the captions that are kept. */
    async describeExport(
      options: ExportOptions,
      told: {
        readonly metadata: ManifestMetadata;
        readonly filters: RecordFilters;
        readonly fileHashes: readonly string[];
      },
      subset: readonly SubsetFile[],
    ): Promise<DescribedExport> {
      const exported = current();
      const totals = await totalsAt(exported, options.t);
      const manifest = manifestOfShape(exported, totals, options, told, subset);
      return {
        manifest,
        manifestText: formatManifest(manifest),
        countsText: formatEntryCounts(manifest.entryCounts),
      };
    },
  };
}

/** The parts of the next pool, some of them kept from the pool before, and some newly read. */
interface NextParts extends PoolParts {
  readonly read: readonly (SliceColumns | PoolSlice)[];
  readonly keptCounts: readonly PartialCounts[];
}

function partsOf(
  plan: PoolPlan,
  pool: DrawnPool | null,
  staged: readonly (SliceColumns | PoolSlice)[],
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

function withoutDraw({ tau: _, ...slice }: DrawnSlice): PoolSlice {
  return slice;
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
  if (chunk === null) return null;
  const texts = Object.values(chunk.columns).filter((column) => "starts" in column);
  return transfer(chunk, transferablesOf(chunk.columns, ...texts));
}

export type PoolApi = ReturnType<typeof createPoolApi>;
