import { InputError } from "../inputError.ts";
import { joinBytes } from "../joinBytes.ts";
import { countNewlines, MAX_LINE_BYTES } from "../jsonl/lines.ts";
import type { RecordSource } from "../records/record.ts";
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "./jsonBytes.ts";
import { valueEnd } from "./valueEnd.ts";

/** Which values are elements: those of an array, the members of an object, those of lists in one. */
export type ElementPlace = "array" | "object" | { readonly lists: readonly string[] };

/**
 * Elements that follow each other, with nothing but a comma and white space between. The bytes are
 * overwritten when the next part is asked for.
 */
export interface Elements {
  readonly kind: "elements";
  /** The key of the list that they are in; null where that is the document itself. */
  readonly list: string | null;
  readonly bytes: Uint8Array;
  /** Where each begins and ends in `bytes`. One that is missing beside a comma is empty. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Of members: where the colon after the key is; of others nothing. */
  readonly colons: readonly number[];
  /** The line of the file, from 1, of a place in `bytes`. */
  lineAt(at: number): number;
}

/** An element of more than {@link MAX_LINE_BYTES}, which is not read. */
export interface LongElement {
  readonly kind: "long";
  readonly list: string | null;
  /** The line of the file in which it begins, from 1. */
  readonly line: number;
  /** Byte offset in the file. */
  readonly offset: number;
  /** Its first {@link BEGINNING_BYTES} bytes. */
  readonly beginning: Uint8Array;
}

/** What is before the first element of a list, or after the last. */
export interface AroundElements {
  readonly kind: "around";
  /** Overwritten when the next part is asked for. */
  readonly bytes: Uint8Array;
}

export type DocumentPart = Elements | LongElement | AroundElements;

/** Enough to hold the 200 characters that are shown of an element. */
export const BEGINNING_BYTES = 800;

const MAX_ELEMENTS = 4096;
/** Bytes that are looked through at once. */
const PIECE_BYTES = 2 ** 18;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What is due next; a list may end where its first value or key is. */
type Due = "start" | "first value" | "value" | "first key" | "key" | "colon" | "comma" | "end";

/**
 * Tells the elements of a JSON document apart, front to end, by strings and brackets alone: whether
 * an element is JSON is not asked. All bytes are given but a byte order mark and what separates
 * elements.
 *
 * @param pieceBytes how many bytes are looked through at once
 * @throws InputError when no further element can be told apart: the document ends too soon, a
 *   bracket closes what it did not open, or no comma stands between elements
 */
export async function* documentParts(
  source: RecordSource,
  place: ElementPlace,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<DocumentPart, void, void> {
  const scanner = documentScanner(source.name, place);
  for await (const piece of piecesOf(source, pieceBytes)) {
    yield* scanner.partsOf(piece);
    scanner.throwIfBroken();
  }
  scanner.throwIfUnfinished();
}

/** The bytes of a file in pieces of one length, the last shorter; those before an error are given. */
async function* piecesOf(
  source: RecordSource,
  pieceBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of source.stream()) {
      for (let start = 0; start < chunk.length; ) {
        const part = chunk.subarray(start, start + pieceBytes - length);
        start += part.length;
        length += part.length;
        parts.push(part);
        if (length < pieceBytes) continue;
        yield joinBytes(parts);
        parts = [];
        length = 0;
      }
    }
  } catch (error) {
    yield joinBytes(parts);
    throw error;
  }
  yield joinBytes(parts);
}

interface DocumentScanner {
  /** What a piece of the document completes. */
  partsOf(piece: Uint8Array): readonly DocumentPart[];
  /** @throws InputError when no element after those given can be told apart */
  throwIfBroken(): void;
  /** @throws InputError when the document has no end */
  throwIfUnfinished(): void;
}

