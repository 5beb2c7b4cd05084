/**
 * Builds the metadata index, the same to the last bit as core/matching/metadataIndex.ts does:
 * first every entry is split, and equal tokens are made one record (`addEntries`); then the records
 * are laid out as a hash table (`placeTokens`); then the phrases are followed, edge by edge
 * (`addPhrases`), and the edges laid out as well (`placeEdges`).
 */

import { hashEdge, hashToken } from "./hashIndex";
import { hashKey } from "./hashKey";

/** A token: what its slot in the index holds, then its hash, and the slot once it has one. */
const RECORD: u32 = 40;
const LAST: usize = 8;
const ENTRY: usize = 16;
const NODE: usize = 20;
const LENGTH: usize = 24;
const FILTER: usize = 28;
const HASH: usize = 32;
const SLOT: usize = 36;

/** An edge, as in the index. */
const EDGE: u32 = 16;
const EDGE_TOKEN: usize = 4;
const EDGE_NEXT: usize = 8;
const EDGE_ENTRY: usize = 12;

const SPACE: u8 = 0x20;
const BACKTICK: u8 = 0x60;
/** By byte below 64, a bit for each mark, and for each white space that is no single space. */
const MARKS: u64 =
  ((<u64>1) << 0x21) |
  ((<u64>1) << 0x2c) |
  ((<u64>1) << 0x2e) |
  ((<u64>1) << 0x3a) |
  ((<u64>1) << 0x3b) |
  ((<u64>1) << 0x3f);
const BREAKS: u64 = ((<u64>1) << 0x09) | ((<u64>1) << 0x0a) | ((<u64>1) << 0x0d);

/** The entries, and what is made for each: two hash lanes, and whether none can match it. */
let texts: u32 = 0;
let starts: u32 = 0;
let lanes: u32 = 0;
let unmatchable: u32 = 0;
/** Addresses of records by hash; and of edges, once there are no more records to come. */
let buckets: u32 = 0;
let bucketMask: u32 = 0;
let edgeBuckets: u32 = 0;
let edgeBucketMask: u32 = 0;
/** Where the tables of the index are. */
let tokenSlots: u32 = 0;
let tokenSlotMask: u32 = 0;
let edgeSlots: u32 = 0;
let edgeSlotMask: u32 = 0;

/** Ends of what is made so far. */
export let records: u32 = 0;
export let longTokens: u32 = 0;
export let phrases: u32 = 0;
export let edges: u32 = 0;
/** Tokens of all entries that can match, and of the longest one. */
export let tokenCount: u32 = 0;
export let mostTokens: u32 = 1;
let longTokensStart: u32 = 0;
let nodes: u32 = 0;

export function beginIndex(
  textsAt: u32,
  startsAt: u32,
  lanesAt: u32,
  unmatchableAt: u32,
  bucketsAt: u32,
  bucketCount: u32,
  recordsAt: u32,
  longTokensAt: u32,
  phrasesAt: u32,
): void {
  texts = textsAt;
  starts = startsAt;
  lanes = lanesAt;
  unmatchable = unmatchableAt;
  buckets = bucketsAt;
  bucketMask = bucketCount - 1;
  records = recordsAt;
  longTokens = longTokensAt;
  longTokensStart = longTokensAt;
  phrases = phrasesAt;
}

/**
 * Takes entries `from` to `to`. What has one token is noted with the token; others are appended
 * to `phrases`: entry id + 1, number of tokens, and the record of each.
 */
export function addEntries(from: u32, to: u32): void {
  for (let id = from; id < to; id++) {
    const start = texts + load<u32>(starts + (id << 2));
    const end = texts + load<u32>(starts + (id << 2), 4);
    hashKey(start, end, lanes + (id << 3));
    const count = splitEntry(start, end);
    if (count === 0) {
      store<u8>(unmatchable + id, 1);
      continue;
    }
    tokenCount += count;
    mostTokens = max(mostTokens, count);
    if (count === 1) {
      store<u32>(addToken(start, end), id + 1, ENTRY);
      continue;
    }
    store<u32>(phrases, id + 1);
    store<u32>(phrases, count, 4);
    let token = start;
    for (let at = phrases + 8; at < phrases + 8 + (count << 2); at += 4) {
      const tokenEnd = load<u32>(at);
      store<u32>(at, addToken(token, tokenEnd));
      token = tokenEnd + 1;
    }
    phrases += 8 + (count << 2);
  }
}

/**
 * Writes where the tokens of an entry end, from `phrases + 8` on.
 *
 * @returns how many they are; 0 where no caption can match (core/matching/unmatchable.ts)
 */
function splitEntry(start: u32, end: u32): u32 {
  let out = phrases + 8;
  let token = start;
  let marksInToken: u32 = 0;
  let previousIsMark = false;
  let at = start;
  while (true) {
    const byte = at === end ? SPACE : load<u8>(at);
    if (byte === SPACE) {
      if (marksInToken !== 0 && (at - token !== 1 || previousIsMark)) return 0;
      previousIsMark = marksInToken !== 0;
      store<u32>(out, at);
      out += 4;
      if (at === end) return (out - phrases - 8) >> 2;
      token = at + 1;
      marksInToken = 0;
    } else if (byte === BACKTICK) {
      marksInToken++;
    } else if (byte < 64) {
      if ((BREAKS >> byte) & 1) return 0;
      marksInToken += <u32>((MARKS >> byte) & 1);
    }
    at++;
  }
}

