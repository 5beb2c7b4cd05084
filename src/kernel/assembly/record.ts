/**
 * Finds caption and key in the bytes of a record, as formats/jsonl/recordBytes.ts does: what it is
 * not sure of, JSON.parse decides. A byte that JSON nowhere holds, a "\n", must stand at the end of
 * the record, so that no position has to be compared with it.
 */

import { fieldLength, fieldName } from "./memory";

/** The caption read last, escapes resolved. */
export let textStart: u32 = 0;
export let textEnd: u32 = 0;
/** Its record's key; empty where there is none. */
export let keyStart: u32 = 0;
export let keyEnd: u32 = 0;

/** In place of a position: JSON.parse must decide. */
const UNSURE: u32 = 0;
const MOST_NESTED: u32 = 64;
/** Every integer of so many digits is a double, and is written with the same digits. */
const EXACT_DIGITS: u32 = 15;

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const MINUS: u8 = 0x2d;
const ZERO: u8 = 0x30;
const COLON: u8 = 0x3a;
const OPEN_BRACKET: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE_BRACKET: u8 = 0x5d;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;

/** Values of the fields looked for, quotes included; 0 where the record has none. */
let text: u32 = 0;
let uid: u32 = 0;
let uuid: u32 = 0;
let id: u32 = 0;
let key: u32 = 0;

/** Whether the string passed last holds an escape. */
let hasEscape: bool = false;
let textHasEscape: bool = false;

/** Reads the record from `start` to `end`; whether it is sure that there is a caption. */
export function readRecord(start: u32, end: u32): bool {
  text = uid = uuid = id = key = 0;
  let at = afterMark(start, OPEN_BRACE);
  if (at === UNSURE) return false;
  let isLast = load<u8>(at) === CLOSE_BRACE;
  if (isLast) at++;
  while (!isLast) {
    const name = at + 1;
    const nameEnd = afterString(at);
    if (nameEnd === UNSURE || hasEscape) return false;
    const value = afterMark(nameEnd, COLON);
    if (value === UNSURE) return false;
    hasEscape = false;
    at = afterValue(value, 1);
    if (at === UNSURE) return false;
    noteField(name, nameEnd - 1 - name, value, at);
    at = afterBlanks(at);
    isLast = load<u8>(at) === CLOSE_BRACE;
    at = isLast ? at + 1 : afterMark(at, COMMA);
    if (at === UNSURE) return false;
  }
  if (afterBlanks(at) !== end) return false;
  if (!findText() || !findKey()) return false;
  if (textHasEscape) textEnd = resolveEscapes(textStart, textEnd);
  return true;
}

function noteField(name: u32, length: u32, value: u32, end: u32): void {
  if (length === fieldLength && memory.compare(name, fieldName, length) === 0) {
    text = value;
    textEnd = end;
    textHasEscape = hasEscape;
  }
  if (length < 2 || length > 4) return;
  const letters = load<u32>(name);
  if (length === 2 && (letters & 0xffff) === 0x6469) id = value;
  else if (length === 3 && (letters & 0xffffff) === 0x646975) uid = value;
  else if (length === 3 && (letters & 0xffffff) === 0x79656b) key = value;
  else if (length === 4 && letters === 0x64697575) uuid = value;
}

function findText(): bool {
  if (text === 0 || load<u8>(text) !== QUOTE || textEnd - text < 3) return false;
  textStart = text + 1;
  textEnd--;
  return true;
}

/** Notes the first of the key fields with a string that is not empty or a number. */
function findKey(): bool {
  keyStart = keyEnd = 0;
  return noteKey(uid) && noteKey(uuid) && noteKey(id) && noteKey(key);
}

/** Whether it is sure: a key with escapes, or a number that may be written otherwise, is not. */
function noteKey(value: u32): bool {
  if (keyEnd !== 0 || value === 0) return true;
  const first = load<u8>(value);
  if (first === QUOTE) {
    hasEscape = false;
    const end = afterString(value) - 1;
    if (end === value + 1) return true;
    keyStart = value + 1;
    keyEnd = end;
    return !hasEscape;
  }
  if (first !== MINUS && !isDigit(first)) return true;
  const digits = first === MINUS ? value + 1 : value;
  keyStart = value;
  keyEnd = afterDigits(digits);
  const next = load<u8>(keyEnd);
  if (next === 0x2e || (next | 0x20) === 0x65) return false;
  return keyEnd - digits <= EXACT_DIGITS && !(first === MINUS && load<u8>(digits) === ZERO);
}

function afterBlanks(start: u32): u32 {
  let at = start;
  while (true) {
    const byte = load<u8>(at);
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at;
    at++;
  }
}

/** Past a punctuation mark and the blanks around it. */
function afterMark(start: u32, mark: u8): u32 {
  const at = afterBlanks(start);
  return load<u8>(at) === mark ? afterBlanks(at + 1) : UNSURE;
}

function afterValue(start: u32, depth: u32): u32 {
  const first = load<u8>(start);
  if (first === QUOTE) return afterString(start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) {
    return depth < MOST_NESTED ? afterNested(start, depth) : UNSURE;
  }
  if (first === MINUS || isDigit(first)) return afterNumber(start);
  const letters = load<u32>(start);
  if (letters === 0x65757274 || letters === 0x6c6c756e) return start + 4;
  return letters === 0x736c6166 && load<u8>(start, 4) === 0x65 ? start + 5 : UNSURE;
}

