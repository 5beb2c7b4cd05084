import { encodeWtf8Into } from "../../core/text/wtf8.ts";

/** Deeper values are left to JSON.parse. */
const MAX_DEPTH = 64;

/** What the walk gives in place of a position where JSON.parse must decide. */
const UNSURE = -1;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const LITERALS = ["true", "false", "null"].map((literal) => new TextEncoder().encode(literal));

/** The byte that each escape of one letter stands for; 0 where there is no such escape. */
const ESCAPED = new Uint8Array(256);
for (const [i, letter] of [...'"\\/bfnrt'].entries()) {
  ESCAPED[letter.charCodeAt(0)] = '"\\/\b\f\n\r\t'.charCodeAt(i);
}

/** 1 for the bytes that stand for themselves in a string. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** Names of the fields to find. */
export interface FieldNames {
  /** In WTF-8. */
  readonly names: readonly Uint8Array[];
  /** 1 for the bytes that a name starts with, its closing quote when it is empty. */
  readonly starts: Uint8Array;
}

/** @param fields names as JSON.parse gives them */
export function fieldNames(fields: readonly string[]): FieldNames {
  const names = fields.map((field) => {
    const bytes = new Uint8Array(field.length * 3);
    return bytes.slice(0, encodeWtf8Into(field, bytes, 0));
  });
  const starts = new Uint8Array(256);
  for (const name of names) starts[name.length === 0 ? QUOTE : name[0]] = 1;
  return { names, starts };
}

/**
 * Finds fields of the JSON object that bytes `start`…`end` of a view hold, in one walk over them.
 * Of fields with one name the last counts, as in JSON.parse.
 *
 * @param ranges receives where the value of field i lies, quotes included: from `ranges[2 * i]` to
 *   before `ranges[2 * i + 1]`; both are -1 where the object has no such field
 * @returns whether it is sure: the bytes are UTF-8 and JSON. When false, JSON.parse must decide.
 */
export function findFields(
  view: DataView,
  start: number,
  end: number,
  { names, starts }: FieldNames,
  ranges: Int32Array,
): boolean {
  ranges.fill(-1);
  let at = afterMark(view, start, end, OPEN_BRACE);
  if (at === UNSURE) return false;
  let last = byteAt(view, at, end) === CLOSE_BRACE;
  if (last) at++;
  while (!last) {
    const nameStart = at + 1;
    const nameEnd = afterString(view, at, end) - 1;
    if (nameEnd < nameStart || hasEscape(view, nameStart, nameEnd)) return false;
    const valueStart = afterMark(view, nameEnd + 1, end, COLON);
    if (valueStart === UNSURE) return false;
    const valueEnd = afterValue(view, valueStart, end, 1);
    if (valueEnd === UNSURE) return false;
    for (let i = 0; starts[view.getUint8(nameStart)] === 1 && i < names.length; i++) {
      if (!isName(view, nameStart, nameEnd, names[i])) continue;
      ranges[2 * i] = valueStart;
      ranges[2 * i + 1] = valueEnd;
    }
    at = afterBlanks(view, valueEnd, end);
    last = byteAt(view, at, end) === CLOSE_BRACE;
    at = last ? at + 1 : afterMark(view, at, end, COMMA);
    if (at === UNSURE) return false;
  }
  return afterBlanks(view, at, end) === end;
}

/** Whether a valid JSON string holds an escape. */
export function hasEscape(view: DataView, start: number, end: number): boolean {
  let at = start;
  while (at + 4 <= end && !hasBackslash(view.getInt32(at, true))) at += 4;
  while (at < end && view.getUint8(at) !== BACKSLASH) at++;
  return at < end;
}

/**
 * Writes the text of a valid JSON string as WTF-8; never more bytes than the string has.
 *
 * @param start, end the string without its quotes
 * @returns bytes written
 */
