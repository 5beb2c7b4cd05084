import { type Remote, wrap } from "comlink";
import { bytesByThreshold, type CaptionLines } from "../../core/balancing/aim.ts";
import { type Balance, type DrawnCaptions, sumBalances } from "../../core/balancing/balance.ts";
import {
  type Carriers,
  type KeyedDrawnCaptions,
  sumCarriers,
} from "../../core/balancing/carriers.ts";
import { type Comparison, sumComparisons } from "../../core/balancing/compare.ts";
import {
  type ExpectedKeptGrid,
  gridFrom,
  gridSpacing,
  gridThresholds,
  type PlacedCaptions,
} from "../../core/balancing/expectedKept.ts";
import { type KeptByThreshold, keptByThreshold } from "../../core/balancing/keptAt.ts";
import { type KeptByGroup, sumKeptByGroup } from "../../core/balancing/keptByGroup.ts";
import type { TauInputs } from "../../core/balancing/tau.ts";
import { type RoundPart, sumRound } from "../../core/balancing/variants/cappedBalanced.ts";
import type { CaptionMatches } from "../../core/matching/captionMatches.ts";
import { firstOf } from "../../firstOf.ts";
import { newBuffer } from "../memory.ts";
import type { NamedBlob, PartialCounts } from "../slice.ts";
import type { CaptionSet } from "./captionSet.ts";
import type { CaptionValues, ReadSlice, ValueSource } from "./captionValues.ts";
import {
  type ColumnApi,
  type ComparedSlice,
  type CountedSlice,
  createColumnApi,
  type GroupedSlice,
} from "./columnApi.ts";
import {
  type ColumnFilters,
  type FilteredSlice,
  type FilterPart,
  joinFilterParts,
} from "./filterCaptions.ts";
import type { DrawInputs, KeepingRule, VariantRule } from "./rules.ts";
import type { SearchedSlice } from "./searchSlice.ts";

/** The draw of a pool. */
export interface PoolDraw {
  /** By slice. */
  readonly tau: readonly Float64Array[];
  readonly kept: KeptByThreshold;
}

/**
 * The passes of {@link ColumnApi} over a whole pool: each column worker takes a share of the slices.
 * Without column workers, and in the place of one that dies, this thread does it.
 */
export interface ColumnShares {
  /** Lets a column worker take part, by a port to it. */
  addWorker(position: number, port: MessagePort): void;
  /** A worker has died: what it was doing is done here. */
  removeWorker(position: number): void;
  count(slices: readonly CountedSlice[], entries: number): Promise<PartialCounts[]>;
  draw(
    slices: readonly TauInputs[],
    entryCounts: Uint32Array,
    entryLanes: Uint32Array,
    seed: number,
  ): Promise<PoolDraw>;
  balance(slices: readonly DrawnCaptions[], entryCounts: Uint32Array, t: number): Promise<Balance>;
  expectedKept(
    slices: readonly PlacedCaptions[],
    entryCounts: Uint32Array,
  ): Promise<ExpectedKeptGrid>;
  compare(
    slices: readonly ComparedSlice[],
    entryCounts: Uint32Array,
    entryLanes: Uint32Array,
    seed: number | null,
    t: { readonly pinned: number; readonly now: number },
    most: number,
  ): Promise<Comparison>;
  /** See `bytesByThreshold`. */
  bytes(slices: readonly (CaptionLines & CountedColumns)[]): Promise<Float64Array>;
  capRound(slices: readonly CaptionMatches[], probabilities: Float64Array): Promise<RoundPart>;
  variant(
    slices: readonly TauInputs[],
    draw: DrawInputs,
    rule: VariantRule,
    t: number,
  ): Promise<Balance>;
  keptByGroup(
    slices: readonly GroupedSlice[],
    draw: DrawInputs,
    rule: KeepingRule,
    groups: number,
  ): Promise<KeptByGroup>;
  carriers(
    slices: readonly KeyedDrawnCaptions[],
    draw: DrawInputs,
    t: number,
    entry: number,
  ): Promise<Carriers>;
  /**
   * Reads values of captions back from the files, slice after slice; the answers are in the order of
   * the slices.
   *
   * @param onSlice gets each slice that is done
   * @throws the signal's reason when it is aborted
   */
  readValues<Slice extends ReadSlice>(
    slices: readonly Slice[],
    fileOf: (slice: Slice) => NamedBlob,
    source: ValueSource,
    onSlice: (slice: Slice) => void,
    signal: AbortSignal,
  ): Promise<CaptionValues[]>;
  filter(
    slices: readonly FilteredSlice[],
    entryCounts: Uint32Array,
    t: number,
    filters: ColumnFilters,
  ): Promise<FilterPart>;
  /**
   * Looks for a text in the captions of slices, each by the next worker that is free.
   *
   * @param files of the pool
   * @param onFound gets what is found in slice i, in order
   * @throws InputError when a file cannot be read; the signal's reason once it is aborted
   */
  search(
    slices: readonly (SearchedSlice & { readonly file: number })[],
    files: readonly NamedBlob[],
    text: string,
    signal: AbortSignal,
    onFound: (found: CaptionSet, i: number) => void,
  ): Promise<void>;
}

