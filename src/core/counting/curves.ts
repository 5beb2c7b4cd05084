import { countBelow, type Distribution } from "./distribution.ts";

/** A polyline: `y[i]` at `x[i]`, x ascending. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Most vertices a curve has; more cannot be seen on a screen. */
export const MAX_VERTICES = 512;

/**
 * Ranks (1 is the entry with most matches) at which curves are sampled: every one when they fit,
 * otherwise spaced evenly in the logarithm. Always holds 1 and `entriesWithMatches`.
 */
export function sampleRanks(entriesWithMatches: number, vertices = MAX_VERTICES): Uint32Array {
  if (entriesWithMatches <= vertices) {
    return Uint32Array.from({ length: entriesWithMatches }, (_, i) => i + 1);
  }
  const ranks = new Set<number>();
  const step = Math.log(entriesWithMatches) / (vertices - 1);
  for (let i = 0; i < vertices; i++) ranks.add(Math.round(Math.exp(step * i)));
  ranks.add(entriesWithMatches);
  return Uint32Array.from(ranks).sort();
}

/** Counts by rank: x is the rank, 1 the entry with most matches; y its count. */
export function rankCurve({ counts }: Distribution): Curve {
  const x = Float64Array.from(sampleRanks(counts.length));
  return { x, y: x.map((rank) => counts[counts.length - rank]) };
}

/**
 * Other values of the same entries by rank. Each vertex is the mean over the ranks nearest to it,
 * so that no entry is passed over.
 *
 * @param values value by entry id, such as the expected balanced counts
 */
export function rankCurveOf({ entryIds }: Distribution, values: ArrayLike<number>): Curve {
  const x = Float64Array.from(sampleRanks(entryIds.length));
  const y = new Float64Array(x.length);
  for (let i = 0, rank = 1; i < x.length; i++) {
    const end = i + 1 < x.length ? Math.floor((x[i] + x[i + 1]) / 2) : x[i];
    const first = rank;
    for (; rank <= end; rank++) y[i] += values[entryIds[entryIds.length - rank]];
    y[i] /= end - first + 1;
  }
  return { x, y };
}

/**
 * Counts by rank, capped at t: flat at t over the head, then the counts themselves. The kink is
 * exact: the last head entry and the first tail entry are vertices.
 */
export function cappedRankCurve(distribution: Distribution, t: number): Curve {
  const { counts } = distribution;
  const head = counts.length - countBelow(counts, t);
  const ranks = new Set<number>();
  if (head > 0) ranks.add(1).add(head);
  if (head < counts.length) ranks.add(head + 1);
  for (const rank of sampleRanks(counts.length, MAX_VERTICES - 3)) {
    if (rank > head) ranks.add(rank);
  }
  const x = Float64Array.from(ranks).sort();
  return { x, y: x.map((rank) => Math.min(t, counts[counts.length - rank])) };
}

/**
 * Numbers of entries, counted from the tail, at which the cumulative curve is sampled: half evenly
 * spaced, half ever closer towards the head, where the curve is steep.
 */
export function sampleEntries(entriesWithMatches: number, vertices = MAX_VERTICES): Uint32Array {
  const sampled = new Set<number>([0, entriesWithMatches]);
  const even = Math.floor(vertices / 2) - 1;
  for (let i = 1; i < even; i++) sampled.add(Math.round((entriesWithMatches * i) / even));
  for (const rank of sampleRanks(entriesWithMatches, vertices - even - 1)) {
    sampled.add(entriesWithMatches - rank);
  }
  return Uint32Array.from(sampled).sort();
}

/**
 * The cumulative curve of the paper (figure 2): entries sorted tail to head, y the sum of
 * min(count, t) over the first x of them. The kink, where the tail ends, is a vertex.
 *
 * @param t threshold; Infinity gives all matches
 */
export function cumulativeCurve(distribution: Distribution, t: number): Curve {
  const { counts, cumulative } = distribution;
  const tail = countBelow(counts, t);
  const sampled = new Set(sampleEntries(counts.length, MAX_VERTICES - 1)).add(tail);
  const x = Float64Array.from(sampled).sort();
  return { x, y: x.map((n) => (n <= tail ? cumulative[n] : cumulative[tail] + (n - tail) * t)) };
}

/**
 * A cumulative curve of other values of the same entries, in the same order.
 *
 * @param values value by entry id, such as the expected balanced matches
 */
export function cumulativeCurveOf(distribution: Distribution, values: ArrayLike<number>): Curve {
  const { entryIds } = distribution;
  const x = Float64Array.from(sampleEntries(entryIds.length));
  const y = new Float64Array(x.length);
  let sum = 0;
  for (let i = 0, n = 0; i < x.length; i++) {
    for (; n < x[i]; n++) sum += values[entryIds[n]]!;
    y[i] = sum;
  }
  return { x, y };
}
