import { joinBytes } from "../joinBytes.ts";
import { markLength, type TextEncoding } from "./textEncoding.ts";

/** A text file without its byte order mark. */
export interface MarkedStream {
  /** The byte order mark; empty where there is none. */
  readonly mark: Uint8Array<ArrayBuffer>;
  /** All bytes after it, in pieces. */
  readonly rest: AsyncIterable<Uint8Array>;
}

/** Bytes of the longest byte order mark. */
const MARK_BYTES = 3;
const NO_BYTES = new Uint8Array(0);
/** No character of UTF-8: what half a UTF-16 unit becomes. */
const BROKEN = 0xff;
/** What bytes 0x80 to 0x9f are in windows-1252. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * The bytes of a text file in UTF-8, piece by piece and without its byte order mark. What is UTF-8 is
 * passed on as it is, broken characters too. What is no UTF-16, a lone surrogate or half a unit at the
 * end, becomes bytes that are no UTF-8, so that a reader finds the fault in the line where it is.
 */
export async function* asUtf8(
  stream: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): AsyncGenerator<Uint8Array, void, void> {
  const { rest } = await splitMark(stream, encoding);
  if (encoding === "utf-8") {
    yield* rest;
  } else if (encoding === "latin-1") {
    for await (const piece of rest) yield fromLatin1(piece);
  } else {
    const isLittle = encoding === "utf-16le";
    let open: Uint8Array = NO_BYTES;
    for await (const piece of rest) {
      const bytes = open.length === 0 ? piece : joinBytes([open, piece]);
      const end = lastUnitEnd(bytes, isLittle);
      open = bytes.slice(end);
      if (end > 0) yield fromUtf16(bytes.subarray(0, end), isLittle);
    }
    if (open.length > 1) yield fromUtf16(open.subarray(0, 2), isLittle);
    if (open.length % 2 === 1) yield Uint8Array.of(BROKEN);
  }
}

/** Some bytes of a text file in UTF-8, without a byte order mark; half a unit at the end is left out. */
export function utf8Of(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  const rest = bytes.subarray(markLength(bytes, encoding));
  if (encoding === "utf-8") return rest;
  if (encoding === "latin-1") return fromLatin1(rest);
  const isLittle = encoding === "utf-16le";
  return fromUtf16(rest.subarray(0, lastUnitEnd(rest, isLittle)), isLittle);
}

/** Takes the byte order mark off a text file. */
export async function splitMark(
  stream: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): Promise<MarkedStream> {
  const iterator = stream[Symbol.asyncIterator]();
  let head: Uint8Array = NO_BYTES;
  while (head.length < MARK_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : joinBytes([head, next.value]);
  }
  const length = markLength(head, encoding);
  async function* rest(): AsyncGenerator<Uint8Array, void, void> {
    try {
      if (head.length > length) yield head.subarray(length);
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { mark: head.slice(0, length), rest: rest() };
}

/** Where the last whole unit ends; the first half of a surrogate pair is left to what follows. */
function lastUnitEnd(bytes: Uint8Array, isLittle: boolean): number {
  const end = bytes.length - (bytes.length % 2);
  if (end === 0) return 0;
  const high = isLittle ? bytes[end - 1] : bytes[end - 2];
  return high >= 0xd8 && high < 0xdc ? end - 2 : end;
}

function fromLatin1(bytes: Uint8Array): Uint8Array {
  const target = new Uint8Array(bytes.length * 3);
  let to = 0;
  for (const byte of bytes) {
    if (byte < 0x80) target[to++] = byte;
    else to = writeUnit(byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte, target, to);
  }
  return target.subarray(0, to);
}

/** @param bytes whole units, no surrogate pair cut at their end */
function fromUtf16(bytes: Uint8Array, isLittle: boolean): Uint8Array {
  const target = new Uint8Array((bytes.length / 2) * 3);
  const low = isLittle ? 0 : 1;
  const high = 1 - low;
  let to = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    const unit = bytes[at + low] | (bytes[at + high] << 8);
    if (unit < 0x80) {
      target[to++] = unit;
      continue;
    }
    const next =
      unit >= 0xd800 && unit < 0xdc00 ? bytes[at + 2 + low] | (bytes[at + 2 + high] << 8) : 0;
    if (next < 0xdc00 || next >= 0xe000) {
      to = writeUnit(unit, target, to);
      continue;
    }
    const code = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
    target[to++] = 0xf0 | (code >> 18);
    target[to++] = 0x80 | ((code >> 12) & 0x3f);
    target[to++] = 0x80 | ((code >> 6) & 0x3f);
    target[to++] = 0x80 | (code & 0x3f);
    at += 2;
  }
  return target.subarray(0, to);
}

/** Writes a UTF-16 unit of 0x80 or more; gives where the next byte goes. */
function writeUnit(unit: number, target: Uint8Array, offset: number): number {
  let to = offset;
  if (unit < 0x800) {
    target[to++] = 0xc0 | (unit >> 6);
  } else {
    target[to++] = 0xe0 | (unit >> 12);
    target[to++] = 0x80 | ((unit >> 6) & 0x3f);
  }
  target[to++] = 0x80 | (unit & 0x3f);
  return to;
}
