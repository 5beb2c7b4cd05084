import { sortedByKey } from "./sortedByKey.ts";

/**
 * The training distribution: every entry that has matches, sorted by its count.
 * Everything that moves with t is read from these sorted columns and their prefix sums.
 */
export interface Distribution {
  /** Entries in the metadata, with or without matches. */
  readonly entries: number;
  /** All matches of the pool: the sum of `counts`. */
  readonly matches: number;
  /** Ids of the entries with matches, tail to head: by count, then by id. */
  readonly entryIds: Uint32Array;
  /** Their counts, ascending; every count is at least 1. */
  readonly counts: Uint32Array;
  /** `cumulative[i]` is the sum of the first i counts; one longer than `counts`. */
  readonly cumulative: Float64Array;
}

/**
 * Sorts entry counts into the training distribution.
 *
 * @param entryCounts matches by entry id
 */
export function distributionOf(entryCounts: Uint32Array): Distribution {
  const entries = entryCounts.length;
  const matched = new Uint32Array(entries);
  let n = 0;
  for (let id = 0; id < entries; id++) if (entryCounts[id] > 0) matched[n++] = id;
  const entryIds = sortedByKey(matched.subarray(0, n), (id) => entryCounts[id]);
  const counts = new Uint32Array(n);
  for (let i = 0; i < n; i++) counts[i] = entryCounts[entryIds[i]];
  const cumulative = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) cumulative[i + 1] = cumulative[i] + counts[i];
  return { entries, matches: cumulative[counts.length], entryIds, counts, cumulative };
}

/** How many sorted values are strictly below `limit`. */
export function countBelow(sorted: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Σ min(count, t) over the sorted counts from `first` to `end - 1`.
 *
 * @param t threshold; Infinity caps nothing
 */
export function cappedSum(
  { counts, cumulative }: Distribution,
  first: number,
  end: number,
  t: number,
): number {
  const kink = Math.min(Math.max(countBelow(counts, t), first), end);
  const tail = cumulative[kink] - cumulative[first];
  return kink === end ? tail : tail + (end - kink) * t;
}
