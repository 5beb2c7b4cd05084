/** Words of a key hash: two 32-bit lanes. */
export const KEY_LANES = 2;

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

/** The finaliser of MurmurHash3: every bit of `h` reaches every bit of the result. */
export function mix(h: number): number {
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
    h ^= scramble(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let shift = 0; i < end; i++, shift += 8) rest |= bytes[i] << shift;
  h ^= scramble(rest);
  return mix(h ^ (end - start)) >>> 0;
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