export function unescapeInto(
  view: DataView,
  start: number,
  end: number,
  target: Uint8Array,
  offset: number,
): number {
  let to = offset;
  let at = start;
  while (at < end) {
    const byte = view.getUint8(at++);
    if (byte !== BACKSLASH) {
      target[to++] = byte;
    } else if (ESCAPED[view.getUint8(at)] !== 0) {
      target[to++] = ESCAPED[view.getUint8(at++)];
    } else {
      let code = hexAt(view, at + 1);
      at += 5;
      if (
        code >= 0xd800 &&
        code < 0xdc00 &&
        view.getUint8(at) === BACKSLASH &&
        view.getUint8(at + 1) === 0x75
      ) {
        const low = hexAt(view, at + 2);
        if (low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
          at += 6;
        }
      }
      to = writeCodePoint(code, target, to);
    }
  }
  return to - offset;
}

/** The byte at a position, or 0, which JSON nowhere holds, after the end. */
function byteAt(view: DataView, at: number, end: number): number {
  return at < end ? view.getUint8(at) : 0;
}

function afterBlanks(view: DataView, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = view.getUint8(at);
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break;
    at++;
  }
  return at;
}

/** Past a punctuation mark and the blanks around it. */
function afterMark(view: DataView, start: number, end: number, mark: number): number {
  const at = afterBlanks(view, start, end);
  return byteAt(view, at, end) === mark ? afterBlanks(view, at + 1, end) : UNSURE;
}

function afterValue(view: DataView, start: number, end: number, depth: number): number {
  const first = byteAt(view, start, end);
  if (first === QUOTE) return afterString(view, start, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) {
    return depth < MAX_DEPTH ? afterNested(view, start, end, depth) : UNSURE;
  }
  if (first === MINUS || isDigit(first)) return afterNumber(view, start, end);
  for (const literal of LITERALS) {
    const after = start + literal.length;
    if (after <= end && isName(view, start, after, literal)) return after;
  }
  return UNSURE;
}

/** Past an object or array within the record. */
function afterNested(view: DataView, start: number, end: number, depth: number): number {
  const isObject = view.getUint8(start) === OPEN_BRACE;
  const close = isObject ? CLOSE_BRACE : CLOSE_BRACKET;
  let at = afterBlanks(view, start + 1, end);
  if (byteAt(view, at, end) === close) return at + 1;
  while (true) {
    if (isObject) {
      at = afterString(view, at, end);
      if (at === UNSURE) return UNSURE;
      at = afterMark(view, at, end, COLON);
      if (at === UNSURE) return UNSURE;
    }
    at = afterValue(view, at, end, depth + 1);
    if (at === UNSURE) return UNSURE;
    at = afterBlanks(view, at, end);
    if (byteAt(view, at, end) === close) return at + 1;
    at = afterMark(view, at, end, COMMA);
    if (at === UNSURE) return UNSURE;
  }
}

/** Past a string that starts with its quote. */
function afterString(view: DataView, start: number, end: number): number {
  if (byteAt(view, start, end) !== QUOTE) return UNSURE;
  let at = start + 1;
  while (true) {
    at = afterPlain(view, at, end);
    const byte = byteAt(view, at, end);
    if (byte === QUOTE) return at + 1;
    at = byte === BACKSLASH ? afterEscape(view, at, end) : afterCodePoint(view, at, end);
    if (at === UNSURE) return UNSURE;
  }
}

/** Past the bytes that stand for themselves in a string, four at a time. */
function afterPlain(view: DataView, start: number, end: number): number {
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const marks = notPlain(view.getInt32(at, true));
    if (marks !== 0) return at + ((31 - Math.clz32(marks & -marks)) >> 3);
  }
  while (at < end && PLAIN[view.getUint8(at)] === 1) at++;
  return at;
}

/**
 * Marks with its high bit the first of four bytes that does not stand for itself in a string; what
 * it marks after that means nothing. 0 where there is none.
 */
