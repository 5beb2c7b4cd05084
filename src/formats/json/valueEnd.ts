import { joinBytes } from "../joinBytes.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "./jsonBytes.ts";

/** Finds where a JSON value ends by its strings and brackets, in bytes that come in pieces. */
export interface ValueEnd {
  /** Begins a value; its first byte is the first that is then looked at. */
  begin(first: number): void;
  /**
   * Goes on with bytes `start`…`end`, and returns where it stopped: after the value, at a bracket
   * that is wrong, or where more bytes are needed, from that one on.
   */
  follow(bytes: Uint8Array, start: number, end: number): number;
  /** How it stopped. */
  readonly stop: "over" | "wrong" | "more";
  /** The bracket that is to be closed next; 0 for none. */
  readonly closer: number;
}

const isQuoteOrBracket = tableOf([QUOTE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT]);

export function valueEnd(): ValueEnd {
  let stop: ValueEnd["stop"] = "over";
  let isWord = false;
  let isString = false;
  let depth = 0;
  /** The brackets that close what is open, the inner ones last. */
  let closers = new Uint8Array(64);

  function followWord(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && !isWordEnd(bytes[at])) at++;
    stop = at < end ? "over" : "more";
    return at;
  }

  function followNested(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (true) {
      if (isString) {
        at = stringEnd(bytes, at, end);
        if (at === end || bytes[at] === BACKSLASH) return at;
        at++;
        isString = false;
        if (depth === 0) break;
      }
      while (at < end && isQuoteOrBracket[bytes[at]] === 0) at++;
      if (at === end) return at;
      const byte = bytes[at];
      if (byte === QUOTE) {
        isString = true;
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        if (depth === closers.length) closers = joinBytes([closers, closers]);
        closers[depth++] = byte === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT;
      } else if (byte !== closers[depth - 1]) {
        stop = "wrong";
        return at;
      } else if (--depth === 0) {
        at++;
        break;
      }
      at++;
    }
    stop = "over";
    return at;
  }

  return {
    begin(first) {
      isWord = first !== QUOTE && first !== OPEN_ARRAY && first !== OPEN_OBJECT;
      isString = false;
      depth = 0;
    },
    follow(bytes, start, end) {
      stop = "more";
      return isWord ? followWord(bytes, start, end) : followNested(bytes, start, end);
    },
    get stop() {
      return stop;
    },
    get closer() {
      return depth === 0 ? 0 : closers[depth - 1];
    },
  };
}

/** Where the quote is that ends a string; else the end, or a backslash that is the last byte. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) {
      if (at + 1 === end) return at;
      at++;
    }
    at++;
  }
  return at;
}

/** Whether a byte ends a number or a word. */
function isWordEnd(byte: number): boolean {
  return isSpace(byte) || byte === COMMA || byte === COLON || isQuoteOrBracket[byte] === 1;
}

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}
