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

/** Tokens up to this many bytes are their own key; longer ones are hashed and then compared. */
export const SHORT_TOKEN = 8;

/** By length of a short token, which bits of its two words are its own. */
const LOW_BITS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const HIGH_BITS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/** Bytes 0–3 of a short token as one word; reads 4 bytes whatever its length. */
export function lowWord(view: DataView, start: number, length: number): number {
  return view.getInt32(start, true) & LOW_BITS[length];
}

/** Bytes 4–7 of a short token as one word; reads 4 bytes whatever its length. */
export function highWord(view: DataView, start: number, length: number): number {
  return view.getInt32(start + 4, true) & HIGH_BITS[length];
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

/** Hash of a short token from its two words. */
export function hashShort(low: number, high: number, length: number): number {
  let h = Math.imul(low ^ Math.imul(high + length, 0x9e3779b1), 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hash of a token of more than {@link SHORT_TOKEN} bytes. */
export function hashLong(view: DataView, start: number, end: number): number {
  let h = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    h =
      Math.imul((h << 15) | (h >>> 17), 0x9e3779b1) ^ Math.imul(view.getInt32(i, true), 0x85ebca6b);
  }
  h = Math.imul(h, 0x9e3779b1) ^ lowWord(view, i, end - i);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hash of a phrase edge: a trie node and the next token. */
export function hashEdge(node: number, token: number): number {
  const h = Math.imul(node, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
  return h ^ (h >>> 15);
}