function notPlain(word: number): number {
  const controls = word - 0x20202020;
  const quotes = (word ^ 0x22222222) - 0x01010101;
  const backslashes = (word ^ 0x5c5c5c5c) - 0x01010101;
  return (word | controls | quotes | backslashes) & 0x80808080;
}

function hasBackslash(word: number): boolean {
  const rest = word ^ 0x5c5c5c5c;
  return ((rest - 0x01010101) & ~rest & 0x80808080) !== 0;
}

function afterEscape(view: DataView, start: number, end: number): number {
  const letter = byteAt(view, start + 1, end);
  if (ESCAPED[letter] !== 0) return start + 2;
  if (letter !== 0x75 || start + 6 > end || hexAt(view, start + 2) === -1) return UNSURE;
  return start + 6;
}

/** Past a code point that is not ASCII, in UTF-8 (RFC 3629, section 4). */
function afterCodePoint(view: DataView, start: number, end: number): number {
  const lead = byteAt(view, start, end);
  const second = byteAt(view, start + 1, end);
  if (lead < 0xc2 || lead > 0xf4 || !isContinuation(second)) return UNSURE;
  if (lead < 0xe0) return start + 2;
  if (!isContinuation(byteAt(view, start + 2, end))) return UNSURE;
  if (lead < 0xf0) {
    const isOverlong = lead === 0xe0 && second < 0xa0;
    const isSurrogate = lead === 0xed && second >= 0xa0;
    return isOverlong || isSurrogate ? UNSURE : start + 3;
  }
  if (!isContinuation(byteAt(view, start + 3, end))) return UNSURE;
  const isOverlong = lead === 0xf0 && second < 0x90;
  const isTooHigh = lead === 0xf4 && second >= 0x90;
  return isOverlong || isTooHigh ? UNSURE : start + 4;
}

/** Past a number: RFC 8259, section 6. */
function afterNumber(view: DataView, start: number, end: number): number {
  const first = view.getUint8(start) === MINUS ? start + 1 : start;
  let at = afterDigits(view, first, end);
  if (at === first || (view.getUint8(first) === ZERO && at > first + 1)) return UNSURE;
  if (byteAt(view, at, end) === 0x2e) {
    const fraction = at + 1;
    at = afterDigits(view, fraction, end);
    if (at === fraction) return UNSURE;
  }
  if ((byteAt(view, at, end) | 0x20) === 0x65) {
    const sign = byteAt(view, at + 1, end);
    const exponent = sign === MINUS || sign === 0x2b ? at + 2 : at + 1;
    at = afterDigits(view, exponent, end);
    if (at === exponent) return UNSURE;
  }
  return at;
}

function afterDigits(view: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(view.getUint8(at))) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function isName(view: DataView, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (view.getUint8(start + i) !== name[i]) return false;
  return true;
}

/** The number that four hexadecimal digits write, or -1 where they are not all digits. */
function hexAt(view: DataView, start: number): number {
  let value = 0;
  for (let i = start; i < start + 4; i++) {
    const letter = view.getUint8(i) | 0x20;
    if (isDigit(view.getUint8(i))) value = (value << 4) | (view.getUint8(i) - ZERO);
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57);
    else return -1;
  }
  return value;
}

function writeCodePoint(code: number, target: Uint8Array, offset: number): number {
  let to = offset;
  if (code < 0x80) {
    target[to++] = code;
    return to;
  }
  if (code < 0x800) {
    target[to++] = 0xc0 | (code >> 6);
  } else {
    if (code < 0x10000) {
      target[to++] = 0xe0 | (code >> 12);
    } else {
      target[to++] = 0xf0 | (code >> 18);
      target[to++] = 0x80 | ((code >> 12) & 0x3f);
    }
    target[to++] = 0x80 | ((code >> 6) & 0x3f);
  }
  target[to++] = 0x80 | (code & 0x3f);
  return to;
}
