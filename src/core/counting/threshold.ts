import { cappedSum, countBelow, type Distribution } from "./distribution.ts";

/** What a threshold t makes of the training distribution. */
export interface ThresholdSummary {
  readonly t: number;
  /** Entries with at least t matches. */
  readonly headEntries: number;
  /** Entries with fewer than t matches, but some. */
  readonly tailEntries: number;
  /** Matches of tail entries. */
  readonly tailMatches: number;
  /** Tail share p: `tailMatches` over all matches; 0 for a pool without matches. */
  readonly tailShare: number;
  /** Σ min(count, t). Not a number of captions: one caption has many matches. */
  readonly cappedMatches: number;
}

/**
 * Splits the distribution at threshold t. Tail is strict: count < t.
 *
 * Source: "Demystifying CLIP Data", section 3.3.
 */
export function summarizeAt(distribution: Distribution, t: number): ThresholdSummary {
  const { counts, cumulative, matches } = distribution;
  const tailEntries = countBelow(counts, t);
  const headEntries = counts.length - tailEntries;
  const tailMatches = cumulative[tailEntries];
  return {
    t,
    headEntries,
    tailEntries,
    tailMatches,
    tailShare: matches === 0 ? 0 : tailMatches / matches,
    cappedMatches: cappedSum(distribution, 0, counts.length, t),
  };
}

/** The tail share p of threshold t: matches of entries with fewer than t, over all matches. */
export function tailShareAt(distribution: Distribution, t: number): number {
  return summarizeAt(distribution, t).tailShare;
}

/**
 * The threshold t for a tail share p, as published: of the counts sorted ascending, the one whose
 * cumulative share is nearest p, the first on a tie; at least 1. Not an exact inverse of
 * {@link tailShareAt}: the published formula returns a count that occurs.
 *
 * @param p tail share from 0 to 1
 */
export function thresholdForTailShare(distribution: Distribution, p: number): number {
  const { entries, counts, cumulative, matches } = distribution;
  if (matches === 0) return 1;
  const shares = cumulative.subarray(1);
  let index = countBelow(shares, p * matches);
  if (index === shares.length) index = shares.length - 1;
  const distance = (i: number) => Math.abs(shares[i] / matches - p);
  if (index > 0 && distance(index - 1) <= distance(index)) index--;
  const hasEntryWithoutMatches = entries > counts.length;
  if (index === 0 && hasEntryWithoutMatches && p <= distance(0)) return 1;
  return counts[index];
}
