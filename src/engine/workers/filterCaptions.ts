import type { DrawnCaptions } from "../../core/balancing/balance.ts";
import { entryProbability } from "../../core/balancing/probability.ts";
import type {
  CaptionFilters,
  FilterCounts,
  FilterName,
  KindCounts,
  NumberRange,
} from "../types.ts";
import { addTo, type CaptionSet, emptySet, isIn } from "./captionSet.ts";

/** What filters read of a slice. */
export interface FilteredSlice extends DrawnCaptions {
  readonly file: number;
  /** Captions that hold the text; null where it is not searched yet. */
  readonly found: CaptionSet | null;
}

/** {@link CaptionFilters} with entries by their ids. */
export interface ColumnFilters {
  readonly hasText: boolean;
  /** Ids of the entries asked for; null for a text that is no entry. Empty asks for nothing. */
  readonly entries: readonly (number | null)[];
  readonly hold: CaptionFilters["hold"];
  readonly file: number | null;
  readonly matches: NumberRange | null;
  readonly chance: NumberRange | null;
  readonly counts: NumberRange | null;
}

/** Captions of some slices that pass filters. */
export interface FilterPart extends Pick<FilterCounts, "without">, KindCounts {
  /** By slice. */
  readonly passing: readonly CaptionSet[];
}

type MutableCounts = { -readonly [Kind in keyof KindCounts]: KindCounts[Kind] };

/** The filters, in the order of their bits. */
const NAMES: readonly FilterName[] = ["text", "entries", "file", "matches", "chance", "counts"];
const [TEXT, ENTRIES, FILE, MATCHES, CHANCE, COUNTS] = NAMES.map((_, i) => 1 << i);

/** The filters that ask for something. */
export function filtersInUse(filters: CaptionFilters): FilterName[] {
  return NAMES.filter((name) => {
    const value = filters[name];
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
  });
}

/**
 * Finds the captions of some slices that pass filters, and counts them by what happens to them at t.
 *
 * @param entryCounts entry counts of the whole pool, by entry id
 */
export function filterPart(
  slices: readonly FilteredSlice[],
  entryCounts: Uint32Array,
  t: number,
  filters: ColumnFilters,
): FilterPart {
  const { hasText, hold, file, matches, chance, counts } = filters;
  const wanted = new Uint8Array(entryCounts.length);
  for (const id of filters.entries) if (id !== null) wanted[id] = 1;
  const least = hold === "all" ? filters.entries.length : Math.min(1, filters.entries.length);
  const tails = chance === null ? null : tailsAt(entryCounts, t);
  const counted = counts === null ? null : flagsOf(entryCounts, counts);
  const total = noCaptions();
  const failing = NAMES.map(noCaptions);

  const passing = slices.map(({ file: ofSlice, found, matchStart, entryIds, tau }) => {
    const set = emptySet(tau.length);
    const isOtherFile = file !== null && file !== ofSlice;
    for (let caption = 0; caption < tau.length; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      let fails = isOtherFile ? FILE : 0;
      if (hasText && (found === null || !isIn(found, caption))) fails |= TEXT;
      if (matches !== null && !isWithin(end - start, matches)) fails |= MATCHES;
      if (least > 0) {
        let held = 0;
        for (let m = start; m < end; m++) held += wanted[entryIds[m]];
        if (held < least) fails |= ENTRIES;
      }
      if (counted !== null) {
        let m = start;
        while (m < end && counted[entryIds[m]] === 0) m++;
        if (m === end) fails |= COUNTS;
      }
      if (tails !== null && chance !== null) {
        let allTails = 1;
        for (let m = start; m < end; m++) allTails *= tails[entryIds[m]];
        if (!isWithin(1 - allTails, chance)) fails |= CHANCE;
      }
      if (fails === 0) {
        addTo(set, caption);
        countIn(total, tau[caption], t);
      } else if ((fails & (fails - 1)) === 0) {
        countIn(failing[31 - Math.clz32(fails)], tau[caption], t);
      }
    }
    return set;
  });
  return {
    passing,
    ...total,
    without: Object.fromEntries(NAMES.map((name, i) => [name, failing[i]])),
  };
}

/** Parts of one pool, in order, as one. */
export function joinFilterParts(parts: readonly FilterPart[]): FilterPart {
  const sum = (counts: readonly KindCounts[]): KindCounts => ({
    kept: counts.reduce((all, { kept }) => all + kept, 0),
    dropped: counts.reduce((all, { dropped }) => all + dropped, 0),
    unmatched: counts.reduce((all, { unmatched }) => all + unmatched, 0),
  });
  return {
    passing: parts.flatMap(({ passing }) => passing),
    ...sum(parts),
    without: Object.fromEntries(
      NAMES.map((name) => [name, sum(parts.map(({ without }) => without[name] ?? noCaptions()))]),
    ),
  };
}

/** By entry id: 1 − min(1, t / count). */
function tailsAt(entryCounts: Uint32Array, t: number): Float64Array {
  const tails = new Float64Array(entryCounts.length);
  for (let id = 0; id < tails.length; id++) tails[id] = 1 - entryProbability(entryCounts[id], t);
  return tails;
}

/** By entry id: 1 where its count is within a range. */
function flagsOf(entryCounts: Uint32Array, range: NumberRange): Uint8Array {
  const flags = new Uint8Array(entryCounts.length);
  for (let id = 0; id < flags.length; id++) flags[id] = Number(isWithin(entryCounts[id], range));
  return flags;
}

function isWithin(value: number, { from, to }: NumberRange): boolean {
  return value >= from && value <= to;
}

function noCaptions(): MutableCounts {
  return { kept: 0, dropped: 0, unmatched: 0 };
}

function countIn(counts: MutableCounts, tau: number, t: number): void {
  if (tau < t) counts.kept++;
  else if (tau < Number.POSITIVE_INFINITY) counts.dropped++;
  else counts.unmatched++;
}
