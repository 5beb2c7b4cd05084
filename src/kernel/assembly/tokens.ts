import { hashToken } from "./hashIndex";
import { longTokens, missed, tokenCache, tokenMask, tokens } from "./memory";

/**
 * A token of the batch: of the index its slot with the token's bit of filters in the lowest five
 * bits, entry id + 1, trie node and filter, zeros where there is none; then where it stands until
 * it is looked up, and afterwards the target of the edge to the next token.
 */
export const TOKEN: u32 = 32;
export const SLOT: usize = 0;
export const ENTRY: usize = 4;
export const NODE: usize = 8;
export const FILTER: usize = 12;
export const TARGET: usize = 16;
const START: usize = 16;
const LENGTH: usize = 20;
const HASH: usize = 24;

/** A token of the index: first 8 bytes, last 8, entry id + 1, trie node, length + 1, filter. */
const SLOT_LAST: usize = 8;
const SLOT_ENTRY: usize = 16;
const SLOT_LENGTH: usize = 24;
const SLOT_FILTER: usize = 28;

/** A token seen lately: two words that tell it from others, then what the batch keeps of it. */
const CACHED_SECOND: usize = 8;
const CACHED_SLOT: usize = 16;
/** Places of the cache, 2 to the power of so many: most tokens of most captions are among them. */
const CACHE_BITS: u32 = 14;
/** An odd number, 2 to the power of 64 by the golden ratio, which spreads words over the places. */
const HASH_FACTOR: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;
/** Tokens of so many bytes are not cached. */
const UNCACHED_LENGTH: u32 = 16;

/** From so many bytes before its middle on, the bits of 8 bytes that are a token's own. */
const OWN_BYTES: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** What loads that only bring memory near leave behind, so that they are not optimised away. */
export let touched: u32 = 0;

/**
 * Appends the tokens of a caption, and to the list of misses those that the cache does not know.
 *
 * @param ends of the tokens so far in the low half, of the misses in the high half: one number,
 * since a function returns one
 * @returns the ends afterwards
 */
export function tokenise(from: u32, to: u32, ends: u64): u64 {
  let start = from;
  for (let block = from; block <= to; block += 64) {
    let bits =
      ((<u64>spacesAndMarks(v128.load(block, 48))) << 48) |
      ((<u64>spacesAndMarks(v128.load(block, 32))) << 32) |
      ((<u64>spacesAndMarks(v128.load(block, 16))) << 16) |
      <u64>spacesAndMarks(v128.load(block));
    if (to - block < 64) {
      // The caption's end ends a token too.
      const last = (<u64>1) << (to - block);
      bits = (bits & (last - 1)) | last;
    }
    while (bits !== 0) {
      const at = block + <u32>ctz(bits);
      bits &= bits - 1;
      ends = addToken(ends, start, at);
      if (load<u8>(at) > 0x20) {
        if (at === to) return ends;
        ends = addMark(ends, at);
      }
      start = at + 1;
    }
  }
  return ends;
}

/**
 * Marks the bytes that spacing splits at: one for each low half of a byte, and two that have their
 * low half in common with another.
 */
function spacesAndMarks(bytes: v128): u32 {
  const byLowHalf = i8x16.swizzle(
    i8x16(0x20, 0x21, 0, 0, 0, 0, 0, 0, 0, 0x09, 0x3a, 0x3b, 0x2c, 0x0d, 0x2e, 0x3f),
    v128.and(bytes, i8x16.splat(0x0f)),
  );
  return i8x16.bitmask(
    v128.or(
      i8x16.eq(bytes, byLowHalf),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x60))),
    ),
  );
}

function addToken(ends: u64, start: u32, end: u32): u64 {
  const length = end - start;
  let first = load<u64>(start);
  let second = ~(<u64>length);
  if (length > 8) second = secondWord(end, length);
  else first &= load<u64>(OWN_BYTES + 8 - length);
  return addWords(ends, first, second, start, length);
}

function addMark(ends: u64, at: u32): u64 {
  return addWords(ends, load<u8>(at), ~(<u64>1), at, 1);
}

