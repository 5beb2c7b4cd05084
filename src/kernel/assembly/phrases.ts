import { hashEdge } from "./hashIndex";
import {
  batch,
  candidates,
  edgeCache,
  edgeFilter,
  edgeMask,
  edges,
  lastSeen,
  missed,
  tokens,
} from "./memory";
import { ENTRY, FILTER, NODE, SLOT, TARGET, TOKEN } from "./tokens";

/** A phrase edge of the index: node, position of the token's slot, then next node, entry id + 1. */
const EDGE: u32 = 16;
const EDGE_TOKEN: usize = 4;
const EDGE_TARGET: usize = 8;

/** Bits of the filter of all edges, a power of two: an edge's bit is set at its hash. */
const FILTER_BITS: u32 = 1 << 22;

/** An edge looked for lately: node, slot of the token, and its target, 0 where there is no edge. */
const CACHED_TARGET: usize = 8;
const CACHED_EDGES: u32 = 16384;

/** Places of `lastSeen`, 2 to the power of so many: caption and entry id + 1 of 8 bytes. */
const LAST_SEEN_BITS: u32 = 11;

/** What loads that only bring memory near leave behind, so that they are not optimised away. */
export let touched: u32 = 0;

/** Notes every edge of the index in the filter, which is zeros. */
export function fillEdgeFilter(): void {
  const end = edges + (edgeMask + 1) * EDGE;
  for (let edge = edges; edge < end; edge += EDGE) {
    const node = load<u32>(edge);
    if (node === 0) continue;
    const hash = hashEdge(node, load<u32>(edge, EDGE_TOKEN));
    const at = filterAt(hash);
    store<u32>(at, load<u32>(at) | (1 << hash));
  }
}

/**
 * Sets the target of the edge from every token of a batch to the next one, or 0 where there is
 * none. A caption's last token gets one to the next caption, which must not be used.
 */
export function findFirstEdges(end: u32): void {
  store<u32>(end, 0, SLOT);
  let candidate = candidates;
  for (let token = batch; token < end; token += TOKEN) {
    const next = load<u32>(token + TOKEN, SLOT);
    const filter = (load<u32>(token, FILTER) >> next) & i32(next !== 0);
    store<u64>(token, 0, TARGET);
    store<u32>(candidate, token);
    candidate += filter << 2;
  }
  let likely = missed;
  for (let at = candidates; at < candidate; at += 4) {
    const token = load<u32>(at);
    const hash = hashKey(edgeKey(load<u32>(token, NODE), load<u32>(token + TOKEN, SLOT)));
    store<u32>(likely, token);
    store<u32>(likely, hash, 4);
    likely += ((load<u32>(filterAt(hash)) >> hash) & 1) << 3;
  }
  let miss = missed;
  for (let at = missed; at < likely; at += 8) {
    const token = load<u32>(at);
    const hash = load<u32>(at, 4);
    const key = edgeKey(load<u32>(token, NODE), load<u32>(token + TOKEN, SLOT));
    const cached = cachedAt(hash);
    store<u64>(token, load<u64>(cached, CACHED_TARGET), TARGET);
    store<u32>(miss, token);
    store<u32>(miss, hash, 4);
    miss += select<u32>(0, 8, load<u64>(cached) === key);
  }
  let touch: u32 = 0;
  for (let at = missed; at < miss; at += 8) touch += load<u32>(edgeAt(load<u32>(at, 4)));
  touched = touch;
  for (let at = missed; at < miss; at += 8) {
    const token = load<u32>(at);
    const key = edgeKey(load<u32>(token, NODE), load<u32>(token + TOKEN, SLOT));
    store<u64>(token, findTarget(key, load<u32>(at, 4)), TARGET);
  }
}

/** Whether two entries of the caption fell on one place of `lastSeen`. */
let mayRepeat: bool = false;

/** Forgets where entries were written. */
export function forgetEntries(): void {
  memory.fill(lastSeen, 0, 8 << LAST_SEEN_BITS);
}

/**
 * Writes the entries that stand in tokens `first` to `end`, in order of first appearance, none
 * twice.
 *
 * @returns their end
 */
export function collectEntries(first: u32, end: u32, start: u32): u32 {
  let out = start;
  mayRepeat = false;
  for (let token = first; token < end; token += TOKEN) {
    out = addEntry(load<u32>(token, ENTRY), start, out);
    const target = load<u64>(token, TARGET);
    if (target !== 0) out = addPhrases(target, token + TOKEN, end, start, out);
  }
  return mayRepeat ? withoutRepeats(start, out) : out;
}

/** Appends the entries of the edge to token `next`, and of those that follow it. */
function addPhrases(first: u64, next: u32, end: u32, start: u32, to: u32): u32 {
  let out = to;
  let target = first;
  while (target !== 0 && next < end) {
    out = addEntry(<u32>(target >> 32), start, out);
    const node = <u32>target;
    next += TOKEN;
    if (node === 0 || next >= end) break;
    const slot = load<u32>(next, SLOT);
    target = slot === 0 ? 0 : targetOf(edgeKey(node, slot));
  }
  return out;
}

/** Appends entry id + 1, unless it is 0 or known to be there already. */
function addEntry(entry: u32, start: u32, out: u32): u32 {
  const place = lastSeen + (((entry * 0x9e3779b1) >> (32 - LAST_SEEN_BITS)) << 3);
  const key = ((<u64>start) << 32) | entry;
  const seen = load<u64>(place);
  store<u64>(place, key);
  store<u32>(out, entry - 1);
  // Another entry of the same caption stood here, and is forgotten.
  if (<u32>(seen >> 32) === start && seen !== key) mayRepeat = true;
  return out + select<u32>(4, 0, i32(seen !== key) & i32(entry !== 0));
}

function withoutRepeats(start: u32, end: u32): u32 {
  let out = start;
  for (let from = start; from < end; from += 4) {
    const id = load<u32>(from);
    let at = start;
    while (at < out && load<u32>(at) !== id) at += 4;
    store<u32>(out, id);
    if (at === out) out += 4;
  }
  return out;
}

function edgeKey(node: u32, slot: u32): u64 {
  return <u64>node | ((<u64>slot) << 32);
}

function targetOf(key: u64): u64 {
  const hash = hashKey(key);
  const cached = cachedAt(hash);
  return load<u64>(cached) === key ? load<u64>(cached, CACHED_TARGET) : findTarget(key, hash);
}

/** Looks an edge up in the index, and notes it in the cache. */
function findTarget(key: u64, hash: u32): u64 {
  const node = <u32>key;
  const position = (<u32>(key >> 32) - tokens) >> 5;
  let target: u64 = 0;
  for (let at = hash; ; at++) {
    const edge = edgeAt(at);
    const stored = load<u32>(edge);
    if (stored === 0) break;
    if (stored === node && load<u32>(edge, EDGE_TOKEN) === position) {
      target = load<u64>(edge, EDGE_TARGET);
      break;
    }
  }
  const cached = cachedAt(hash);
  store<u64>(cached, key);
  store<u64>(cached, target, CACHED_TARGET);
  return target;
}

function cachedAt(hash: u32): u32 {
  return edgeCache + ((hash & (CACHED_EDGES - 1)) << 4);
}

function filterAt(hash: u32): u32 {
  return edgeFilter + (((hash & (FILTER_BITS - 1)) >> 5) << 2);
}

function edgeAt(hash: u32): u32 {
  return edges + ((hash & edgeMask) << 4);
}

function hashKey(key: u64): u32 {
  return hashEdge(<u32>key, (<u32>(key >> 32) - tokens) >> 5);
}
