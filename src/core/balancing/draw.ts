/**
 * The draw u(caption, entry): a number in [0, 1) that hangs only on the seed, the caption key and
 * the entry string. The order of captions, the number of workers and the machine do not change it.
 */

/** Words of a key hash: two 32-bit lanes. */
export const KEY_LANES = 2;

function finish(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function murmur3(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    h ^= scramble(word);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let shift = 0; i < end; i++, shift += 8) rest |= bytes[i] << shift;
  h ^= scramble(rest);
  return finish(h ^ (end - start)) >>> 0;
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

/**
 * Hashes bytes `start`…`end` into two 32-bit lanes (MurmurHash3 x86_32 with two seeds), written to
 * `lanes[index * 2]` and the word after it.
 */
export function hashKey(
  bytes: Uint8Array,
  start: number,
  end: number,
  lanes: Uint32Array,
  index: number,
): void {
  lanes[index * KEY_LANES] = murmur3(bytes, start, end, 0x68656164);
  lanes[index * KEY_LANES + 1] = murmur3(bytes, start, end, 0x7461696c);
}

/**
 * The draw of one seed, from hashed caption keys and entries: u in [0, 1), a multiple of 2^-52, so
 * that u · count < count holds in doubles.
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
  const seed1 = finish(seed ^ 0x9e3779b9);
  const seed2 = finish(seed1 ^ 0x7f4a7c15);
  return (keyLanes, caption, entryLanes, entry) => {
    let h1 = finish(keyLanes[caption * 2] ^ finish(entryLanes[entry * 2] ^ seed1));
    const h2 = finish((keyLanes[caption * 2 + 1] ^ finish(entryLanes[entry * 2 + 1] + seed2)) + h1);
    h1 = finish(h1 + h2);
    return ((h1 >>> 0) * 2 ** 20 + (h2 >>> 12)) * 2 ** -52;
  };
}
