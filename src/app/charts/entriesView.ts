import type { Balance } from "../../core/balancing/balance.ts";
import {
  type Curve,
  cumulativeCurveOf,
  rankCurve,
  sampleEntries,
} from "../../core/counting/curves.ts";
import { cappedSum, countBelow, type Distribution } from "../../core/counting/distribution.ts";
import { formatCount, plural } from "../parts/format.ts";
import type { Range } from "../session/settings.ts";
import type { Plot } from "./plot.ts";

/** A point in the values of the axes, or in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a place of a chart says: of one entry, or of all up to it. */
export interface Reading {
  readonly title: string;
  readonly matches: number;
  /** Σ min(count, t). */
  readonly capped: number;
}

/** How the entries with matches, at least one, lie along the x axis of a chart. */
export interface EntriesView {
  /** All matches; its vertices are the places that are read one after the other. */
  readonly curve: Curve;
  readingAt(place: number, t: number): Reading;
  /** Expected balanced matches at each place. */
  balancedAt(balance: Balance): Float64Array;
  /** The count of the entry at a place. */
  countAt(place: number): number;
  /** Counts of the entries between two values of x: smallest and largest. */
  countsBetween(from: number, to: number): Range;
  /** The values of x between which the entries with these counts lie; null when there are none. */
  extentOf(counts: Range): { readonly from: number; readonly to: number } | null;
  /** Where head and tail meet, in the values of the axes. */
  kinkAt(t: number): Point;
  /** The threshold whose kink is nearest to a place of the plot, in pixels; may be out of bounds. */
  thresholdNear(plot: Plot, pixel: Point): number;
}

/** Entries by rank: x is the rank, 1 the entry with most matches; t is a height. */
export function rankView(distribution: Distribution): EntriesView {
  const { counts, entryIds } = distribution;
  const entries = counts.length;
  const curve = rankCurve(distribution);
  const countOf = (rank: number) => counts[entries - rank];
  const inBounds = (rank: number) => Math.min(Math.max(Math.round(rank), 1), entries);
  return {
    curve,
    readingAt(place, t) {
      const count = curve.y[place];
      return {
        title: `Rank ${formatCount(curve.x[place])}, ${count < t ? "tail" : "head"}`,
        matches: count,
        capped: Math.min(count, t),
      };
    },
    balancedAt: ({ expectedBalancedCounts }) =>
      curve.x.map((rank) => expectedBalancedCounts[entryIds[entries - rank]]),
    countAt: (place) => curve.y[place],
    countsBetween: (from, to) => ({ from: countOf(inBounds(to)), to: countOf(inBounds(from)) }),
    extentOf({ from, to }) {
      const first = countBelow(counts, from);
      const end = countBelow(counts, to + 1);
      // Half a rank to either side, so that one entry has a width.
      return first >= end ? null : { from: entries - end + 0.5, to: entries - first + 0.5 };
    },
    kinkAt: (t) => ({ x: Math.max(entries - countBelow(counts, t), 1), y: t }),
    thresholdNear: (plot, { y }) => Math.round(plot.yAt(y)),
  };
}

/** Entries from tail to head: x is how many there are up to one; t is where head begins. */
export function cumulativeView(distribution: Distribution): EntriesView {
  const { counts, cumulative } = distribution;
  const entries = counts.length;
  const x = Float64Array.from(sampleEntries(entries).subarray(1));
  const curve = { x, y: x.map((n) => cumulative[n]) };
  const inBounds = (i: number) => Math.min(Math.max(i, 0), entries - 1);
  return {
    curve,
    readingAt(place, t) {
      const n = x[place];
      return {
        title: `The ${plural(n, "rarest entry", "rarest entries")}`,
        matches: curve.y[place],
        capped: cappedSum(distribution, 0, n, t),
      };
    },
    balancedAt: ({ expectedBalancedCounts }) =>
      cumulativeCurveOf(distribution, expectedBalancedCounts).y.subarray(1),
    countAt: (place) => counts[x[place] - 1],
    countsBetween(from, to) {
      const first = inBounds(Math.floor(from));
      return { from: counts[first], to: counts[Math.max(inBounds(Math.ceil(to) - 1), first)] };
    },
    extentOf({ from, to }) {
      const first = countBelow(counts, from);
      const end = countBelow(counts, to + 1);
      return first >= end ? null : { from: first, to: end };
    },
    kinkAt(t) {
      const tail = countBelow(counts, t);
      return { x: tail, y: cumulative[tail] };
    },
    thresholdNear(plot, pixel) {
      const distance = (n: number) =>
        Math.hypot(plot.x(n) - pixel.x, plot.y(cumulative[n]) - pixel.y);
      const near = nearest(x.length, (i) => distance(x[i]));
      const first = near === 0 ? 0 : x[near - 1];
      const last = x[Math.min(near + 1, x.length - 1)];
      const n = first + nearest(last - first + 1, (i) => distance(first + i));
      // Head can begin only where counts change: at one of the two ends of equal counts.
      const count = counts[inBounds(n)];
      const isNearStart = n - countBelow(counts, count) <= countBelow(counts, count + 1) - n;
      return isNearStart ? count : count + 1;
    },
  };
}

/** The paper's thresholds that cap an entry of this pool, ascending. */
export function paperThresholds({ counts }: Distribution): number[] {
  return [20_000, 90_000, 170_000].filter((t) => t < (counts.at(-1) ?? 0));
}

/** What a place says, in a sentence. */
export function readingInWords(
  { title, matches, capped }: Reading,
  allMatches: number,
  balanced: number | null,
): string {
  const kept =
    balanced === null
      ? ""
      : `, ${formatCount(balanced)} expected when balanced, ${percentOf(balanced, matches)}`;
  return `${title}: ${plural(matches, "match", "matches")}, ${percentOf(matches, allMatches)} of all; capped at t ${formatCount(capped)}${kept}`;
}

/** 0.0234 → “2.3%”, 0.00012 → “0.012%”: two digits that say something. */
export function percentOf(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  const digits = percent === 0 || percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : 2;
  return percent > 0 && percent < 0.01 ? "under 0.01%" : `${percent.toFixed(digits)}%`;
}

/** A nearest position for a distance that may have more than one low: the first of the least. */
function nearest(length: number, distance: (i: number) => number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const d = distance(i);
    if (d < least) {
      least = d;
      best = i;
    }
  }
  return best;
}
