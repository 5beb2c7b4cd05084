import { batch, longTokens, missed, tokenCache, tokenMask, tokens } from "./memory";

/**
 * A token of the batch: first 8 bytes, hash, length, start; and once it is looked up, the target of
 * the edge to the next token, and of the index its slot, entry id + 1, trie node and filter; zeros
 * where there is none.
 */
export const TOKEN: u32 = 48;
export const HASH: usize = 8;
const LENGTH: usize = 12;
const START: usize = 16;
export const TARGET: usize = 24;
export const SLOT: usize = 32;
export const ENTRY: usize = 36;
export const NODE: usize = 40;
export const FILTER: usize = 44;

/** A token of the index: first 8 bytes, last 8, entry id + 1, trie node, length + 1, filter. */
const SLOT_LAST: usize = 8;
const SLOT_ENTRY: usize = 16;
const SLOT_LENGTH: usize = 24;
const SLOT_FILTER: usize = 28;

/** A token seen lately: first 8 bytes, length + 1, then what the batch keeps of the index. */
const CACHED_LENGTH: usize = 8;
const CACHED_SLOT: usize = 16;
/** Tokens of the cache: most tokens of most captions are among so many. */
const CACHED_TOKENS: u32 = 8192;

/** What loads that only bring memory near leave behind, so that they are not optimised away. */
export let touched: u32 = 0;

/** Appends the tokens of a caption at `token`; returns their end. */
export function tokenise(from: u32, to: u32, token: u32): u32 {
  let start = from;
  for (let block = from; block < to; block += 64) {
    let bits =
      ((<u64>spacesAndMarks(v128.load(block, 48))) << 48) |
      ((<u64>spacesAndMarks(v128.load(block, 32))) << 32) |
      ((<u64>spacesAndMarks(v128.load(block, 16))) << 16) |
      <u64>spacesAndMarks(v128.load(block));
    if (to - block < 64) bits &= ((<u64>1) << (to - block)) - 1;
    while (bits !== 0) {
      const at = block + <u32>ctz(bits);
      bits &= bits - 1;
      token = addToken(token, start, at);
      if (load<u8>(at) > 0x20) token = addToken(token, at, at + 1);
      start = at + 1;
    }
  }
  return addToken(token, start, to);
}

/**
 * Marks the bytes that spacing splits at. Each such byte has a bit in common with the table of its
 * low half and that of its high half; no other byte has.
 */
function spacesAndMarks(bytes: v128): u32 {
  const low = i8x16.swizzle(
    i8x16(10, 2, 0, 0, 0, 0, 0, 0, 0, 1, 5, 4, 2, 1, 2, 4),
    v128.and(bytes, i8x16.splat(0x0f)),
  );
  const high = i8x16.swizzle(
    i8x16(1, 0, 2, 4, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    i8x16.shr_u(bytes, 4),
  );
  return i8x16.bitmask(i8x16.ne(v128.and(low, high), i8x16.splat(0)));
}

function addToken(token: u32, start: u32, end: u32): u32 {
  const length = end - start;
  const bytes = load<u64>(start);
  const first = select<u64>(bytes, bytes & (((<u64>1) << (length << 3)) - 1), length > 7);
  store<u64>(token, first);
  store<u32>(token, hashToken(first, lastBytes(end, length), length), HASH);
  store<u32>(token, length, LENGTH);
  store<u32>(token, start, START);
  return token + TOKEN;
}

/** The last 8 bytes of a token of more than 8, of others 0. */
function lastBytes(end: u32, length: u32): u64 {
  return select<u64>(load<u64>(end - 8), 0, length > 8);
}

function hashToken(first: u64, last: u64, length: u32): u32 {
  let h: u32 = <u32>first * 0x9e3779b1;
  h += <u32>(first >> 32) * 0x85ebca6b;
  h += <u32>last * 0xc2b2ae35;
  h += <u32>(last >> 32) * 0x27d4eb2f;
  h += length * 0x165667b1;
  h ^= h >> 15;
  h *= 0x2c1b3c6d;
  return h ^ (h >> 13);
}

/** Looks up every token of the batch: in the cache, then those missed in the index. */
export function lookUp(end: u32): void {
  let miss = missed;
  for (let token = batch; token < end; token += TOKEN) {
    const cached = cachedAt(load<u32>(token, HASH));
    v128.store(token, v128.load(cached, CACHED_SLOT), SLOT);
    const isSame =
      i32(load<u64>(cached) === load<u64>(token)) &
      i32(load<u32>(cached, CACHED_LENGTH) === load<u32>(token, LENGTH) + 1);
    store<u32>(miss, token);
    miss += select<u32>(0, 4, isSame);
  }
  let touch: u32 = 0;
  for (let at = missed; at < miss; at += 4) {
    touch += load<u32>(slotAt(load<u32>(load<u32>(at), HASH)));
  }
  touched = touch;
  for (let at = missed; at < miss; at += 4) {
    const token = load<u32>(at);
    noteSlot(token, findToken(token));
  }
}

/** @param slot of the index, or 0 */
function noteSlot(token: u32, slot: u32): void {
  store<u32>(token, slot, SLOT);
  store<u64>(token, slot === 0 ? 0 : load<u64>(slot, SLOT_ENTRY), ENTRY);
  store<u32>(token, slot === 0 ? 0 : load<u32>(slot, SLOT_FILTER), FILTER);
  const length = load<u32>(token, LENGTH);
  if (length > 8) return;
  const cached = cachedAt(load<u32>(token, HASH));
  store<u64>(cached, load<u64>(token));
  store<u32>(cached, length + 1, CACHED_LENGTH);
  v128.store(cached, v128.load(token, SLOT), CACHED_SLOT);
}

function cachedAt(hash: u32): u32 {
  return tokenCache + ((hash & (CACHED_TOKENS - 1)) << 5);
}

function slotAt(hash: u32): u32 {
  return tokens + ((hash & tokenMask) << 5);
}

function findToken(token: u32): u32 {
  const first = load<u64>(token);
  const length = load<u32>(token, LENGTH);
  let hash = load<u32>(token, HASH);
  while (true) {
    const slot = slotAt(hash++);
    const stored = load<u32>(slot, SLOT_LENGTH);
    if (load<u64>(slot) === first && stored === length + 1) {
      const start = load<u32>(token, START);
      const isSame =
        length <= 16
          ? lastBytes(start + length, length) === load<u64>(slot, SLOT_LAST)
          : memory.compare(start, longTokens + load<u32>(slot, SLOT_LAST), length) === 0;
      if (isSame) return slot;
    }
    if (stored === 0) return 0;
  }
}
