import type { CaptionMatches } from "../matching/captionMatches.ts";
import { entryProbability } from "./probability.ts";

/** Captions and their critical thresholds. */
export interface DrawnCaptions extends CaptionMatches {
  readonly tau: Float64Array;
}

/** Captions with the same number of matches, up to {@link MAX_MATCHES_APART}. */
export interface KeptByMatches {
  /** Captions by number of matches; the last position holds every larger number. */
  readonly captions: Float64Array;
  readonly expectedKept: Float64Array;
  readonly kept: Float64Array;
}

/** What balancing at t gives: expected values from exact chances, realised ones from the draw. */
export interface Balance {
  readonly t: number;
  readonly captionsKept: number;
  /** Σ P over all captions, P the exact chance. */
  readonly expectedKept: number;
  /** Standard deviation of the number kept: sqrt(Σ P(1 − P)). */
  readonly keptDeviation: number;
  /** Matches among kept captions, realised and expected. */
  readonly balancedMatches: number;
  readonly expectedBalancedMatches: number;
  /** By entry id: its matches among kept captions, realised and expected. */
  readonly balancedCounts: Uint32Array;
  readonly expectedBalancedCounts: Float64Array;
  readonly keptByMatches: KeptByMatches;
}

/** Captions with this many matches or more are counted together. */
export const MAX_MATCHES_APART = 64;

/** What balancing some captions of a pool at t adds to its {@link Balance}. */
export interface BalancedPart {
  /** Σ P(1 − P). */
  readonly variance: number;
  readonly balancedMatches: number;
  readonly expectedBalancedMatches: number;
  readonly balancedCounts: Uint32Array;
  readonly expectedBalancedCounts: Float64Array;
  readonly keptByMatches: KeptByMatches;
}

/**
 * Balances a pool at threshold t: who is kept, what is expected, and what each entry keeps.
 *
 * The balanced count of an entry is not min(count, t): a caption kept by one rare entry brings all
 * its head entries along.
 *
 * Source: "Demystifying CLIP Data", section 3.3 and algorithm 1, in expectation and as drawn.
 *
 * @param pool every caption of the pool, in any number of slices
 * @param entryCounts entry counts of the whole pool, by entry id
 */
export function balance(
  pool: Iterable<DrawnCaptions>,
  entryCounts: ArrayLike<number>,
  t: number,
): Balance {
  return sumBalances([balancePart(pool, entryCounts, t)], t);
}

/**
 * Balances some captions of a pool: {@link sumBalances} of parts that hold every caption once is
 * the {@link balance} of the pool.
 */
export function balancePart(
  captions: Iterable<DrawnCaptions>,
  entryCounts: ArrayLike<number>,
  t: number,
): BalancedPart {
  const entries = entryCounts.length;
  const tails = new Float64Array(entries);
  for (let id = 0; id < entries; id++) tails[id] = 1 - entryProbability(entryCounts[id], t);

  const balancedCounts = new Uint32Array(entries);
  const expectedBalancedCounts = new Float64Array(entries);
  const seen = new Float64Array(MAX_MATCHES_APART + 1);
  const expectedKept = new Float64Array(MAX_MATCHES_APART + 1);
  const kept = new Float64Array(MAX_MATCHES_APART + 1);
  let variance = 0;
  let balancedMatches = 0;
  let expectedBalancedMatches = 0;
  for (const { matchStart, entryIds, tau } of captions) {
    for (let caption = 0; caption < tau.length; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      const matches = end - start;
      const group = Math.min(matches, MAX_MATCHES_APART);
      seen[group]++;
      if (matches === 0) continue;
      let allTails = 1;
      for (let m = start; m < end; m++) allTails *= tails[entryIds[m]]!;
      const chance = 1 - allTails;
      expectedKept[group] += chance;
      variance += chance * allTails;
      expectedBalancedMatches += chance * matches;
      if (tau[caption] < t) {
        kept[group]++;
        balancedMatches += matches;
        for (let m = start; m < end; m++) {
          const id = entryIds[m];
          expectedBalancedCounts[id] += chance;
          balancedCounts[id]++;
        }
      } else {
        for (let m = start; m < end; m++) expectedBalancedCounts[entryIds[m]]! += chance;
      }
    }
  }
  return {
    variance,
    balancedMatches,
    expectedBalancedMatches,
    balancedCounts,
    expectedBalancedCounts,
    keptByMatches: { captions: seen, expectedKept, kept },
  };
}

/** Sums the parts of a pool, at least one, that were balanced at the same t. Changes the first. */
export function sumBalances(parts: readonly BalancedPart[], t: number): Balance {
  const [first, ...others] = parts;
  const { balancedCounts, expectedBalancedCounts, keptByMatches } = first;
  let { variance, balancedMatches, expectedBalancedMatches } = first;
  for (const part of others) {
    variance += part.variance;
    balancedMatches += part.balancedMatches;
    expectedBalancedMatches += part.expectedBalancedMatches;
    addTo(balancedCounts, part.balancedCounts);
    addTo(expectedBalancedCounts, part.expectedBalancedCounts);
    addTo(keptByMatches.captions, part.keptByMatches.captions);
    addTo(keptByMatches.expectedKept, part.keptByMatches.expectedKept);
    addTo(keptByMatches.kept, part.keptByMatches.kept);
  }
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  return {
    t,
    captionsKept: sum(keptByMatches.kept),
    expectedKept: sum(keptByMatches.expectedKept),
    keptDeviation: Math.sqrt(variance),
    balancedMatches,
    expectedBalancedMatches,
    balancedCounts,
    expectedBalancedCounts,
    keptByMatches,
  };
}

function addTo<Column extends Float64Array | Uint32Array>(sums: Column, values: Column): void {
  for (let i = 0; i < sums.length; i++) sums[i] += values[i];
}
