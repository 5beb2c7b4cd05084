import { expose, transfer } from "comlink";
import {
  type BalancedPart,
  balancePart,
  type DrawnCaptions,
} from "../../core/balancing/balance.ts";
import {
  type ExpectedKeptPart,
  expectedKeptPart,
  type PlacedCaptions,
} from "../../core/balancing/expectedKept.ts";
import { type KeptPart, keptPart } from "../../core/balancing/keptAt.ts";
import type { TauInputs } from "../../core/balancing/tau.ts";
import { thresholdsFor } from "../../kernel/thresholds.ts";
import { newBuffer, transferablesOf } from "../memory.ts";
import type { NamedBlob, PartialCounts, SliceColumns } from "../slice.ts";
import type { CaptionSet } from "./captionSet.ts";
import {
  type ColumnFilters,
  type FilteredSlice,
  type FilterPart,
  filterPart,
} from "./filterCaptions.ts";
import { type SearchedSlice, searchSlice } from "./searchSlice.ts";

/** What counting reads of a slice. */
export type CountedSlice = Pick<SliceColumns, "file" | "entryIds">;

/** The draw of some slices. */
export interface DrawnShare {
  /** tau of all their captions, one slice after the other. */
  readonly tau: Float64Array;
  /** Their matched captions by tau. */
  readonly kept: KeptPart;
}

/**
 * The heavy passes over the columns of a pool. Each answer hangs on the arguments alone, so a share
 * of the slices may be given to any worker, and to another when that one dies.
 */
export function createColumnApi() {
  return {
    /**
     * Counts matches by file. A file whose slices do not stand together gets several counts.
     *
     * @param entries entries in the metadata
     */
    count(slices: readonly CountedSlice[], entries: number): PartialCounts[] {
      const counts = countByFile(slices, entries);
      return transfer(counts, transferablesOf(...counts));
    },

    /**
     * Draws tau and counts captions by it.
     *
     * @param entryCounts entry counts of the whole pool, by entry id
     * @param entryLanes hashed entries, two lanes an entry
     */
    draw(
      slices: readonly TauInputs[],
      entryCounts: Uint32Array,
      entryLanes: Uint32Array,
      seed: number,
    ): DrawnShare {
      const captions = slices.reduce((sum, { matchStart }) => sum + matchStart.length - 1, 0);
      const tau = new Float64Array(newBuffer(captions * Float64Array.BYTES_PER_ELEMENT));
      const thresholdsOf = thresholdsFor(entryCounts, entryLanes, seed);
      let first = 0;
      const drawn = slices.map((slice): DrawnCaptions => {
        const end = first + slice.matchStart.length - 1;
        const ofSlice = thresholdsOf(slice, tau.subarray(first, end));
        first = end;
        return { ...slice, tau: ofSlice };
      });
      const share = { tau, kept: keptPart(drawn) };
      return transfer(share, transferablesOf(share, share.kept));
    },

    /**
     * Balances at t.
     *
     * @param entryCounts entry counts of the whole pool, by entry id
     */
    balance(slices: readonly DrawnCaptions[], entryCounts: Uint32Array, t: number): BalancedPart {
      const part = balancePart(slices, entryCounts, t);
      return transfer(part, transferablesOf(part, part.keptByMatches));
    },

    /** See {@link expectedKeptPart}. */
    expectedKept(
      slices: readonly PlacedCaptions[],
      entryCounts: Uint32Array,
      t: Float64Array,
      spacing: number,
    ): ExpectedKeptPart {
      return expectedKeptPart(slices, entryCounts, t, spacing);
    },

    /** See {@link filterPart}. */
    filter(
      slices: readonly FilteredSlice[],
      entryCounts: Uint32Array,
      t: number,
      filters: ColumnFilters,
    ): FilterPart {
      const part = filterPart(slices, entryCounts, t, filters);
      return transfer(part, transferablesOf(part.passing));
    },

    /** See {@link searchSlice}. */
    search(file: NamedBlob, slice: SearchedSlice, text: string): Promise<CaptionSet> {
      return searchSlice(file, slice, text);
    },
  };
}

export type ColumnApi = ReturnType<typeof createColumnApi>;

/** What a column worker does for who started it. */
export interface ColumnWorkerApi {
  /** From now on it answers over a port, whose other end the pool worker has. */
  connect(port: MessagePort): void;
}

export function createColumnWorkerApi(api: ColumnApi = createColumnApi()): ColumnWorkerApi {
  return { connect: (port) => expose(api, port) };
}

function countByFile(slices: readonly CountedSlice[], entries: number): PartialCounts[] {
  const counts = new Uint32Array(entries);
  const counted = new Uint32Array(entries);
  const byFile: PartialCounts[] = [];
  for (let first = 0; first < slices.length; ) {
    const { file } = slices[first];
    let found = 0;
    let next = first;
    for (; next < slices.length && slices[next].file === file; next++) {
      const { entryIds } = slices[next];
      for (let i = 0; i < entryIds.length; i++) {
        const id = entryIds[i];
        if (counts[id]++ === 0) counted[found++] = id;
      }
    }
    const ids = counted.slice(0, found);
    byFile.push({ file, entryIds: ids, counts: ids.map((id) => counts[id]) });
    for (const id of ids) counts[id] = 0;
    first = next;
  }
  return byFile;
}
