import type { CaptionMatches } from "../matching/captionMatches.ts";
import { type Draw, drawFor } from "./draw.ts";

/** Inputs of the draw that stay the same while t moves. */
export interface TauInputs extends CaptionMatches {
  /** Hashed caption keys, two lanes a caption (see `hashKey`). */
  readonly keyLanes: Uint32Array;
}

/**
 * The critical threshold of every caption: tau = min over its entries of u · count. A caption is
 * kept at t exactly when tau < t, which is the published independent draw at every t; captions
 * without matches have tau = Infinity.
 *
 * @param captions matches and keys of the captions
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed integer from 0 to 2^32 − 1
 * @param tau where to put it, by caption
 * @returns tau by caption
 */
export function criticalThresholds(
  captions: TauInputs,
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
  tau: Float64Array = new Float64Array(captions.matchStart.length - 1),
): Float64Array {
  const { matchStart, entryIds, keyLanes } = captions;
  const draw: Draw = drawFor(seed);
  for (let caption = 0; caption < tau.length; caption++) {
    let least = Number.POSITIVE_INFINITY;
    for (let m = matchStart[caption]; m < matchStart[caption + 1]; m++) {
      const entry = entryIds[m];
      const value = draw(keyLanes, caption, entryLanes, entry) * entryCounts[entry];
      if (value < least) least = value;
    }
    tau[caption] = least;
  }
  return tau;
}