interface ColumnWorker {
  readonly api: Remote<ColumnApi>;
  /** Never resolves; rejects when the worker dies. */
  readonly died: Promise<never>;
  readonly kill: () => void;
}

export function createColumnShares(): ColumnShares {
  const own = createColumnApi();
  const workers = new Map<number, ColumnWorker>();

  function remove(position: number): void {
    workers.get(position)?.kill();
    workers.delete(position);
  }

  /** Runs on a worker, and here in its place when it dies. */
  async function runOn<Part>(
    worker: ColumnWorker | undefined,
    run: (api: ColumnApi | Remote<ColumnApi>) => Part | Promise<Part>,
  ): Promise<Part> {
    if (worker === undefined) return run(own);
    try {
      return await firstOf(Promise.resolve(run(worker.api)), worker.died);
    } catch {
      return run(own);
    }
  }

  /** Runs a pass over every share; the answers are in the order of the slices. */
  async function onShares<Slice extends CountedColumns, Part>(
    slices: readonly Slice[],
    run: (api: ColumnApi | Remote<ColumnApi>, share: readonly Slice[]) => Part | Promise<Part>,
  ): Promise<Part[]> {
    const takers = [...workers.values()];
    const shares = sharesOf(slices, Math.max(1, takers.length));
    return Promise.all(shares.map((share, i) => runOn(takers[i], (api) => run(api, share))));
  }

  return {
    addWorker(position, port) {
      let kill = () => {};
      const died = new Promise<never>((_, reject) => {
        kill = () => reject(new Error("A column worker died"));
      });
      died.catch(() => {});
      const api = wrap<ColumnApi>(port);
      workers.set(position, { api, died, kill });
      // Some browsers lose messages with shared memory on such a line, without a word.
      let isReached = false;
      void api.reach(newBuffer(8)).then(() => {
        isReached = true;
      });
      void api.reach(null).then(() => {
        if (!isReached) remove(position);
      });
    },

    removeWorker: remove,

    async count(slices, entries) {
      const columns = slices.map(({ file, entryIds }) => ({ file, entryIds }));
      return (await onShares(columns, (api, share) => api.count(share, entries))).flat();
    },

    async draw(slices, entryCounts, entryLanes, seed) {
      const columns = slices.map(({ matchStart, entryIds, keyLanes }) => ({
        matchStart,
        entryIds,
        keyLanes,
      }));
      const shares = await onShares(columns, (api, share) =>
        api.draw(share, entryCounts, entryLanes, seed),
      );
      const kept = keptByThreshold(shares.map(({ kept }) => kept));
      return { tau: cutAsSlices(slices, shares), kept };
    },

    async balance(slices, entryCounts, t) {
      const columns = slices.map(({ matchStart, entryIds, tau }) => ({
        matchStart,
        entryIds,
        tau,
      }));
      const parts = await onShares(columns, (api, share) => api.balance(share, entryCounts, t));
      return sumBalances(parts, t);
    },

    async expectedKept(slices, entryCounts) {
      const columns = slices.map(({ firstCaption, matchStart, entryIds }) => ({
        firstCaption,
        matchStart,
        entryIds,
      }));
      const captions = slices.reduce((sum, { matchStart }) => sum + matchStart.length - 1, 0);
      const t = gridThresholds(entryCounts);
      const spacing = gridSpacing(captions);
      const parts = await onShares(columns, (api, share) =>
        api.expectedKept(share, entryCounts, t, spacing),
      );
      return gridFrom(parts, t);
    },

    async compare(slices, entryCounts, entryLanes, seed, t, most) {
      const columns = slices.map(({ firstCaption, matchStart, entryIds, keyLanes, tau }) => ({
        firstCaption,
        matchStart,
        entryIds,
        keyLanes,
        tau,
      }));
      const parts = await onShares(columns, (api, share) =>
        api.compare(share, entryCounts, entryLanes, seed, t, most),
      );
      return sumComparisons(parts, most);
    },

    async bytes(slices) {
      const columns = slices.map(({ entryIds, tau, lineStarts, bytes }) => ({
        entryIds,
        tau,
        lineStarts,
        bytes,
      }));
      return bytesByThreshold(await onShares(columns, (api, share) => api.bytes(share)));
    },

    async capRound(slices, probabilities) {
      const columns = slices.map(({ matchStart, entryIds }) => ({ matchStart, entryIds }));
      return sumRound(await onShares(columns, (api, share) => api.capRound(share, probabilities)));
    },

    async variant(slices, draw, rule, t) {
      const columns = slices.map(({ matchStart, entryIds, keyLanes }) => ({
        matchStart,
        entryIds,
        keyLanes,
      }));
      return sumBalances(
        await onShares(columns, (api, share) => api.variant(share, draw, rule)),
        t,
      );
    },

    async keptByGroup(slices, draw, rule, groups) {
      const columns = slices.map((slice) => ({ ...drawnColumns(slice), groups: slice.groups }));
      const parts = await onShares(columns, (api, share) =>
        api.keptByGroup(share, draw, rule, groups),
      );
      return sumKeptByGroup(parts, groups);
    },

    async carriers(slices, draw, t, entry) {
      const parts = await onShares(slices.map(drawnColumns), (api, share) =>
        api.carriers(share, draw, t, entry),
      );
      return sumCarriers(parts, draw.entryCounts.length);
    },

    async readValues(slices, fileOf, source, onSlice, signal) {
      const values: CaptionValues[] = [];
      let next = 0;
      const readOn = async (worker: ColumnWorker | null) => {
        while (next < slices.length) {
          signal.throwIfAborted();
          const at = next++;
          const { name, blob } = fileOf(slices[at]);
          const { start, end, captionField, lineStarts } = slices[at];
          const read = (api: ColumnApi | Remote<ColumnApi>) =>
            Promise.resolve(
              api.readValues({ name, blob }, { start, end, captionField, lineStarts }, source),
            );
          values[at] = worker
            ? await firstOf(read(worker.api), worker.died).catch(() => read(own))
            : await read(own);
          signal.throwIfAborted();
          onSlice(slices[at]);
        }
      };
      const takers = workers.size > 0 ? [...workers.values()] : [null];
      await Promise.all(takers.map(readOn));
      return values;
    },

    async filter(slices, entryCounts, t, filters) {
      const columns = slices.map(({ file, matchStart, entryIds, tau, found }) => ({
        file,
        matchStart,
        entryIds,
        tau,
        found,
      }));
      const parts = await onShares(columns, (api, share) =>
        api.filter(share, entryCounts, t, filters),
      );
      return joinFilterParts(parts);
    },

    async search(slices, files, text, signal, onFound) {
      const waiting = new Map<number, CaptionSet>();
      let next = 0;
      let told = 0;
      async function searchOn(worker: ColumnWorker | undefined): Promise<void> {
        while (next < slices.length) {
          signal.throwIfAborted();
          const i = next++;
          const { file, start, end, captionField, lineStarts } = slices[i];
          const { name, blob } = files[file];
          const slice = { start, end, captionField, lineStarts };
          const found = await runOn(worker, (api) => api.search({ name, blob }, slice, text));
          signal.throwIfAborted();
          waiting.set(i, found);
          for (let ready = waiting.get(told); ready; ready = waiting.get(told)) {
            waiting.delete(told);
            onFound(ready, told++);
          }
        }
      }
      const takers = workers.size === 0 ? [undefined] : [...workers.values()];
      try {
        await Promise.all(takers.map(searchOn));
      } finally {
        next = slices.length;
      }
    },
  };
}

