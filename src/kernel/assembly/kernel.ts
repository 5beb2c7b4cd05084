/**
 * The kernel: from the bytes of whole lines to the columns of their captions. Lines are read one by
 * one; the tokens of some hundred captions are gathered, then looked up together, so that one
 * wait for memory hides the others, then phrases are followed.
 */

import { hashKey, mix } from "./hashKey";
import {
  batch,
  batchEnd,
  captionEnds,
  captionLines,
  entryIds,
  entryIdsEnd,
  jsonKey,
  keyLanes,
  keyless,
  lineStarts,
  matchStart,
  missed,
  mostCaptions,
  mostTokens,
  otherLines,
} from "./memory";
import { collectEntries, findFirstEdges, forgetEntries } from "./phrases";
import { keyEnd, keyStart, readRecord, textEnd, textStart } from "./record";
import { lookUpMissed, TOKEN, tokenise } from "./tokens";

export { drawTau, fillDrawTable } from "./draw";
export { setColumns, setFieldLength, setIndex, setScratch } from "./memory";
export { fillEdgeFilter } from "./phrases";

/**
 * Reads a record by JSON.parse. Writes its caption over it from `start` on, and its hashed key to
 * `jsonKey`.
 *
 * @returns bytes of the caption, or what is wrong as a negative number
 */
declare function readByJson(start: u32, end: u32): i32;

/** Tokens at which a batch is looked up: their slots of the index fit the nearest cache. */
const BATCH_TOKENS: u32 = 512;
/** There is no room for what the bytes hold: the other kernel must take them. */
const NO_ROOM: i32 = -1;
const BLANK: u32 = 0;

export let lines: u32 = 0;
export let others: u32 = 0;
export let passedOver: u32 = 0;
export let keylessCaptions: u32 = 0;
export let matchedCaptions: u32 = 0;
export let ids: u32 = 0;

let captions: u32 = 0;
/** End of the batch's tokens, that of those missed, and number of the captions they are of. */
let token: u32 = 0;
let miss: u32 = 0;
let waiting: u32 = 0;

/**
 * Matches the lines in bytes `from` to `to`; a "\n" must stand at `to` or before it, and at least
 * 16 bytes may be read after it.
 *
 * @param oneIn about one line in so many is taken, as kernel/sampling.ts says
 * @param offset where in their file the bytes stand
 * @returns number of captions, or -1 where they do not fit
 */
export function matchLines(from: u32, to: u32, oneIn: u32, offset: f64): i32 {
  begin();
  for (let at = from; at < to; lines++) {
    const end = lineEnd(at, to);
    let text = 0;
    let textLength: i32 = 0;
    if (captions === mostCaptions || others === mostCaptions) return NO_ROOM;
    if (!isTaken(u64(offset) + (at - from), oneIn)) {
      passedOver++;
    } else if (isBlank(at, end)) {
      addOther(BLANK);
    } else {
      if (readRecord(at, end)) {
        text = textStart;
        textLength = textEnd - textStart;
        if (keyEnd === 0) addKeyless();
        else hashKey(keyStart, keyEnd, keyLanes + (captions << 3));
      } else {
        text = at;
        textLength = readByJson(at, end);
        if (textLength < 0) addOther(-textLength);
        else if (load<u32>(jsonKey, 8) === 0) addKeyless();
        else store<u64>(keyLanes + (captions << 3), load<u64>(jsonKey));
      }
      if (textLength > 0) {
        store<u32>(lineStarts + (captions << 2), at - from);
        store<u32>(captionLines + (captions << 2), lines);
        if (!addCaption(text, text + textLength)) return NO_ROOM;
      }
    }
    at = end + 1;
  }
  return finish();
}

/**
 * Matches packed captions; at least 16 bytes may be read after them.
 *
 * @param starts addresses' offsets from `texts`, one more than captions
 */
export function matchTexts(texts: u32, starts: u32, count: u32): i32 {
  if (count > mostCaptions) return NO_ROOM;
  begin();
  for (let i: u32 = 0; i < count; i++) {
    const start = texts + load<u32>(starts + (i << 2));
    const end = texts + load<u32>(starts + (i << 2), 4);
    if (!addCaption(start, end)) return NO_ROOM;
  }
  return finish();
}

function begin(): void {
  lines = 0;
  others = 0;
  passedOver = 0;
  keylessCaptions = 0;
  matchedCaptions = 0;
  ids = 0;
  captions = 0;
  token = batch;
  miss = missed;
  waiting = 0;
  store<u32>(matchStart, 0);
  forgetEntries();
}

function finish(): i32 {
  return matchBatch() ? captions : NO_ROOM;
}

function addOther(reason: u32): void {
  const other = otherLines + (others++ << 3);
  store<u32>(other, lines);
  store<u32>(other, reason, 4);
}

function addKeyless(): void {
  store<u32>(keyless + (keylessCaptions++ << 2), captions);
  store<u64>(keyLanes + (captions << 3), 0);
}

/** Whether there is room for the caption. */
function addCaption(start: u32, end: u32): bool {
  const most = ((end - start) * 2 + 2) * TOKEN;
  if (token + most > batchEnd) {
    if (!matchBatch() || token + most > batchEnd) return false;
  }
  const ends = tokenise(start, end, ((<u64>miss) << 32) | token);
  token = <u32>ends;
  miss = <u32>(ends >> 32);
  store<u32>(captionEnds + (waiting++ << 2), token);
  captions++;
  return token < batch + BATCH_TOKENS * TOKEN || matchBatch();
}

/** Matches the captions of the batch; whether there is room for their entries. */
function matchBatch(): bool {
  const most = ((token - batch) / TOKEN) * mostTokens + 5;
  let out = entryIds + (ids << 2);
  if (most > (entryIdsEnd - out) >> 2) return false;
  lookUpMissed(miss);
  findFirstEdges(token);
  let first = batch;
  let start = matchStart + ((captions - waiting) << 2);
  for (let i: u32 = 0; i < waiting; i++) {
    const end = load<u32>(captionEnds + (i << 2));
    const before = out;
    out = collectEntries(first, end, out);
    matchedCaptions += u32(out > before);
    start += 4;
    store<u32>(start, (out - entryIds) >> 2);
    first = end;
  }
  ids = (out - entryIds) >> 2;
  token = batch;
  miss = missed;
  waiting = 0;
  return true;
}

function isTaken(offset: u64, oneIn: u32): bool {
  return mix(u32(offset) ^ ((u32(offset >> 32) + 1) * 0x9e3779b1)) % oneIn === 0;
}

/** Where the line from `start` on ends: its "\n", or `to`. */
function lineEnd(start: u32, to: u32): u32 {
  const newline = i8x16.splat(0x0a);
  for (let at = start; at < to; at += 16) {
    const bits = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (bits !== 0) return min<u32>(at + ctz(bits), to);
  }
  return to;
}

function isBlank(start: u32, end: u32): bool {
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
