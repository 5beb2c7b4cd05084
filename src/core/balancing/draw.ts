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
  const seed1 = mix(seed ^ 0x9e3779b9);
  const seed2 = mix(seed1 ^ 0x7f4a7c15);
  return (keyLanes, caption, entryLanes, entry) => {
    const key = caption * KEY_LANES;
    const name = entry * KEY_LANES;
    const first = mix(keyLanes[key] ^ mix(entryLanes[name] ^ seed1));
    const low = mix((keyLanes[key + 1] ^ mix(entryLanes[name + 1] + seed2)) + first);
    const high = mix(first + low);
    return ((high >>> 0) * 2 ** 20 + (low >>> 12)) * 2 ** -52;
  };
}
