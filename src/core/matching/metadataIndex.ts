import type { PackedText } from "../text/packedText.ts";
import {
  filterBit,
  firstWord,
  fourthWord,
  hashEdge,
  hashToken,
  secondWord,
  thirdWord,
  WHOLE_TOKEN,
} from "./tokens.ts";
import { isMatchable } from "./unmatchable.ts";

/**
 * The metadata as a trie over tokens, in flat columns: it can be copied, stored, or shared between
 * workers as it is, and the WASM kernel reads the same.
 *
 * A token is known by its slot in `tokens`, 8 words each: its four words (of a token of more than
 * 16 bytes the third is its offset in `longTokens`, the fourth 0); entry id + 1 of the entry that
 * is just this token, or 0; trie node of the entries that begin with it, or 0; its length + 1, or 0
 * for an empty slot; and a filter of that node, where the bit of every next token is set.
 *
 * An edge in `edges`, 4 words: node, token slot, next node (0 for none), entry id + 1 or 0. Nodes
 * count from 1; node 0 marks an empty slot.
 */
export interface MetadataIndex {
  readonly entries: number;
  /** Tokens of the longest entry. */
  readonly mostTokens: number;
  /** By entry id: 1 when no caption can match it. */
  readonly unmatchable: Uint8Array;
  readonly tokens: Int32Array;
  readonly longTokens: Uint8Array;
  readonly edges: Int32Array;
}

/** Words of a slot in `tokens`. */
export const TOKEN_SLOT = 8;
/** Words of a slot in `edges`. */
export const EDGE_SLOT = 4;

/** Called now and then with the number of entries indexed so far. */
export type IndexProgress = (entries: number) => void;

const PROGRESS_STEP = 1 << 15;

/**
 * Builds the index of a metadata list. Entries that no caption can match are left out of it, but
 * keep their ids.
 *
 * @param entries the metadata, packed
 */
export function buildIndex(
  entries: PackedText,
  onProgress: IndexProgress = () => {},
): MetadataIndex {
  const count = entries.starts.length - 1;
  const split = splitEntries(entries, onProgress);
  const tokens = new TokenTable(entries.bytes, split.tokenCount);
  const tokenOf = new Uint32Array(split.tokenCount);
  for (let i = 0; i < split.tokenCount; i++) {
    tokenOf[i] = tokens.add(split.tokenStarts[i], split.tokenEnds[i]);
  }
  const { table, slotOf } = tokens.finish();
  const edges = new EdgeTable(split.tokenCount);
  let nodes = 0;
  let mostTokens = 1;
  for (let i = 0; i < split.entryIds.length; i++) {
    if (i % PROGRESS_STEP === 0) onProgress((count + split.entryIds[i]) / 2);
    const entry = split.entryIds[i] + 1;
    const first = split.firstToken[i];
    const last = split.firstToken[i + 1] - 1;
    mostTokens = Math.max(mostTokens, last - first + 1);
    const root = slotOf[tokenOf[first]] * TOKEN_SLOT;
    if (first === last) {
      table[root + 4] = entry;
      continue;
    }
    if (table[root + 5] === 0) table[root + 5] = ++nodes;
    table[root + 7] |= 1 << filterBit(tokens.hashOf(tokenOf[first + 1]));
    let node = table[root + 5];
    for (let k = first + 1; k <= last; k++) {
      const edge = edges.add(node, slotOf[tokenOf[k]]);
      if (k === last) edges.slots[edge + 3] = entry;
      else {
        if (edges.slots[edge + 2] === 0) edges.slots[edge + 2] = ++nodes;
        node = edges.slots[edge + 2];
      }
    }
  }
  return {
    entries: count,
    mostTokens,
    unmatchable: split.unmatchable,
    tokens: table,
    longTokens: tokens.longTokens(),
    edges: edges.finish(),
  };
}

interface SplitEntries {
  readonly unmatchable: Uint8Array;
  readonly tokenCount: number;
  readonly tokenStarts: Uint32Array;
  readonly tokenEnds: Uint32Array;
  /** Ids of the matchable entries, and where the tokens of each begin; one more at the end. */
  readonly entryIds: Uint32Array;
  readonly firstToken: Uint32Array;
}

function splitEntries({ bytes, starts }: PackedText, onProgress: IndexProgress): SplitEntries {
  const count = starts.length - 1;
  let most = count;
  for (let i = 0; i < starts[count]; i++) if (bytes[i] === 0x20) most++;
  const tokenStarts = new Uint32Array(most);
  const tokenEnds = new Uint32Array(most);
  const unmatchable = new Uint8Array(count);
  const entryIds = new Uint32Array(count);
  const firstToken = new Uint32Array(count + 1);
  let tokenCount = 0;
  let matchable = 0;
  for (let id = 0; id < count; id++) {
    if (id % PROGRESS_STEP === 0) onProgress(id / 2);
    const end = starts[id + 1];
    if (!isMatchable(bytes, starts[id], end)) {
      unmatchable[id] = 1;
      continue;
    }
    entryIds[matchable] = id;
    firstToken[matchable++] = tokenCount;
    let tokenStart = starts[id];
    for (let i = tokenStart; i <= end; i++) {
      if (i < end && bytes[i] !== 0x20) continue;
      tokenStarts[tokenCount] = tokenStart;
      tokenEnds[tokenCount++] = i;
      tokenStart = i + 1;
    }
  }
  firstToken[matchable] = tokenCount;
  return {
    unmatchable,
    tokenCount,
    tokenStarts,
    tokenEnds,
    entryIds: entryIds.subarray(0, matchable),
    firstToken: firstToken.subarray(0, matchable + 1),
  };
}