function documentScanner(name: string, place: ElementPlace): DocumentScanner {
  const isArray = place === "array";
  const listKeys: readonly string[] = typeof place === "object" ? place.lists : [];

  let store = new Uint8Array(2 * PIECE_BYTES);
  /** Bytes in the store; how many were looked at; where those begin that were not given. */
  let end = 0;
  let at = 0;
  let mark = 0;
  /** Byte offset of the store in the file. */
  let base = 0;
  /** Newlines of the file before a place in the store. */
  let newlines = 0;
  let counted = 0;

  const value = valueEnd();
  let due: Due = "start";
  let isInside = false;
  let isBroken = false;
  let isElement = false;
  let isFirst = false;
  /** The key that was read last, where it may be that of a list, and the list that `at` is in. */
  let key = "";
  let list: string | null = null;
  /** From the start of the member. */
  let colon = 0;
  let long: LongElement | null = null;

  let parts: DocumentPart[] = [];
  let starts: number[] = [];
  let ends: number[] = [];
  let colons: number[] = [];

  const isAmongElements = () =>
    typeof place === "object" ? list !== null : due !== "start" && due !== "end";
  const isAmongValues = () => isArray || list !== null;
  const isKeyDue = () => due === "key" || due === "first key";
  const closer = () => (isAmongValues() ? CLOSE_ARRAY : CLOSE_OBJECT);

  /** Counts on from the last place that was asked for. */
  function lineAt(index: number): number {
    if (index < counted) return newlines - countNewlines(store.subarray(index, counted)) + 1;
    newlines += countNewlines(store.subarray(counted, index));
    counted = index;
    return newlines + 1;
  }

  /** Puts a piece after the bytes that were not given. */
  function add(piece: Uint8Array): void {
    newlines = lineAt(mark) - 1;
    counted = 0;
    const held = store.subarray(mark, end);
    const length = held.length + piece.length;
    if (length > store.length) store = new Uint8Array(2 * length);
    store.set(held);
    store.set(piece, held.length);
    base += mark;
    at -= mark;
    mark = 0;
    end = length;
  }

  function giveElements(): void {
    if (starts.length === 0) return;
    const bytes = store.subarray(0, end);
    parts.push({ kind: "elements", list, bytes, starts, ends, colons, lineAt });
    starts = [];
    ends = [];
    colons = [];
  }

  function giveAround(): void {
    giveElements();
    if (at > mark) parts.push({ kind: "around", bytes: store.subarray(mark, at) });
    mark = at;
  }

  function beginElement(): void {
    if (isFirst) giveAround();
    isFirst = false;
    isElement = true;
    mark = at;
  }

  function endElement(): void {
    if (at - mark > MAX_LINE_BYTES) long ??= longElement();
    if (long) {
      giveElements();
      parts.push(long);
    } else {
      starts.push(mark);
      ends.push(at);
      if (place === "object") colons.push(mark + colon);
      if (starts.length === MAX_ELEMENTS) giveElements();
    }
    long = null;
    isElement = false;
    mark = at;
    due = "comma";
  }

  function longElement(): LongElement {
    const beginning = store.slice(mark, mark + BEGINNING_BYTES);
    return { kind: "long", list, line: lineAt(mark), offset: base + mark, beginning };
  }

  function openList(): void {
    at++;
    isFirst = true;
    due = isAmongValues() ? "first value" : "first key";
  }

  function close(): void {
    giveElements();
    at++;
    due = list === null ? "end" : "comma";
    list = null;
  }

  function begin(byte: number): void {
    isInside = true;
    value.begin(byte);
  }

  function follow(): void {
    at = value.follow(store, at, end);
    isBroken = value.stop === "wrong";
    if (value.stop !== "over") return;
    isInside = false;
    if (!isKeyDue()) {
      if (isElement) endElement();
      else due = "comma";
      return;
    }
    if (listKeys.length > 0) key = keyIn(store.subarray(mark, at));
    due = "colon";
  }

  /** Takes a byte that is due; false where it is another. */
  function take(byte: number): boolean {
    switch (due) {
      case "start":
        if (base + at < 3 && byte === BYTE_ORDER_MARK[base + at]) {
          mark = ++at;
          return true;
        }
        if (byte !== (isArray ? OPEN_ARRAY : OPEN_OBJECT)) return false;
        openList();
        return true;
      case "first value":
      case "value":
        return takeValue(byte);
      case "first key":
      case "key":
        return takeKey(byte);
      case "colon":
        if (byte !== COLON) return false;
        colon = at++ - mark;
        due = "value";
        return true;
      case "comma":
        if (byte === closer()) close();
        else if (byte !== COMMA) return false;
        else {
          at++;
          if (isAmongElements()) mark = at;
          due = isAmongValues() ? "value" : "key";
        }
        return true;
      case "end":
        return false;
    }
  }

  function takeValue(byte: number): boolean {
    if (byte === CLOSE_ARRAY && due === "first value") {
      close();
      return true;
    }
    if (isAmongElements()) {
      if (!isElement) beginElement();
      if (byte === COMMA || byte === closer()) {
        endElement();
        return true;
      }
    } else if (byte === OPEN_ARRAY && listKeys.includes(key)) {
      list = key;
      openList();
      return true;
    }
    if (byte === COMMA || byte === COLON || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      return false;
    }
    begin(byte);
    return true;
  }

  function takeKey(byte: number): boolean {
    if (byte === CLOSE_OBJECT && due === "first key") {
      close();
      return true;
    }
    if (isAmongElements()) {
      beginElement();
      if (byte === COMMA || byte === CLOSE_OBJECT) {
        colon = 0;
        endElement();
        return true;
      }
    } else giveAround();
    if (byte !== QUOTE) return false;
    begin(byte);
    return true;
  }

  function scan(): void {
    while (at < end && !isBroken) {
      if (isInside) {
        follow();
        if (isInside) return;
      } else if (isSpace(store[at])) at++;
      else isBroken = !take(store[at]);
    }
  }

  const placeAt = (index: number) => placeSentence(lineAt(index), base + index);

  /** What is due where a byte is wrong. */
  function dueSentence(): string {
    if (isInside) return quoted(value.closer);
    switch (due) {
      case "start":
        return quoted(isArray ? OPEN_ARRAY : OPEN_OBJECT);
      case "first value":
      case "value":
        return "a value";
      case "first key":
      case "key":
        return "a key in quotes";
      case "colon":
        return "a colon";
      case "comma":
        return `a comma or ${quoted(closer())}`;
      case "end":
        return "the end of the file";
    }
  }

  return {
    partsOf(piece) {
      add(piece);
      scan();
      giveElements();
      const isInKey = isInside && isKeyDue();
      if (!isAmongElements() && !isInKey) giveAround();
      if (isElement && (long || end - mark > MAX_LINE_BYTES)) {
        long ??= longElement();
        mark = at;
      }
      const given = parts;
      parts = [];
      return given;
    },

    throwIfBroken() {
      if (!isBroken) return;
      throw new InputError(
        `${name} is not JSON from ${placeAt(at)} on: ${characterOf(store[at])} stands where ${dueSentence()} is due. Correct it there.`,
      );
    },

    throwIfUnfinished() {
      if (due === "end") return;
      if (isElement) {
        const start = long ? placeSentence(long.line, long.offset) : placeAt(mark);
        throw new InputError(
          `${name} ends inside the record that begins in ${start}. Get the whole file, or close the quote or bracket that is open there.`,
        );
      }
      throw new InputError(
        `${name} ends in ${placeAt(end)}, before its JSON does. Get the whole file, or close the bracket that is open there.`,
      );
    },
  };
}

function placeSentence(line: number, offset: number): string {
  return `line ${line.toLocaleString("en")} (byte offset ${offset.toLocaleString("en")})`;
}

function quoted(byte: number): string {
  return `"${String.fromCharCode(byte)}"`;
}

function characterOf(byte: number): string {
  if (byte === QUOTE) return "a quote";
  return byte < 0x80 ? JSON.stringify(String.fromCharCode(byte)) : "another character";
}

/** The key that bytes with its quotes hold; empty where they are no JSON. */
function keyIn(bytes: Uint8Array): string {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return "";
  }
}
