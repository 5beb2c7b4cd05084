import { countBelow, type Distribution } from "./distribution.ts";

/**
 * The fewest entries that hold a share of all matches: so many of the largest ones.
 *
 * @param share from 0 to 1
 */
export function largestEntriesHolding(distribution: Distribution, share: number): number {
  const { counts, cumulative, matches } = distribution;
  const outside = matches - matches * share;
  // The most entries from the tail up that leave the share to the others.
  let left = countBelow(cumulative, outside);
  if (cumulative[left] !== outside) left--;
  return counts.length - Math.max(0, left);
}