/** Past an object or array within the record. */
function afterNested(start: u32, depth: u32): u32 {
  const isObject = load<u8>(start) === OPEN_BRACE;
  const close = isObject ? CLOSE_BRACE : CLOSE_BRACKET;
  let at = afterBlanks(start + 1);
  if (load<u8>(at) === close) return at + 1;
  while (true) {
    if (isObject) {
      at = afterString(at);
      if (at === UNSURE) return UNSURE;
      at = afterMark(at, COLON);
      if (at === UNSURE) return UNSURE;
    }
    at = afterValue(at, depth + 1);
    if (at === UNSURE) return UNSURE;
    at = afterBlanks(at);
    if (load<u8>(at) === close) return at + 1;
    at = afterMark(at, COMMA);
    if (at === UNSURE) return UNSURE;
  }
}

/** Past a string that starts with its quote. */
function afterString(start: u32): u32 {
  hasEscape = false;
  if (load<u8>(start) !== QUOTE) return UNSURE;
  let at = start + 1;
  while (true) {
    at = afterPlain(at);
    const byte = load<u8>(at);
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) {
      hasEscape = true;
      at = afterEscape(at);
    } else {
      at = afterCodePoint(at);
    }
    if (at === UNSURE) return UNSURE;
  }
}

/** Past the bytes that stand for themselves in a string. */
function afterPlain(start: u32): u32 {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const others = i8x16.bitmask(
      v128.or(
        // Bytes of other code points than ASCII are negative here.
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
        v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
      ),
    );
    if (others !== 0) return at + ctz(others);
    at += 16;
  }
}

/** The byte that an escape of one letter stands for, or 0 where there is no such escape. */
function escaped(letter: u8): u8 {
  switch (letter) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f:
      return letter;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return 0;
  }
}

function afterEscape(start: u32): u32 {
  const letter = load<u8>(start, 1);
  if (escaped(letter) !== 0) return start + 2;
  return letter === 0x75 && hexAt(start + 2) !== -1 ? start + 6 : UNSURE;
}

/** Past a code point that is not ASCII, in UTF-8 (RFC 3629, section 4). */
function afterCodePoint(start: u32): u32 {
  const lead = load<u8>(start);
  const second = load<u8>(start, 1);
  if (lead < 0xc2 || lead > 0xf4 || !isContinuation(second)) return UNSURE;
  if (lead < 0xe0) return start + 2;
  if (!isContinuation(load<u8>(start, 2))) return UNSURE;
  if (lead < 0xf0) {
    const isOverlong = lead === 0xe0 && second < 0xa0;
    const isSurrogate = lead === 0xed && second >= 0xa0;
    return isOverlong || isSurrogate ? UNSURE : start + 3;
  }
  if (!isContinuation(load<u8>(start, 3))) return UNSURE;
  const isOverlong = lead === 0xf0 && second < 0x90;
  const isTooHigh = lead === 0xf4 && second >= 0x90;
  return isOverlong || isTooHigh ? UNSURE : start + 4;
}

/** Past a number: RFC 8259, section 6. */
function afterNumber(start: u32): u32 {
  const first = load<u8>(start) === MINUS ? start + 1 : start;
  let at = afterDigits(first);
  if (at === first || (load<u8>(first) === ZERO && at > first + 1)) return UNSURE;
  if (load<u8>(at) === 0x2e) {
    const fraction = at + 1;
    at = afterDigits(fraction);
    if (at === fraction) return UNSURE;
  }
  if ((load<u8>(at) | 0x20) === 0x65) {
    const sign = load<u8>(at, 1);
    const exponent = sign === MINUS || sign === 0x2b ? at + 2 : at + 1;
    at = afterDigits(exponent);
    if (at === exponent) return UNSURE;
  }
  return at;
}

function afterDigits(start: u32): u32 {
  let at = start;
  while (isDigit(load<u8>(at))) at++;
  return at;
}

function isDigit(byte: u8): bool {
  return byte >= ZERO && byte <= 0x39;
}

function isContinuation(byte: u8): bool {
  return (byte & 0xc0) === 0x80;
}

/** The number that four hexadecimal digits write, or -1 where they are not all digits. */
function hexAt(start: u32): i32 {
  let value: i32 = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = load<u8>(at);
    const letter = byte | 0x20;
    if (isDigit(byte)) value = (value << 4) | (byte - ZERO);
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57);
    else return -1;
  }
  return value;
}

/** Resolves the escapes of a valid string in place, since none is longer when resolved. */
function resolveEscapes(start: u32, end: u32): u32 {
  let to = start;
  let at = start;
  while (at < end) {
    const byte = load<u8>(at++);
    if (byte !== BACKSLASH) {
      store<u8>(to++, byte);
      continue;
    }
    const letter = load<u8>(at);
    if (letter !== 0x75) {
      store<u8>(to++, escaped(letter));
      at++;
      continue;
    }
    let code = <u32>hexAt(at + 1);
    at += 5;
    if (code >= 0xd800 && code < 0xdc00 && load<u16>(at) === 0x755c) {
      const low = <u32>hexAt(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
        at += 6;
      }
    }
    to = writeCodePoint(code, to);
  }
  return to;
}

function writeCodePoint(code: u32, to: u32): u32 {
  if (code < 0x80) {
    store<u8>(to, code);
    return to + 1;
  }
  if (code < 0x800) {
    store<u8>(to, 0xc0 | (code >> 6));
    store<u8>(to, 0x80 | (code & 0x3f), 1);
    return to + 2;
  }
  if (code < 0x10000) {
    store<u8>(to, 0xe0 | (code >> 12));
    store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 1);
    store<u8>(to, 0x80 | (code & 0x3f), 2);
    return to + 3;
  }
  store<u8>(to, 0xf0 | (code >> 18));
  store<u8>(to, 0x80 | ((code >> 12) & 0x3f), 1);
  store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 2);
  store<u8>(to, 0x80 | (code & 0x3f), 3);
  return to + 4;
}
