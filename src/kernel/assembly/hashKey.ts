/** core/text/hashKey.ts: MurmurHash3 x86_32 with two seeds. Writes two lanes. */
export function hashKey(start: u32, end: u32, lanes: u32): void {
  let first: u32 = 0x68656164;
  let second: u32 = 0x7461696c;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = scramble(load<u32>(at));
    first = advance(first ^ word);
    second = advance(second ^ word);
  }
  let rest: u32 = 0;
  if (at < end) rest = load<u32>(at) & ((1 << ((end - at) << 3)) - 1);
  const word = scramble(rest) ^ (end - start);
  store<u32>(lanes, mix(first ^ word));
  store<u32>(lanes, mix(second ^ word), 4);
}

export function mix(hash: u32): u32 {
  let h = hash;
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >> 16);
}

function advance(h: u32): u32 {
  return rotl<u32>(h, 13) * 5 + 0xe6546b64;
}

function scramble(word: u32): u32 {
  return rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593;
}
