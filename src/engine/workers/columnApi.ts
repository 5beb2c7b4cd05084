import { expose, transfer } from "comlink";
import { bytesPart, type CaptionLines } from "../../core/balancing/aim.ts";
import {
  type BalancedPart,
  balancePart,
  type DrawnCaptions,
} from "../../core/balancing/balance.ts";
import {
  type Carriers,
  carriersPart,
  type KeyedDrawnCaptions,
} from "../../core/balancing/carriers.ts";
import { type Comparison, compareSettings } from "../../core/balancing/compare.ts";
import {
  type ExpectedKeptPart,
  expectedKeptPart,
  type PlacedCaptions,
} from "../../core/balancing/expectedKept.ts";
import { type KeptPart, keptPart } from "../../core/balancing/keptAt.ts";
import { type KeptByGroup, keptByGroupPart } from "../../core/balancing/keptByGroup.ts";
import type { TauInputs } from "../../core/balancing/tau.ts";
import { type RoundPart, roundPart } from "../../core/balancing/variants/cappedBalanced.ts";
import { decidedPart } from "../../core/balancing/variants/decide.ts";
import type { CaptionMatches } from "../../core/matching/captionMatches.ts";
import { thresholdsFor } from "../../kernel/thresholds.ts";
import { newBuffer, transferablesOf } from "../memory.ts";
import type { NamedBlob, PartialCounts, SliceColumns } from "../slice.ts";
import type { CaptionSet } from "./captionSet.ts";
import { readValues } from "./captionValues.ts";
import {
  type ColumnFilters,
  type FilteredSlice,
  type FilterPart,
  filterPart,
} from "./filterCaptions.ts";
import { type DrawInputs, decideBy, type KeepingRule, keptBy, type VariantRule } from "./rules.ts";
import { type SearchedSlice, searchSlice } from "./searchSlice.ts";

/** What counting reads of a slice. */
export type CountedSlice = Pick<SliceColumns, "file" | "entryIds">;

/** What comparing reads of a slice. */
export interface ComparedSlice extends TauInputs {
  readonly firstCaption: number;
  readonly tau: Float64Array;
}

/** What counting captions by group reads of a slice. */
export interface GroupedSlice extends KeyedDrawnCaptions {
  /** By caption, or of all of them. */
  readonly groups: Uint8Array | number;
}

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
    /** Answers that a message came; with it comes memory as that of columns. */
    reach(_memory: ArrayBufferLike | null): void {},

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

    /**
     * Compares a setting with that of the pool.
     *
     * @param entryCounts entry counts of the whole pool, by entry id
     * @param entryLanes hashed entries, two lanes an entry
     * @param seed of the setting compared with; null for that of the pool
     */
    compare(
      slices: readonly ComparedSlice[],
      entryCounts: Uint32Array,
      entryLanes: Uint32Array,
      seed: number | null,
      t: { readonly pinned: number; readonly now: number },
      most: number,
    ): Comparison {
      const thresholdsOf = seed === null ? null : thresholdsFor(entryCounts, entryLanes, seed);
      const drawn = slices.map((slice) => ({
        ...slice,
        firstTau: thresholdsOf?.(slice) ?? slice.tau,
        secondTau: slice.tau,
      }));
      const part = compareSettings(drawn, entryCounts, t.pinned, t.now, most);
      return transfer(part, transferablesOf(part));
    },

    /** See {@link bytesPart}. */
    bytes(slices: readonly CaptionLines[]): Float64Array {
      return bytesPart(slices);
    },

    /** See {@link roundPart}. */
    capRound(slices: readonly CaptionMatches[], probabilities: Float64Array): RoundPart {
      const part = roundPart(slices, probabilities);
      return transfer(part, transferablesOf(part));
    },

    /** What a variant keeps of some slices. */
    variant(slices: readonly TauInputs[], draw: DrawInputs, rule: VariantRule): BalancedPart {
      const decide = decideBy(rule, draw);
      const part = decidedPart(slices, draw.entryCounts.length, decide);
      return transfer(part, transferablesOf(part, part.keptByMatches));
    },

    /** Captions by group; each slice knows the groups of its captions. */
    keptByGroup(
      slices: readonly GroupedSlice[],
      draw: DrawInputs,
      rule: KeepingRule,
      groups: number,
    ): KeptByGroup {
      const keptOf = keptBy(rule, draw);
      return keptByGroupPart(
        slices.map((slice) => ({ ...slice, kept: keptOf(slice) })),
        groups,
      );
    },

    /** See {@link carriersPart}. */
    carriers(
      slices: readonly KeyedDrawnCaptions[],
      { entryCounts, entryLanes, seed }: DrawInputs,
      t: number,
      entry: number,
    ): Carriers {
      return carriersPart(slices, entryCounts, entryLanes, seed, t, entry);
    },

    /** See {@link readValues}. */
    readValues,

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
