import { KEY_LANES, mix } from "../../text/hashKey.ts";
import { drawOf, seededLanes } from "../draw.ts";
import { entryProbability } from "../probability.ts";
import type { Decide } from "./decide.ts";

/**
 * A variant, not the published rule: each caption picks one of its matched entries at random and is
 * kept with that entry's min(1, t / count) alone. So its chance is the mean of them, and a long
 * caption has no more coins than a short one.
 *
 * - Counts are the published ones: they stay a figure of the pool, not of the seed, and t, head and
 *   tail mean what they mean beside it. A tail entry keeps its caption only where it is picked.
 * - The pick is a draw of its own, from caption key, entry and seed: of the entries, the one with the
 *   least. It does not hang on the order of captions or entries.
 * - Whether it keeps the caption is decided by the same u as in the published rule, so the captions
 *   kept are some of those that rule keeps, and they are nested in t.
 *
 * MetaCLIP 2 picks one text for each image at random where an image has several; this does the like
 * with entries. It is an analogy: no paper states this rule.
 *
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed integer from 0 to 2^32 − 1
 */
export function decideByOneEntry(
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
  t: number,
): Decide {
  const seeded = seededLanes(entryLanes, entryCounts, seed);
  const picking = seededLanes(entryLanes, entryCounts, pickSeed(seed));
  return ({ matchStart, entryIds, keyLanes }) => {
    const captions = matchStart.length - 1;
    const chance = new Float64Array(captions);
    const kept = new Uint8Array(captions);
    for (let caption = 0; caption < captions; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      if (start === end) continue;
      const key1 = keyLanes[caption * KEY_LANES];
      const key2 = keyLanes[caption * KEY_LANES + 1];
      let picked = entryIds[start];
      let least = Number.POSITIVE_INFINITY;
      let sum = 0;
      for (let m = start; m < end; m++) {
        const lanes = entryIds[m] * KEY_LANES;
        const draw = drawOf(key1, key2, picking[lanes], picking[lanes + 1]);
        if (draw < least) {
          least = draw;
          picked = entryIds[m];
        }
        sum += entryProbability(entryCounts[entryIds[m]], t);
      }
      const lanes = picked * KEY_LANES;
      const u = drawOf(key1, key2, seeded[lanes], seeded[lanes + 1]);
      chance[caption] = sum / (end - start);
      kept[caption] = u * entryCounts[picked] < t ? 1 : 0;
    }
    return { chance, kept };
  };
}

/** The seed of the picks: another one, since pick and draw must not hang together. */
function pickSeed(seed: number): number {
  return mix(seed ^ 0x7069636b) >>> 0;
}
