import type { PackedText } from "../text/packedText.ts";
import type { CaptionMatches } from "./captionMatches.ts";
import { LENGTH_SHIFT, LONG, type MetadataIndex, NODE_BITS, SLOT } from "./metadataIndex.ts";
import {
  hashEdge,
  hashLong,
  hashShort,
  highWord,
  KIND,
  lowWord,
  MARK,
  SHORT_TOKEN,
  tokenEnd,
} from "./tokens.ts";

/** Matches packed captions against one metadata index. */
export interface Matcher {
  /**
   * The entries that stand in each caption, as the published rule finds them.
   *
   * Source: "Demystifying CLIP Data", section 3.2.
   *
   * @param captions packed captions; the bytes after them are read, up to the padding
   */
  match(captions: PackedText): CaptionMatches;
}

const NO_SLOT = -1;
/** Tokens of a batch: their columns stay in the second-level cache. */
const BATCH = 4096;
/** Ids of a caption up to this many are sorted by insertion. */
const FEW = 12;

/** The tokens of a batch: where they stand, what they are known by, and their slot in the index. */
interface TokenColumns {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  /** Key words; of short tokens only. */
  readonly lows: Int32Array;
  readonly highs: Int32Array;
  readonly hashes: Int32Array;
  readonly slots: Int32Array;
}

function createColumns(size: number): TokenColumns {
  return {
    starts: new Uint32Array(size),
    lengths: new Uint32Array(size),
    lows: new Int32Array(size),
    highs: new Int32Array(size),
    hashes: new Int32Array(size),
    slots: new Int32Array(size),
  };
}

/**
 * A matcher over `index`. Captions are taken in batches: tokenised, then every token looked up
 * (lookups that do not wait for each other), then phrases followed token by token.
 */
