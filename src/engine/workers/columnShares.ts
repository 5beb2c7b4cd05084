import { type Remote, wrap } from "comlink";
import { type Balance, type DrawnCaptions, sumBalances } from "../../core/balancing/balance.ts";
import {
  type ExpectedKeptGrid,
  gridFrom,
  gridSpacing,
  gridThresholds,
  type PlacedCaptions,
} from "../../core/balancing/expectedKept.ts";
import { type KeptByThreshold, keptByThreshold } from "../../core/balancing/keptAt.ts";
import type { TauInputs } from "../../core/balancing/tau.ts";
import { firstOf } from "../../firstOf.ts";
import type { NamedBlob, PartialCounts } from "../slice.ts";
import type { CaptionSet } from "./captionSet.ts";
import { type ColumnApi, type CountedSlice, createColumnApi } from "./columnApi.ts";
import {
  type ColumnFilters,
  type FilteredSlice,
  type FilterPart,
  joinFilterParts,
} from "./filterCaptions.ts";
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
      workers.set(position, { api: wrap<ColumnApi>(port), died, kill });
    },

    removeWorker(position) {
      workers.get(position)?.kill();
      workers.delete(position);
    },

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