function drawnColumns({ matchStart, entryIds, keyLanes, tau }: KeyedDrawnCaptions) {
  return { matchStart, entryIds, keyLanes, tau };
}

type CountedColumns = Pick<CountedSlice, "entryIds">;

/** Cuts slices into at most `count` shares that stand together, of about equal matches; at least one. */
export function sharesOf<Slice extends CountedColumns>(
  slices: readonly Slice[],
  count: number,
): Slice[][] {
  const total = slices.reduce((sum, { entryIds }) => sum + entryIds.length, 0);
  const shares: Slice[][] = [[]];
  let matches = 0;
  for (const slice of slices) {
    const middle = matches + slice.entryIds.length / 2;
    if (middle > (total * shares.length) / count) shares.push([]);
    shares[shares.length - 1].push(slice);
    matches += slice.entryIds.length;
  }
  return shares;
}

function cutAsSlices(
  slices: readonly TauInputs[],
  shares: readonly { readonly tau: Float64Array }[],
): Float64Array[] {
  let share = 0;
  let start = 0;
  return slices.map(({ matchStart }) => {
    const captions = matchStart.length - 1;
    while (start + captions > shares[share].tau.length) {
      share++;
      start = 0;
    }
    start += captions;
    return shares[share].tau.subarray(start - captions, start);
  });
}
