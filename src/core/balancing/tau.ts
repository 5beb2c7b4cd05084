import type { CaptionMatches } from "../matching/captionMatches.ts";
import { KEY_LANES } from "../text/hashKey.ts";
import { drawOf, seededLanes } from "./draw.ts";

/** Inputs of the draw that stay the same while t moves. */
export interface TauInputs extends CaptionMatches {
  /** Hashed caption keys, two lanes a caption (see `hashKey`). */
  readonly keyLanes: Uint32Array;
}

/**
 * Gives the tau of some captions.
 *
 * @param tau where to put it, by caption
 */
export type ThresholdsOf = (captions: TauInputs, tau?: Float64Array) => Float64Array;

/**
 * The critical threshold of every caption: tau = min over its entries of u · count. A caption is
 * kept at t exactly when tau < t, which is the published independent draw at every t; captions
 * without matches have tau = Infinity.
 *
 * @param captions matches and keys of the captions
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed integer from 0 to 2^32 − 1
 * @returns tau by caption
 */
export function criticalThresholds(
  captions: TauInputs,
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
): Float64Array {
  return criticalThresholdsFor(entryCounts, entryLanes, seed)(captions);
}

/** {@link criticalThresholds} for many slices of one pool. */
export function criticalThresholdsFor(
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
): ThresholdsOf {
  const seeded = seededLanes(entryLanes, entryCounts, seed);
  return (captions, tau = new Float64Array(captions.matchStart.length - 1)) => {
    const { matchStart, entryIds, keyLanes } = captions;
    for (let caption = 0; caption < tau.length; caption++) {
      const key1 = keyLanes[caption * KEY_LANES];
      const key2 = keyLanes[caption * KEY_LANES + 1];
      const end = matchStart[caption + 1];
      let least = Number.POSITIVE_INFINITY;
      for (let m = matchStart[caption]; m < end; m++) {
        const entry = entryIds[m];
        const lanes = entry * KEY_LANES;
        const draw = drawOf(key1, key2, seeded[lanes], seeded[lanes + 1]);
        least = Math.min(least, draw * entryCounts[entry]);
      }
      tau[caption] = least;
    }
    return tau;
  };
}