function addWords(ends: u64, first: u64, second: u64, start: u32, length: u32): u64 {
  const token = <u32>ends;
  const cached = cachedAt(first, second);
  v128.store(token, v128.load(cached, CACHED_SLOT), SLOT);
  store<u32>(token, start, START);
  store<u32>(token, length, LENGTH);
  store<u32>(<u32>(ends >> 32), token);
  const others = (load<u64>(cached) ^ first) | (load<u64>(cached, CACHED_SECOND) ^ second);
  return ends + select<u64>(TOKEN, TOKEN + ((<u64>4) << 32), others === 0);
}

/**
 * What tells a token of more than 8 bytes from all others with its first 8 bytes, in the cache: the
 * last 8 bytes but with the length in place of their first, which is among the first 8 too; of one
 * with too many, a word that no token in the cache has. In place of it stands the length, inverted,
 * of a token of at most 8 bytes.
 */
function secondWord(end: u32, length: u32): u64 {
  const mark = select<u32>(length, 1, length < UNCACHED_LENGTH);
  return (load<u64>(end - 8) & ~(<u64>0xff)) | mark;
}

/** The first 8 bytes of a token, zeros behind shorter ones. */
function firstBytes(start: u32, length: u32): u64 {
  return load<u64>(start) & load<u64>(OWN_BYTES + 8 - min<u32>(length, 8));
}

/** The last 8 bytes of a token of more than 8, of others 0. */
function lastBytes(end: u32, length: u32): u64 {
  return select<u64>(load<u64>(end - 8), 0, length > 8);
}

function hashOf(start: u32, length: u32): u32 {
  return hashToken(firstBytes(start, length), lastBytes(start + length, length), length);
}

/** Looks the tokens that the cache did not know up in the index. */
export function lookUpMissed(end: u32): void {
  let touch: u32 = 0;
  for (let at = missed; at < end; at += 4) {
    const token = load<u32>(at);
    const hash = hashOf(load<u32>(token, START), load<u32>(token, LENGTH));
    store<u32>(token, hash, HASH);
    touch += load<u32>(slotAt(hash));
  }
  touched = touch;
  for (let at = missed; at < end; at += 4) lookUp(load<u32>(at));
}

function lookUp(token: u32): void {
  const start = load<u32>(token, START);
  const length = load<u32>(token, LENGTH);
  const hash = load<u32>(token, HASH);
  const first = firstBytes(start, length);
  const slot = findToken(first, start, length, hash);
  // At 0 stand zeros.
  store<u32>(token, slot === 0 ? 0 : slot | (hash >> 27), SLOT);
  store<u64>(token, load<u64>(slot, SLOT_ENTRY), ENTRY);
  store<u32>(token, load<u32>(slot, SLOT_FILTER), FILTER);
  if (length >= UNCACHED_LENGTH) return;
  const second = length > 8 ? secondWord(start + length, length) : ~(<u64>length);
  const cached = cachedAt(first, second);
  store<u64>(cached, first);
  store<u64>(cached, second, CACHED_SECOND);
  v128.store(cached, v128.load(token, SLOT), CACHED_SLOT);
}

/** Where the cache has a token, if it has it. */
function cachedAt(first: u64, second: u64): u32 {
  const hash = (first + second) * HASH_FACTOR;
  return tokenCache + ((<u32>(hash >> (64 - CACHE_BITS))) << 5);
}

function slotAt(hash: u32): u32 {
  return tokens + ((hash & tokenMask) << 5);
}

/** The slot of a token in the index, or 0. */
function findToken(first: u64, start: u32, length: u32, hash: u32): u32 {
  let at = hash;
  while (true) {
    const slot = slotAt(at++);
    const stored = load<u32>(slot, SLOT_LENGTH);
    if (load<u64>(slot) === first && stored === length + 1) {
      const isSame =
        length <= 16
          ? lastBytes(start + length, length) === load<u64>(slot, SLOT_LAST)
          : memory.compare(start, longTokens + load<u32>(slot, SLOT_LAST), length) === 0;
      if (isSame) return slot;
    }
    if (stored === 0) return 0;
  }
}
