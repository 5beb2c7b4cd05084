import type { Distribution } from "../../core/counting/distribution.ts";
import { sortedByKey } from "../../core/counting/sortedByKey.ts";
import type { EntrySort, EntryStatus, Pool } from "../../engine/types.ts";

/** What entries are sorted and filtered by. */
export interface EntryOrder {
  readonly sort: EntrySort;
  readonly descending: boolean;
  /** Null for any. */
  readonly status: EntryStatus | null;
  /** Entries with `from` to `to` matches in the pool, both included; null for any. */
  readonly counts: { readonly from: number; readonly to: number } | null;
  readonly t: number;
}

/** Columns by entry id that are not the pool's own. Those that a sort does not need may be null. */
export interface OrderColumns {
  /** Matches as the table counts them. */
  readonly matches: Uint32Array;
  /** Balanced matches. */
  readonly balanced: Uint32Array | null;
  /** Place in the alphabet. */
  readonly places: Uint32Array | null;
}

const LARGEST = 2 ** 32 - 1;

/**
 * Ids of the entries that fit, in order; equal ones by their matches in the pool, the most first,
 * then by id. Entries without a kept share come last. The time is linear in the entries, so that
 * half a million are sorted within one frame or two.
 *
 * @param ids those to choose from, in the order of {@link byMatches}
 */
export function orderEntries(
  ids: Uint32Array,
  pool: Pool,
  { matches, balanced, places }: OrderColumns,
  { sort, descending, status, counts, t }: EntryOrder,
): Uint32Array {
  const { entryCounts, unmatchable } = pool;
  const statusAt = (id: number) => statusOf(entryCounts[id], unmatchable[id] === 1, t);
  const fits = (id: number) =>
    (status === null || statusAt(id) === status) &&
    (counts === null || (entryCounts[id] >= counts.from && entryCounts[id] <= counts.to));
  const fitting = status === null && counts === null ? ids : ids.filter(fits);
  const sorted = (keyOf: (id: number) => number) => sortedByKey(fitting, keyOf, descending);
  const isByMatches = sort === "share" || (sort === "matches" && matches === entryCounts);
  if (isByMatches && descending) return fitting;
  switch (sort) {
    case "entry":
      return sorted((id) => places![id]);
    case "matches":
      return sorted((id) => matches[id]);
    case "capped":
      return sorted((id) => Math.min(entryCounts[id], t));
    case "balanced":
      return sorted((id) => balanced![id]);
    case "share":
      return sorted((id) => entryCounts[id]);
    case "kept-share": {
      // Shares in steps of 2^-32, between the values that stand for none.
      const none = descending ? 0 : LARGEST;
      return sorted((id) =>
        entryCounts[id] === 0
          ? none
          : 1 + Math.round((balanced![id] / entryCounts[id]) * (LARGEST - 2)),
      );
    }
    case "source":
      return sorted((id) => sourceAt(pool, id) + 1);
    case "status":
      return sorted((id) => STATUSES.indexOf(statusAt(id)));
  }
}

/** All ids by their matches in the pool, the most first; equal ones ascending. */
export function byMatches({ entries, entryIds, counts }: Distribution): Uint32Array {
  const ids = new Uint32Array(entries);
  const isRanked = new Uint8Array(entries);
  let rank = 0;
  for (let end = counts.length; end > 0; ) {
    let first = end - 1;
    while (first > 0 && counts[first - 1] === counts[end - 1]) first--;
    for (let i = first; i < end; i++) {
      ids[rank++] = entryIds[i];
      isRanked[entryIds[i]] = 1;
    }
    end = first;
  }
  for (let id = 0; id < entries; id++) if (isRanked[id] === 0) ids[rank++] = id;
  return ids;
}

const STATUSES: readonly EntryStatus[] = ["head", "tail", "none", "unmatchable"];

export function statusOf(count: number, isUnmatchable: boolean, t: number): EntryStatus {
  if (isUnmatchable) return "unmatchable";
  if (count === 0) return "none";
  return count < t ? "tail" : "head";
}

/** Position of an entry's source among the metadata's; -1 where it does not tell. */
export function sourceAt({ metadata }: Pool, id: number): number {
  return metadata.sources.findLastIndex(({ first }) => first <= id);
}
