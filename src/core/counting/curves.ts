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

/** A smoothed curve, and between `low` and `high` most of what it smooths. */
export interface CurveWithBand extends Curve {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A vertex of the balanced curve stands for the ranks within this factor of its own. */
const NEARBY = 1.25;

/** Most entries near a vertex that are looked at for the band, spaced evenly. */
const MOST_NEARBY = 40;

/**
 * Balanced counts by rank, smoothed: what an entry keeps hangs on the length of its captions, so
 * neighbours differ much. y is the count at the vertex times the share that entries of nearby ranks
 * keep together, so it is never above the count, and equal to it where all keep all. The band is the
 * count times the shares that nine in ten and one in ten of those entries exceed.
 *
 * @param balancedCounts balanced count by entry id, at most the entry's count
 */
export function balancedRankCurve(
  { entryIds, counts, cumulative }: Distribution,
  balancedCounts: ArrayLike<number>,
): CurveWithBand {
  const entries = counts.length;
  const balanced = new Float64Array(entries + 1);
  for (let i = 0; i < entries; i++) balanced[i + 1] = balanced[i] + balancedCounts[entryIds[i]]!;

  const x = Float64Array.from(sampleRanks(entries));
  const [y, low, high] = [x.slice(), x.slice(), x.slice()];
  for (let i = 0; i < x.length; i++) {
    const rank = x[i];
    const count = counts[entries - rank];
    const end = entries + 1 - Math.ceil(rank / NEARBY);
    const first = Math.max(entries - Math.floor(rank * NEARBY), 0);
    y[i] = count * ((balanced[end] - balanced[first]) / (cumulative[end] - cumulative[first]));

    const looked = Math.min(end - first, MOST_NEARBY);
    const shares = Float64Array.from({ length: looked }, (_, k) => {
      const near = first + Math.floor(((k + 0.5) * (end - first)) / looked);
      return balancedCounts[entryIds[near]]! / counts[near];
    }).sort();
    low[i] = count * quantile(shares, 0.1);
    high[i] = count * quantile(shares, 0.9);
  }
  return { x, y, low, high };
}

/** The value below which a share of sorted values lies, in a straight line between two of them. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const before = Math.floor(place);
  const after = Math.ceil(place);
  return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
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
