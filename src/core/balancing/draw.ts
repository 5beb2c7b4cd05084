import { KEY_LANES, mix } from "../text/hashKey.ts";

/**
 * The draw of one seed: u(caption, entry) in [0, 1), from hashed caption keys and hashed entries
 * (see `hashKey`). It hangs on these alone: the order of captions, the number of workers and the
 * machine do not change it.
 *
 * u is a multiple of 2^-52, so that u · count < count holds in doubles.
 */
export type Draw = (
  keyLanes: Uint32Array,
  caption: number,
  entryLanes: Uint32Array,
  entry: number,
) => number;

/**
 * @param seed integer from 0 to 2^32 − 1
 */
export function drawFor(seed: number): Draw {
  const [seed1, seed2] = seedsOf(seed);
  return (keyLanes, caption, entryLanes, entry) => {
    const key = caption * KEY_LANES;
    const name = entry * KEY_LANES;
    const seeded1 = mix(entryLanes[name] ^ seed1);
    const seeded2 = mix(entryLanes[name + 1] + seed2);
    return drawOf(keyLanes[key], keyLanes[key + 1], seeded1, seeded2);
  };
}

/**
 * Hashed entries with the seed mixed in, to draw many captions from: of those that have matches.
 *
 * @param entryCounts by entry id
 */
export function seededLanes(
  entryLanes: Uint32Array,
  entryCounts: ArrayLike<number>,
  seed: number,
): Int32Array {
  const [seed1, seed2] = seedsOf(seed);
  const seeded = new Int32Array(entryLanes.length);
  for (let i = 0; i < seeded.length; i += KEY_LANES) {
    if (entryCounts[i / KEY_LANES] === 0) continue;
    seeded[i] = mix(entryLanes[i] ^ seed1);
    seeded[i + 1] = mix(entryLanes[i + 1] + seed2);
  }
  return seeded;
}

/** The draw of a caption and an entry, from the two lanes of its key and of {@link seededLanes}. */
export function drawOf(key1: number, key2: number, seeded1: number, seeded2: number): number {
  const first = mix(key1 ^ seeded1);
  const low = mix(((key2 ^ seeded2) + first) | 0);
  const high = mix((first + low) | 0);
  return ((high >>> 0) * 2 ** 20 + (low >>> 12)) * 2 ** -52;
}

/** The two words that a seed stands for in a draw. */
export function seedsOf(seed: number): readonly [number, number] {
  const seed1 = mix(seed ^ 0x9e3779b9);
  return [seed1, mix(seed1 ^ 0x7f4a7c15)];
}
