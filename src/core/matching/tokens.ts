/**
 * The published rule, seen in tokens: a spaced caption is split at every single space, and an entry
 * matches when its own tokens are a run of the caption's. So one probe for each token is enough.
 */

/** What a byte is to spacing: an ordinary one, one that becomes a space, or a mark. */
export const ORDINARY = 0;
export const SPACE = 1;
export const MARK = 2;

/** The kind of every byte. Bytes of longer UTF-8 sequences are ordinary. */
export const KIND: Uint8Array = (() => {
  const kinds = new Uint8Array(256);
  for (const space of " \t\n\r") kinds[space.charCodeAt(0)] = SPACE;
  for (const mark of ",.;:?!`") kinds[mark.charCodeAt(0)] = MARK;
  return kinds;
})();

/**
 * A token is known by four words: its first 8 bytes and, when it has more, its last 8. Up to this
 * many bytes these are all it has.
 */
export const WHOLE_TOKEN = 16;

/** By length, up to 8, which bits of the first two words are the token's own. */
const LOW_BITS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const HIGH_BITS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/** Bytes 0–3 of a token as one word; reads 4 bytes whatever its length. */
export function firstWord(view: DataView, start: number, length: number): number {
  const word = view.getInt32(start, true);
  return length < 4 ? word & LOW_BITS[length] : word;
}

/** Bytes 4–7 of a token as one word; reads 4 bytes whatever its length. */
export function secondWord(view: DataView, start: number, length: number): number {
  const word = view.getInt32(start + 4, true);
  return length < 8 ? word & HIGH_BITS[length] : word;
}

/** Bytes 8 to 5 from the end of a token of more than 8 bytes, as one word; of others 0. */
export function thirdWord(view: DataView, start: number, length: number): number {
  return length > 8 ? view.getInt32(start + length - 8, true) : 0;
}

/** The last 4 bytes of a token of more than 8 bytes as one word; of others 0. */
export function fourthWord(view: DataView, start: number, length: number): number {
  return length > 8 ? view.getInt32(start + length - 4, true) : 0;
}

/**
 * Where the token from `from` on ends: the first space or mark, or `to`. Four bytes at a time:
 * those of letters have bit 6 or 7 set, so only the others, and the backtick, need a look.
 */
export function tokenEnd(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  for (let at = from; at < to; at += 4) {
    const word = view.getInt32(at, true);
    const backtick = word ^ 0x60606060;
    let bits = (~(word | (word << 1)) | ((backtick - 0x01010101) & ~backtick)) & 0x80808080;
    for (; bits !== 0; bits &= bits - 1) {
      const i = at + ((31 - Math.clz32(bits & -bits)) >>> 3);
      if (i >= to) return to;
      if (KIND[bytes[i]] !== ORDINARY) return i;
    }
  }
  return to;
}

/** Hash of a token from its words. */
export function hashToken(
  first: number,
  second: number,
  third: number,
  fourth: number,
  length: number,
): number {
  let h =
    Math.imul(first, 0x9e3779b1) +
    Math.imul(second, 0x85ebca6b) +
    Math.imul(third, 0xc2b2ae35) +
    Math.imul(fourth, 0x27d4eb2f) +
    Math.imul(length, 0x165667b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Hash of a phrase edge: a trie node and the next token. */
export function hashEdge(node: number, token: number): number {
  const h = Math.imul(node, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
  return h ^ (h >>> 15);
}

/** The bit of a node's filter that stands for a next token. */
export function filterBit(hash: number): number {
  return hash >>> 27;
}
