import { cappedSum, countBelow, type Distribution } from "./distribution.ts";

/** Entries whose counts lie in [from, to). */
export interface CountBand {
  readonly from: number;
  readonly to: number;
  readonly entries: number;
  readonly matches: number;
  /** Matches of its entries with counts below t. */
  readonly tailMatches: number;
  /** Σ min(count, t) over the band. */
  readonly cappedMatches: number;
}

/** Edges of count bands, 1, 2, 5, 10, 20, 50 …, up to the first above `largest`. */
export function bandEdges(largest: number): number[] {
  const edges = [1];
  for (let i = 1; edges[edges.length - 1] <= largest; i++) {
    edges.push([1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
  }
  return edges;
}

/**
 * The distribution over count bands, as capped at t.
 *
 * @param edges ascending; band i is [edges[i], edges[i + 1])
 */
export function countBands(
  distribution: Distribution,
  t: number,
  edges: readonly number[] = bandEdges(distribution.counts.at(-1) ?? 1),
): CountBand[] {
  const { counts, cumulative } = distribution;
  const tail = countBelow(counts, t);
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1];
    const first = countBelow(counts, from);
    const end = countBelow(counts, to);
    return {
      from,
      to,
      entries: end - first,
      matches: cumulative[end] - cumulative[first],
      tailMatches: cumulative[Math.min(Math.max(tail, first), end)] - cumulative[first],
      cappedMatches: cappedSum(distribution, first, end, t),
    };
  });
}

/**
 * Sums values of entries over the same bands.
 *
 * @param values value by entry id, such as the balanced counts
 */
export function sumOverBands(
  { entryIds, counts }: Distribution,
  values: ArrayLike<number>,
  edges: readonly number[],
): number[] {
  return edges.slice(0, -1).map((from, i) => {
    const end = countBelow(counts, edges[i + 1]);
    let sum = 0;
    for (let at = countBelow(counts, from); at < end; at++) sum += values[entryIds[at]];
    return sum;
  });
}