export function createMatcher(index: MetadataIndex): Matcher {
  const { tokens, tokenFilter, longTokens, edges, edgeFilter } = index;
  const slotMask = tokens.length / SLOT - 1;
  const tokenBits = tokenFilter.length * 32 - 1;
  const edgeMask = edges.length / SLOT - 1;
  const edgeBits = edgeFilter.length * 32 - 1;
  const longView = new DataView(longTokens.buffer, longTokens.byteOffset, longTokens.byteLength);
  /** First token of each caption of a batch, and the end of the last. */
  const firstTokens = new Uint32Array(BATCH + 1);
  let columns = createColumns(4 * BATCH);
  let found = new Uint32Array(1 << 16);

  /** Appends the tokens of a caption as tokens `first` on; returns their end. */
  function tokenise(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    first: number,
  ): number {
    const { starts, lengths, lows, highs, hashes } = columns;
    let n = first;
    let start = from;
    while (true) {
      const end = tokenEnd(bytes, view, start, to);
      const length = end - start;
      starts[n] = start;
      lengths[n] = length;
      if (length <= SHORT_TOKEN) {
        const low = lowWord(view, start, length);
        const high = highWord(view, start, length);
        lows[n] = low;
        highs[n] = high;
        hashes[n++] = hashShort(low, high, length);
      } else {
        hashes[n++] = hashLong(view, start, end);
      }
      if (end === to) return n;
      if (KIND[bytes[end]] === MARK) {
        starts[n] = end;
        lengths[n] = 1;
        lows[n] = bytes[end];
        highs[n] = 0;
        hashes[n++] = hashShort(bytes[end], 0, 1);
      }
      start = end + 1;
    }
  }

  function lookUp(bytes: Uint8Array, count: number): void {
    const { hashes, slots } = columns;
    for (let n = 0; n < count; n++) {
      const hash = hashes[n];
      const bit = hash & tokenBits;
      slots[n] = (tokenFilter[bit >>> 5] >>> (bit & 31)) & 1 ? findSlot(bytes, n, hash) : NO_SLOT;
    }
  }

  function findSlot(bytes: Uint8Array, n: number, hash: number): number {
    const { lengths, lows, highs } = columns;
    const length = lengths[n];
    const isLong = length > SHORT_TOKEN;
    const wanted = isLong ? LONG : length + 1;
    const low = isLong ? hash : lows[n];
    for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
      const at = slot * SLOT;
      const stored = tokens[at + 3] >>> LENGTH_SHIFT;
      if (stored === 0) return NO_SLOT;
      if (stored !== wanted || tokens[at] !== low) continue;
      if (isLong ? isLongToken(bytes, n, tokens[at + 1]) : tokens[at + 1] === highs[n]) return slot;
    }
  }

  function isLongToken(bytes: Uint8Array, n: number, offset: number): boolean {
    const start = columns.starts[n];
    const length = columns.lengths[n];
    if (longView.getUint32(offset, true) !== length) return false;
    for (let i = 0; i < length; i++) {
      if (bytes[start + i] !== longTokens[offset + 4 + i]) return false;
    }
    return true;
  }

  /** Appends the entries that stand in tokens `first` to `end - 1`; returns the new end of `found`. */
  function followPhrases(first: number, end: number, foundEnd: number): number {
    const { slots } = columns;
    let out = foundEnd;
    for (let n = first; n < end; n++) {
      if (slots[n] === NO_SLOT) continue;
      const at = slots[n] * SLOT;
      if (tokens[at + 2] !== 0) {
        if (out === found.length) growFound();
        found[out++] = tokens[at + 2] - 1;
      }
      let node = tokens[at + 3] & NODE_BITS;
      for (let next = n + 1; node !== 0 && next < end && slots[next] !== NO_SLOT; next++) {
        const edge = findEdge(node, slots[next]);
        if (edge === NO_SLOT) break;
        if (edges[edge + 3] !== 0) {
          if (out === found.length) growFound();
          found[out++] = edges[edge + 3] - 1;
        }
        node = edges[edge + 2];
      }
    }
    return out;
  }

  function findEdge(node: number, token: number): number {
    const hash = hashEdge(node, token);
    const bit = hash & edgeBits;
    if (((edgeFilter[bit >>> 5] >>> (bit & 31)) & 1) === 0) return NO_SLOT;
    for (let slot = hash & edgeMask; ; slot = (slot + 1) & edgeMask) {
      const at = slot * SLOT;
      if (edges[at] === 0) return NO_SLOT;
      if (edges[at] === node && edges[at + 1] === token) return at;
    }
  }

  function growFound(): void {
    const grown = new Uint32Array(found.length * 2);
    grown.set(found);
    found = grown;
  }

  /** Sorts the ids from `start` to `end` and drops repeated ones; returns their new end. */
  function sortUnique(start: number, end: number): number {
    if (end - start > FEW) {
      const ids = found.subarray(start, end).sort();
      let unique = 0;
      for (let i = 1; i < ids.length; i++) if (ids[i] !== ids[unique]) ids[++unique] = ids[i];
      return start + unique + 1;
    }
    let out = start;
    for (let i = start; i < end; i++) {
      const id = found[i];
      let at = out;
      while (at > start && found[at - 1] > id) at--;
      if (at > start && found[at - 1] === id) continue;
      for (let k = out; k > at; k--) found[k] = found[k - 1];
      found[at] = id;
      out++;
    }
    return out;
  }

  return {
    match({ bytes, starts }) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const count = starts.length - 1;
      const matchStart = new Uint32Array(count + 1);
      let out = 0;
      for (let batchStart = 0; batchStart < count; ) {
        let caption = batchStart;
        let tokenCount = 0;
        while (caption < count && tokenCount < BATCH) {
          const start = starts[caption];
          const end = starts[caption + 1];
          const most = tokenCount + 2 * (end - start) + 1;
          if (most > columns.starts.length) {
            if (tokenCount > 0) break;
            columns = createColumns(most);
          }
          tokenCount = tokenise(bytes, view, start, end, tokenCount);
          firstTokens[++caption - batchStart] = tokenCount;
        }
        lookUp(bytes, tokenCount);
        for (let i = batchStart; i < caption; i++) {
          const first = firstTokens[i - batchStart];
          const end = firstTokens[i - batchStart + 1];
          out = sortUnique(out, followPhrases(first, end, out));
          matchStart[i + 1] = out;
        }
        batchStart = caption;
      }
      return { matchStart, entryIds: found.slice(0, out) };
    },
  };
}
