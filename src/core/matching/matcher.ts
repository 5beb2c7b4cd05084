import type { PackedText } from "../text/packedText.ts";
import type { CaptionMatches } from "./captionMatches.ts";
import { EDGE_SLOT, type MetadataIndex, TOKEN_SLOT } from "./metadataIndex.ts";
import {
  filterBit,
  firstWord,
  fourthWord,
  hashEdge,
  hashToken,
  KIND,
  MARK,
  secondWord,
  thirdWord,
  tokenEnd,
  WHOLE_TOKEN,
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
/** Words of a token of a batch: its four words, hash, length, start, and its slot in the index. */
const TOKEN = 8;

/**
 * Tokens and edges looked up lately: most of a caption's are among so few, and few stay in the
 * processor's cache where the whole index does not.
 */
const CACHED_TOKENS = 8192;
const CACHED_EDGES = 16384;
/** Words of each. */
const CACHED = 4;

/**
 * A matcher over `index`. Captions are taken in batches: tokenised, then every token looked up
 * (lookups that do not wait for each other), then phrases followed token by token.
 */
export function createMatcher(index: MetadataIndex): Matcher {
  const { tokens, longTokens, edges } = index;
  const slotMask = tokens.length / TOKEN_SLOT - 1;
  const edgeMask = edges.length / EDGE_SLOT - 1;
  /** First token of each caption of a batch, and the end of the last. */
  const firstTokens = new Uint32Array(BATCH + 1);
  const tokenCache = new Int32Array(CACHED_TOKENS * CACHED);
  const edgeCache = new Int32Array(CACHED_EDGES * CACHED);
  let batch = new Int32Array(4 * BATCH * TOKEN);
  let found = new Uint32Array(1 << 16);

  /** Appends the tokens of a caption as tokens `first` on; returns their end. */
  function tokenise(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    first: number,
  ): number {
    let token = first;
    let start = from;
    while (true) {
      const end = tokenEnd(bytes, view, start, to);
      addToken(view, token++, start, end - start);
      if (end === to) return token;
      if (KIND[bytes[end]] === MARK) addToken(view, token++, end, 1);
      start = end + 1;
    }
  }

  function addToken(view: DataView, token: number, start: number, length: number): void {
    const first = firstWord(view, start, length);
    const second = secondWord(view, start, length);
    const third = thirdWord(view, start, length);
    const fourth = fourthWord(view, start, length);
    const at = token * TOKEN;
    batch[at] = first;
    batch[at + 1] = second;
    batch[at + 2] = third;
    batch[at + 3] = fourth;
    batch[at + 4] = hashToken(first, second, third, fourth, length);
    batch[at + 5] = length;
    batch[at + 6] = start;
  }

  function lookUp(bytes: Uint8Array, count: number): void {
    const end = count * TOKEN;
    for (let at = 0; at < end; at += TOKEN) {
      const length = batch[at + 5];
      const cached = (batch[at + 4] & (CACHED_TOKENS - 1)) * CACHED;
      if (
        tokenCache[cached] === batch[at] &&
        tokenCache[cached + 1] === batch[at + 1] &&
        tokenCache[cached + 2] === length + 1
      ) {
        batch[at + 7] = tokenCache[cached + 3];
        continue;
      }
      const slot = findSlot(bytes, at);
      batch[at + 7] = slot;
      if (length > 8) continue;
      tokenCache[cached] = batch[at];
      tokenCache[cached + 1] = batch[at + 1];
      tokenCache[cached + 2] = length + 1;
      tokenCache[cached + 3] = slot;
    }
  }

  function findSlot(bytes: Uint8Array, at: number): number {
    const first = batch[at];
    const stored = batch[at + 5] + 1;
    for (let slot = batch[at + 4] & slotMask; ; slot = (slot + 1) & slotMask) {
      const place = slot * TOKEN_SLOT;
      if (tokens[place + 6] === 0) return NO_SLOT;
      if (tokens[place] !== first || tokens[place + 6] !== stored) continue;
      if (tokens[place + 1] === batch[at + 1] && hasSameEnd(bytes, at, place)) return slot;
    }
  }

  function hasSameEnd(bytes: Uint8Array, at: number, slot: number): boolean {
    const length = batch[at + 5];
    if (length <= WHOLE_TOKEN) {
      return tokens[slot + 2] === batch[at + 2] && tokens[slot + 3] === batch[at + 3];
    }
    const start = batch[at + 6];
    const offset = tokens[slot + 2];
    for (let i = 0; i < length; i++) {
      if (bytes[start + i] !== longTokens[offset + i]) return false;
    }
    return true;
  }

  /**
   * Appends the entries that stand in tokens `first` to `end - 1` from `foundStart` on; returns the
   * new end of `found`.
   */
  function followPhrases(first: number, end: number, foundStart: number): number {
    let out = foundStart;
    for (let token = first; token < end; token++) {
      const slot = batch[token * TOKEN + 7];
      if (slot === NO_SLOT) continue;
      const at = slot * TOKEN_SLOT;
      if (tokens[at + 4] !== 0) out = addEntry(tokens[at + 4] - 1, foundStart, out);
      let node = tokens[at + 5];
      let next = token + 1;
      if (node === 0 || next === end) continue;
      if (((tokens[at + 7] >>> filterBit(batch[next * TOKEN + 4])) & 1) === 0) continue;
      for (; node !== 0 && next < end && batch[next * TOKEN + 7] !== NO_SLOT; next++) {
        const edge = findEdge(node, batch[next * TOKEN + 7]);
        if (edge === NO_SLOT) break;
        if (edges[edge + 3] !== 0) out = addEntry(edges[edge + 3] - 1, foundStart, out);
        node = edges[edge + 2];
      }
    }
    return out;
  }

  function findEdge(node: number, token: number): number {
    const hash = hashEdge(node, token);
    const cached = (hash & (CACHED_EDGES - 1)) * CACHED;
    if (edgeCache[cached] === node && edgeCache[cached + 1] === token) return edgeCache[cached + 2];
    let slot = hash & edgeMask;
    while (edges[slot * EDGE_SLOT] !== 0) {
      if (edges[slot * EDGE_SLOT] === node && edges[slot * EDGE_SLOT + 1] === token) break;
      slot = (slot + 1) & edgeMask;
    }
    const edge = edges[slot * EDGE_SLOT] === 0 ? NO_SLOT : slot * EDGE_SLOT;
    edgeCache[cached] = node;
    edgeCache[cached + 1] = token;
    edgeCache[cached + 2] = edge;
    return edge;
  }

  /** Appends an entry, unless it is among those from `start` on. */
  function addEntry(id: number, start: number, out: number): number {
    for (let i = start; i < out; i++) if (found[i] === id) return out;
    if (out === found.length) growFound();
    found[out] = id;
    return out + 1;
  }

  function growFound(): void {
    const grown = new Uint32Array(found.length * 2);
    grown.set(found);
    found = grown;
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
          if (most * TOKEN > batch.length) {
            if (tokenCount > 0) break;
            batch = new Int32Array(most * TOKEN);
          }
          tokenCount = tokenise(bytes, view, start, end, tokenCount);
          firstTokens[++caption - batchStart] = tokenCount;
        }
        lookUp(bytes, tokenCount);
        for (let i = batchStart; i < caption; i++) {
          const first = firstTokens[i - batchStart];
          const end = firstTokens[i - batchStart + 1];
          out = followPhrases(first, end, out);
          matchStart[i + 1] = out;
        }
        batchStart = caption;
      }
      return { matchStart, entryIds: found.slice(0, out) };
    },
  };
}