/** The record of a token, made when it is new. */
function addToken(start: u32, end: u32): u32 {
  const length = end - start;
  const bytes = load<u64>(start);
  const first = length > 7 ? bytes : bytes & (((<u64>1) << (length << 3)) - 1);
  const last = length > 8 ? load<u64>(end - 8) : 0;
  const hash = hashToken(first, last, length);
  let i = hash;
  while (true) {
    const bucket = buckets + ((i++ & bucketMask) << 2);
    const record = load<u32>(bucket);
    if (record === 0) {
      store<u32>(bucket, records);
      return addRecord(start, length, first, last, hash);
    }
    if (load<u64>(record) === first && load<u32>(record, LENGTH) === length + 1) {
      const isSame =
        length <= 16
          ? load<u64>(record, LAST) === last
          : memory.compare(longTokensStart + load<u32>(record, LAST), start, length) === 0;
      if (isSame) return record;
    }
  }
}

function addRecord(start: u32, length: u32, first: u64, last: u64, hash: u32): u32 {
  const record = records;
  records += RECORD;
  store<u64>(record, first);
  store<u64>(record, last, LAST);
  store<u32>(record, length + 1, LENGTH);
  store<u32>(record, hash, HASH);
  if (length > 16) {
    store<u64>(record, <u64>(longTokens - longTokensStart), LAST);
    memory.copy(longTokens, start, length);
    longTokens += length;
  }
  return record;
}

/** @param slots at `slotsAt`, all zero: where the tokens are to be laid out */
export function setTokenTable(slotsAt: u32, slots: u32): void {
  tokenSlots = slotsAt;
  tokenSlotMask = slots - 1;
}

/** Lays out the tokens of records `from` to `to`. */
export function placeTokens(from: u32, to: u32): void {
  for (let record = from; record < to; record += RECORD) {
    let hash = load<u32>(record, HASH);
    let slot = tokenSlots + ((hash & tokenSlotMask) << 5);
    while (load<u32>(slot, LENGTH) !== 0) {
      hash++;
      slot = tokenSlots + ((hash & tokenSlotMask) << 5);
    }
    v128.store(slot, v128.load(record));
    v128.store(slot, v128.load(record, 16), 16);
    store<u32>(record, slot, SLOT);
  }
}

/** @param bucketCount of `bucketsAt`, all zero: where edges are found before they are laid out */
export function beginEdges(bucketsAt: u32, bucketCount: u32, edgesAt: u32): void {
  edgeBuckets = bucketsAt;
  edgeBucketMask = bucketCount - 1;
  edges = edgesAt;
}

/**
 * Makes the edges of the phrases from `from` on.
 *
 * @param to where to stop, at the end of a phrase
 * @returns where it stopped
 */
export function addPhrases(from: u32, to: u32): u32 {
  let phrase = from;
  while (phrase < to) {
    const entry = load<u32>(phrase);
    const end = phrase + 8 + (load<u32>(phrase, 4) << 2);
    const root = load<u32>(load<u32>(phrase, 8), SLOT);
    const second = load<u32>(phrase, 12);
    if (load<u32>(root, NODE) === 0) store<u32>(root, ++nodes, NODE);
    store<u32>(root, load<u32>(root, FILTER) | (1 << (load<u32>(second, HASH) >> 27)), FILTER);
    let node = load<u32>(root, NODE);
    for (let at = phrase + 12; ; at += 4) {
      const position = (load<u32>(load<u32>(at), SLOT) - tokenSlots) >> 5;
      const edge = addEdge(node, position);
      if (at + 4 === end) {
        store<u32>(edge, entry, EDGE_ENTRY);
        break;
      }
      if (load<u32>(edge, EDGE_NEXT) === 0) store<u32>(edge, ++nodes, EDGE_NEXT);
      node = load<u32>(edge, EDGE_NEXT);
    }
    phrase = end;
  }
  return phrase;
}

function addEdge(node: u32, position: u32): u32 {
  const key = <u64>node | ((<u64>position) << 32);
  let i = hashEdge(node, position);
  while (true) {
    const bucket = edgeBuckets + ((i++ & edgeBucketMask) << 2);
    const edge = load<u32>(bucket);
    if (edge === 0) {
      store<u32>(bucket, edges);
      store<u64>(edges, key);
      edges += EDGE;
      return edges - EDGE;
    }
    if (load<u64>(edge) === key) return edge;
  }
}

/** @param slots at `slotsAt`, all zero: where the edges are to be laid out */
export function setEdgeTable(slotsAt: u32, slots: u32): void {
  edgeSlots = slotsAt;
  edgeSlotMask = slots - 1;
}

/** Lays out the edges of buckets `from` to `to`. */
export function placeEdges(from: u32, to: u32): void {
  for (let bucket = edgeBuckets + (from << 2); bucket < edgeBuckets + (to << 2); bucket += 4) {
    const edge = load<u32>(bucket);
    if (edge === 0) continue;
    let hash = hashEdge(load<u32>(edge), load<u32>(edge, EDGE_TOKEN));
    let slot = edgeSlots + ((hash & edgeSlotMask) << 4);
    while (load<u32>(slot) !== 0) {
      hash++;
      slot = edgeSlots + ((hash & edgeSlotMask) << 4);
    }
    v128.store(slot, v128.load(edge));
  }
}
