/** The hashes of core/matching/metadataIndex.ts, which index and kernel must have alike. */

/** @param first the first 8 bytes of a token, @param last the last 8 of one with more, of others 0 */
export function hashToken(first: u64, last: u64, length: u32): u32 {
  let h: u32 = <u32>first * 0x9e3779b1;
  h += <u32>(first >> 32) * 0x85ebca6b;
  h += <u32>last * 0xc2b2ae35;
  h += <u32>(last >> 32) * 0x27d4eb2f;
  h += length * 0x165667b1;
  h ^= h >> 15;
  h *= 0x2c1b3c6d;
  return h ^ (h >> 13);
}

/** @param position of a token's slot in the index */
export function hashEdge(node: u32, position: u32): u32 {
  const h = (node * 0x9e3779b1) ^ (position * 0x85ebca6b);
  return h ^ (h >> 15);
}
