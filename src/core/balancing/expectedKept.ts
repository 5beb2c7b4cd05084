import type { CaptionMatches } from "../matching/captionMatches.ts";
import { entryProbability } from "./probability.ts";

/** The number of captions expected to be kept, at some thresholds. */
export interface ExpectedKeptGrid {
  /** Thresholds, ascending: from 1 to the largest entry count + 1. */
  readonly t: Float64Array;
  /** Σ P at each of them; estimated where the pool is larger than the sample. */
  readonly expectedKept: Float64Array;
}

/** Captions in their place in the pool. */
export interface PlacedCaptions extends CaptionMatches {
  /** Position in the pool of the first. */
  readonly firstCaption: number;
}

/** Captions that a grid looks at in a larger pool. */
export const GRID_SAMPLE = 200_000;
/** Thresholds of a grid. */
const GRID_POINTS = 128;

/**
 * How many captions are expected to be kept, over all thresholds: exact at those of the grid where
 * the pool is no larger than the sample, otherwise scaled up from captions spaced evenly over it.
 * It does not hang on the seed.
 *
 * @param pool every caption of the pool, in order
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param sample most captions that are looked at
 */
export function expectedKeptGrid(
  pool: readonly CaptionMatches[],
  entryCounts: Uint32Array,
  sample = GRID_SAMPLE,
): ExpectedKeptGrid {
  let captions = 0;
  const placed = pool.map((slice) => {
    const firstCaption = captions;
    captions += slice.matchStart.length - 1;
    return { ...slice, firstCaption };
  });
  const t = gridThresholds(entryCounts);
  const spacing = gridSpacing(captions, sample);
  return gridFrom([expectedKeptPart(placed, entryCounts, t, spacing)], t);
}

/** The thresholds of a grid, evenly spaced in the logarithm. */
export function gridThresholds(entryCounts: Uint32Array): Float64Array {
  const last = entryCounts.reduce((largest, count) => Math.max(largest, count), 0) + 1;
  const step = Math.log(last) / (GRID_POINTS - 1);
  const t = Float64Array.from({ length: GRID_POINTS }, (_, i) => Math.exp(step * i));
  t[GRID_POINTS - 1] = last;
  return t;
}

/** How far apart in the pool the captions of a sample are; at least 1. */
export function gridSpacing(captions: number, sample = GRID_SAMPLE): number {
  return Math.max(1, captions / sample);
}

/** Sums of the sampled captions among some slices. */
export interface ExpectedKeptPart {
  /** All captions of the slices. */
  readonly captions: number;
  readonly sampled: number;
  /** Σ P over the sampled ones, by threshold. */
  readonly expectedKept: Float64Array;
}

/**
 * Looks at the captions of a sample that lie in some slices; {@link gridFrom} puts parts together.
 *
 * @param t ascending
 */
export function expectedKeptPart(
  slices: readonly PlacedCaptions[],
  entryCounts: Uint32Array,
  t: Float64Array,
  spacing: number,
): ExpectedKeptPart {
  const expectedKept = new Float64Array(t.length);
  let captions = 0;
  let sampled = 0;
  for (const { firstCaption, matchStart, entryIds } of slices) {
    const end = firstCaption + matchStart.length - 1;
    captions += end - firstCaption;
    // One before the first that may lie in the slice: the quotient may be rounded up.
    let next = Math.max(0, Math.ceil(firstCaption / spacing) - 1);
    for (; Math.floor(next * spacing) < end; next++) {
      const caption = Math.floor(next * spacing) - firstCaption;
      if (caption < 0) continue;
      sampled++;
      const ids = entryIds.subarray(matchStart[caption], matchStart[caption + 1]);
      addChances(
        Float64Array.from(ids, (id) => entryCounts[id]),
        t,
        expectedKept,
      );
    }
  }
  return { captions, sampled, expectedKept };
}

function addChances(counts: Float64Array, t: Float64Array, sums: Float64Array): void {
  if (counts.length === 0) return;
  let least = Number.POSITIVE_INFINITY;
  for (let m = 0; m < counts.length; m++) least = Math.min(least, counts[m]);
  let i = 0;
  for (; i < t.length && t[i] < least; i++) {
    let allTails = 1;
    for (let m = 0; m < counts.length; m++) allTails *= 1 - entryProbability(counts[m], t[i]);
    sums[i] += 1 - allTails;
  }
  for (; i < t.length; i++) sums[i]++;
}

/** Sums parts of one pool, and scales them up to all its captions. */
export function gridFrom(parts: readonly ExpectedKeptPart[], t: Float64Array): ExpectedKeptGrid {
  let captions = 0;
  let sampled = 0;
  const expectedKept = new Float64Array(t.length);
  for (const part of parts) {
    captions += part.captions;
    sampled += part.sampled;
    for (let i = 0; i < t.length; i++) expectedKept[i] += part.expectedKept[i];
  }
  const scale = sampled === 0 ? 0 : captions / sampled;
  for (let i = 0; i < t.length; i++) expectedKept[i] *= scale;
  return { t, expectedKept };
}

/**
 * Expected kept at any t: between the thresholds of the grid on a straight line over the logarithm
 * of t, so that it never falls as t rises; beyond them as at the nearest.
 */
export function expectedKeptAt({ t, expectedKept }: ExpectedKeptGrid, at: number): number {
  const step = Math.log(t[t.length - 1]) / (t.length - 1);
  const place = step > 0 ? Math.log(at) / step : 0;
  const clamped = Math.min(Math.max(place, 0), t.length - 1);
  const low = Math.min(Math.floor(clamped), t.length - 2);
  const share = clamped - low;
  return expectedKept[low] + (expectedKept[low + 1] - expectedKept[low]) * share;
}
