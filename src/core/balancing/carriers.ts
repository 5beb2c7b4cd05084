import { KEY_LANES } from "../text/hashKey.ts";
import type { DrawnCaptions } from "./balance.ts";
import { drawOf, seededLanes } from "./draw.ts";
import type { TauInputs } from "./tau.ts";

/** Captions with their keys and critical thresholds. */
export interface KeyedDrawnCaptions extends DrawnCaptions, TauInputs {}

/**
 * Why the kept captions of one entry are kept: for each entry that stands in them, in how many its
 * draw is the one that decides, and in how many it passes. Entries whose draw passes in none are
 * left out.
 */
export interface Carriers {
  /** Kept captions that hold the entry asked for: its balanced count, as drawn. */
  readonly captions: number;
  /** Of them, those that hold a tail entry: they stay whatever is drawn. */
  readonly withTail: number;
  /** Ascending. */
  readonly entryIds: Uint32Array;
  /**
   * Captions in which u · count of the entry is the least, so that it keeps them from the smallest t
   * on. They add up to `captions`.
   */
  readonly decided: Uint32Array;
  /** Captions in which u · count < t: it alone would keep them at t. */
  readonly passing: Uint32Array;
}

/**
 * Finds the carriers of an entry among some captions of a pool.
 *
 * @param entry id of the entry whose kept captions are looked at
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed the one `tau` was drawn with
 */
export function carriersPart(
  slices: Iterable<KeyedDrawnCaptions>,
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
  t: number,
  entry: number,
): Carriers {
  const seeded = seededLanes(entryLanes, entryCounts, seed);
  const decided = new Uint32Array(entryCounts.length);
  const passing = new Uint32Array(entryCounts.length);
  let captions = 0;
  let withTail = 0;
  for (const { matchStart, entryIds, keyLanes, tau } of slices) {
    for (let caption = 0; caption < tau.length; caption++) {
      if (!(tau[caption] < t)) continue;
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      let holds = false;
      for (let m = start; m < end && !holds; m++) holds = entryIds[m] === entry;
      if (!holds) continue;
      captions++;
      const key1 = keyLanes[caption * KEY_LANES];
      const key2 = keyLanes[caption * KEY_LANES + 1];
      let least = Number.POSITIVE_INFINITY;
      let deciding = entry;
      let rarest = Number.POSITIVE_INFINITY;
      for (let m = start; m < end; m++) {
        const id = entryIds[m];
        rarest = Math.min(rarest, entryCounts[id]);
        const lanes = id * KEY_LANES;
        const own = drawOf(key1, key2, seeded[lanes], seeded[lanes + 1]) * entryCounts[id];
        if (own < t) passing[id]++;
        if (own < least || (own === least && id < deciding)) {
          least = own;
          deciding = id;
        }
      }
      decided[deciding]++;
      if (rarest < t) withTail++;
    }
  }
  return { captions, withTail, ...sparse(decided, passing) };
}

/** Sums the parts of a pool. */
export function sumCarriers(parts: readonly Carriers[], entries: number): Carriers {
  const decided = new Uint32Array(entries);
  const passing = new Uint32Array(entries);
  let captions = 0;
  let withTail = 0;
  for (const part of parts) {
    captions += part.captions;
    withTail += part.withTail;
    part.entryIds.forEach((id, i) => {
      decided[id] += part.decided[i];
      passing[id] += part.passing[i];
    });
  }
  return { captions, withTail, ...sparse(decided, passing) };
}

function sparse(decided: Uint32Array, passing: Uint32Array) {
  const found: number[] = [];
  for (let id = 0; id < passing.length; id++) if (passing[id] > 0) found.push(id);
  const entryIds = Uint32Array.from(found);
  return {
    entryIds,
    decided: entryIds.map((id) => decided[id]),
    passing: entryIds.map((id) => passing[id]),
  };
}
