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
  let first = 0x68656164;
  let second = 0x7461696c;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = scramble(
      bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24),
    );
    first = advance(first ^ word);
    second = advance(second ^ word);
  }
  let rest = 0;
  for (let shift = 0; i < end; i++, shift += 8) rest |= bytes[i] << shift;
  const word = scramble(rest) ^ (end - start);
  lanes[index * KEY_LANES] = mix(first ^ word);
  lanes[index * KEY_LANES + 1] = mix(second ^ word);
}

/** The finaliser of MurmurHash3: every bit of `h` reaches every bit of the result. */
export function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function advance(h: number): number {
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