/** Least power of two with room for `items` at a load of at most one half. */
export function tableSize(items: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(8, items * 2)));
}

/** Gives equal tokens the same number, then lays them out as a hash table of the right size. */
class TokenTable {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #buckets: Int32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #hashes: Int32Array;
  #count = 0;

  constructor(bytes: Uint8Array, tokens: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#buckets = new Int32Array(tableSize(tokens));
    this.#starts = new Uint32Array(tokens);
    this.#ends = new Uint32Array(tokens);
    this.#hashes = new Int32Array(tokens);
  }

  add(start: number, end: number): number {
    const hash = this.#hash(start, end);
    const mask = this.#buckets.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const number = this.#buckets[i] - 1;
      if (number < 0) {
        this.#buckets[i] = this.#count + 1;
        this.#starts[this.#count] = start;
        this.#ends[this.#count] = end;
        this.#hashes[this.#count] = hash;
        return this.#count++;
      }
      if (this.#hashes[number] === hash && this.#equals(number, start, end)) return number;
    }
  }

  hashOf(token: number): number {
    return this.#hashes[token];
  }

  finish(): { table: Int32Array; slotOf: Uint32Array } {
    const slots = tableSize(this.#count);
    const table = new Int32Array(slots * TOKEN_SLOT);
    const slotOf = new Uint32Array(this.#count);
    for (let number = 0, longOffset = 0; number < this.#count; number++) {
      let slot = this.#hashes[number] & (slots - 1);
      while (table[slot * TOKEN_SLOT + 6] !== 0) slot = (slot + 1) & (slots - 1);
      slotOf[number] = slot;
      const at = slot * TOKEN_SLOT;
      const start = this.#starts[number];
      const length = this.#ends[number] - start;
      const isLong = length > WHOLE_TOKEN;
      table[at] = firstWord(this.#view, start, length);
      table[at + 1] = secondWord(this.#view, start, length);
      table[at + 2] = isLong ? longOffset : thirdWord(this.#view, start, length);
      table[at + 3] = isLong ? 0 : fourthWord(this.#view, start, length);
      table[at + 6] = length + 1;
      if (isLong) longOffset += length;
    }
    return { table, slotOf };
  }

  longTokens(): Uint8Array {
    let size = 0;
    for (let number = 0; number < this.#count; number++) {
      const length = this.#ends[number] - this.#starts[number];
      if (length > WHOLE_TOKEN) size += length;
    }
    const pool = new Uint8Array(size);
    for (let number = 0, at = 0; number < this.#count; number++) {
      const start = this.#starts[number];
      const end = this.#ends[number];
      if (end - start <= WHOLE_TOKEN) continue;
      pool.set(this.#bytes.subarray(start, end), at);
      at += end - start;
    }
    return pool;
  }

  #hash(start: number, end: number): number {
    const length = end - start;
    return hashToken(
      firstWord(this.#view, start, length),
      secondWord(this.#view, start, length),
      thirdWord(this.#view, start, length),
      fourthWord(this.#view, start, length),
      length,
    );
  }

  #equals(number: number, start: number, end: number): boolean {
    const other = this.#starts[number];
    if (this.#ends[number] - other !== end - start) return false;
    for (let i = 0; i < end - start; i++) {
      if (this.#bytes[other + i] !== this.#bytes[start + i]) return false;
    }
    return true;
  }
}

/** Edges of the trie, first in a table with room for all, then in one of the right size. */
class EdgeTable {
  readonly slots: Int32Array;
  #count = 0;

  constructor(most: number) {
    this.slots = new Int32Array(tableSize(most) * EDGE_SLOT);
  }

  /** Where the edge stands in `slots`; made when it is new. */
  add(node: number, token: number): number {
    const at = EdgeTable.#find(this.slots, node, token);
    if (this.slots[at] === 0) {
      this.slots[at] = node;
      this.slots[at + 1] = token;
      this.#count++;
    }
    return at;
  }

  finish(): Int32Array {
    const edges = new Int32Array(tableSize(this.#count) * EDGE_SLOT);
    for (let at = 0; at < this.slots.length; at += EDGE_SLOT) {
      const node = this.slots[at];
      if (node === 0) continue;
      const found = EdgeTable.#find(edges, node, this.slots[at + 1]);
      edges.set(this.slots.subarray(at, at + EDGE_SLOT), found);
    }
    return edges;
  }

  static #find(slots: Int32Array, node: number, token: number): number {
    const mask = slots.length / EDGE_SLOT - 1;
    for (let i = hashEdge(node, token) & mask; ; i = (i + 1) & mask) {
      const at = i * EDGE_SLOT;
      if (slots[at] === 0 || (slots[at] === node && slots[at + 1] === token)) return at;
    }
  }
}
