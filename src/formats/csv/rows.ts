import type { TextEncoding } from "../encoding/textEncoding.ts";
import { InputError } from "../inputError.ts";
import { countNewlines, MAX_LINE_BYTES } from "../jsonl/lines.ts";

/** How a text file is split into rows. */
export interface RowLayout {
  /** The character between cells that can be quoted; null where a quote is a character like others. */
  readonly quotedBetween: number | null;
  /** Whether the line of `bytes[start]` to `bytes[end - 1]`, its end left out, is no row. */
  isBlank(bytes: Uint8Array, start: number, end: number): boolean;
}

/** A row: a line, or several where a quoted cell holds line ends. */
export interface Row {
  readonly start: number;
  /** Before its line end, "\n" or "\r\n". */
  readonly end: number;
  /** After its line end. */
  readonly next: number;
  /** Its first line, from 1. */
  readonly line: number;
  /**
   * "bad-quotes" where text follows a closing quote; "too-long" for more than {@link MAX_LINE_BYTES},
   * of which only the beginning is given.
   */
  readonly fault: "bad-quotes" | "too-long" | null;
}

/** Rows that follow each other. */
export interface RowBlock {
  /** The reader may look at them until it asks for the next block. */
  readonly bytes: Uint8Array;
  /** At most {@link MAX_ROWS}; blank lines are left out. */
  readonly rows: readonly Row[];
}

/** What rows begin in some bytes. */
export interface ScannedRows {
  readonly rows: readonly Row[];
  /** Where the first row begins that is not given, and its line. */
  readonly next: number;
  readonly line: number;
  /** Where in that row a quote opens that is not closed within it, so far as it is known; or -1. */
  readonly openQuote: number;
  /** Whether what follows belongs to the last row, which is too long. */
  readonly isWithinTooLong: boolean;
}

/** Most rows of a block. */
export const MAX_ROWS = 4096;
const BLOCK_BYTES = 2 ** 18;
/** Bytes for which there is room at first. */
const FIRST_BYTES = 2 ** 12;
/** Bytes that are given of a row that is too long. */
const BEGINNING_BYTES = 1024;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/**
 * Splits a text file into rows, front to end.
 *
 * @param stream its bytes after the byte order mark
 * @param blockBytes bytes that are scanned at once, if the file has them
 * @throws InputError where a quote is opened and the file ends, or {@link MAX_LINE_BYTES} of its row
 *   are over, before it is closed; and what the stream throws. The rows before that are given.
 */
export async function* splitRows(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  layout: RowLayout,
  blockBytes = BLOCK_BYTES,
): AsyncGenerator<RowBlock, void, void> {
  const unitBytes = encoding.startsWith("utf-16") ? 2 : 1;
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  let wanted = blockBytes;
  let line = 1;
  let isWithinTooLong = false;
  const faults: unknown[] = [];

  async function* pieces(): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* stream;
    } catch (error) {
      faults.push(error);
    }
  }

  function append(piece: Uint8Array): void {
    if (length + piece.length > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, length + piece.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(piece, length);
    length += piece.length;
  }

  function* takeRows(isEnd: boolean): Generator<RowBlock, void, void> {
    const held = bytes.subarray(0, length);
    const view = unitBytes === 1 ? held : narrowed(held, encoding, isEnd);
    let at = 0;
    if (isWithinTooLong) {
      at = view.indexOf(LF) + 1;
      isWithinTooLong = at === 0;
      if (isWithinTooLong) at = view.length;
      else line++;
    }
    while (at < view.length) {
      const scanned = scanRows(view, at, line, layout, isEnd);
      if (scanned.rows.length > 0)
        yield { bytes: held, rows: inBytes(scanned.rows, length, unitBytes) };
      const isTooLong = view.length - scanned.next > MAX_LINE_BYTES;
      if (scanned.openQuote !== -1 && (isEnd || isTooLong)) {
        const before = countNewlines(view.subarray(scanned.next, scanned.openQuote));
        throw new InputError(openQuoteSentence(name, scanned.line + before, isTooLong));
      }
      at = scanned.next;
      line = scanned.line;
      isWithinTooLong = scanned.isWithinTooLong;
      if (scanned.rows.length < MAX_ROWS) break;
    }
    const taken = Math.min(at * unitBytes, length);
    bytes.copyWithin(0, taken, length);
    length -= taken;
    // A row that goes on is scanned again from its start, so not before there is twice as much of it.
    wanted = Math.max(blockBytes, Math.min(2 * length, (MAX_LINE_BYTES + 1) * unitBytes));
  }

  for await (const piece of pieces()) {
    append(piece);
    if (length >= wanted) yield* takeRows(false);
  }
  yield* takeRows(faults.length === 0);
  if (faults.length > 0) throw faults[0];
}

/**
 * Finds the rows that begin from `from` on and are whole.
 *
 * @param view one byte for each character, or several above 0x7f
 * @param isEnd whether the last line needs no "\n"
 */
export function scanRows(
  view: Uint8Array,
  from: number,
  fromLine: number,
  { quotedBetween, isBlank }: RowLayout,
  isEnd: boolean,
): ScannedRows {
  const rows: Row[] = [];
  let at = from;
  let line = fromLine;
  let quote = quotedBetween === null ? -1 : view.indexOf(QUOTE, at);
  let openQuote = -1;
  while (at < view.length && rows.length < MAX_ROWS) {
    const start = at;
    let newline = view.indexOf(LF, start);
    let newlines = 1;
    let isBad = false;
    if (quote !== -1 && quote < start) quote = view.indexOf(QUOTE, start);
    if (quotedBetween !== null && quote !== -1 && (newline === -1 || quote < newline)) {
      const found = scanQuoted(view, start, quotedBetween);
      ({ newline, openQuote, isBad } = found);
      if (newline !== -1) newlines = countNewlines(view.subarray(start, newline + 1));
    }
    const lineEnd = newline === -1 ? view.length : newline;
    if (lineEnd - start > MAX_LINE_BYTES) {
      const limit = start + MAX_LINE_BYTES;
      if (quotedBetween !== null) {
        openQuote = scanQuoted(view.subarray(0, limit), start, quotedBetween).openQuote;
        if (openQuote !== -1) break;
      }
      const after = view.indexOf(LF, limit);
      const next = after === -1 ? view.length : after + 1;
      rows.push({ start, end: start + BEGINNING_BYTES, next, line, fault: "too-long" });
      line += countNewlines(view.subarray(start, limit)) + Number(after !== -1);
      if (after === -1) return { rows, next, line, openQuote: -1, isWithinTooLong: true };
      at = next;
      continue;
    }
    if (newline === -1 && (!isEnd || openQuote !== -1)) break;
    const end = lineEnd > start && view[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    at = newline === -1 ? view.length : newline + 1;
    if (!isBlank(view, start, end)) {
      rows.push({ start, end, next: at, line, fault: isBad ? "bad-quotes" : null });
    }
    line += newlines;
  }
  return { rows, next: at, line, openQuote, isWithinTooLong: false };
}

/** Where the "\n" is that ends a row with quotes, or -1, and then whether a quote is open. */
function scanQuoted(
  view: Uint8Array,
  start: number,
  delimiter: number,
): { readonly newline: number; readonly openQuote: number; readonly isBad: boolean } {
  let isBad = false;
  for (let at = start; ; at++) {
    if (view[at] === QUOTE) {
      const closing = closingQuote(view, at);
      if (closing === -1) return { newline: -1, openQuote: at, isBad };
      at = closing + 1;
      if (!endsCell(view, at, delimiter)) isBad = true;
    }
    while (at < view.length && view[at] !== delimiter && view[at] !== LF) at++;
    if (at >= view.length) return { newline: -1, openQuote: -1, isBad };
    if (view[at] === LF) return { newline: at, openQuote: -1, isBad };
  }
}

function closingQuote(view: Uint8Array, opening: number): number {
  let at = view.indexOf(QUOTE, opening + 1);
  while (at !== -1 && view[at + 1] === QUOTE) at = view.indexOf(QUOTE, at + 2);
  return at;
}

function endsCell(view: Uint8Array, at: number, delimiter: number): boolean {
  if (at >= view.length || view[at] === delimiter || view[at] === LF) return true;
  return view[at] === CR && (at + 1 === view.length || view[at + 1] === LF);
}

/** UTF-16 with one byte for each unit: that of an ASCII character, 0x80 for others, 0 for a half. */
function narrowed(bytes: Uint8Array, encoding: TextEncoding, isEnd: boolean): Uint8Array {
  const low = encoding === "utf-16le" ? 0 : 1;
  const units = bytes.length >> 1;
  const half = isEnd ? bytes.length % 2 : 0;
  const view = new Uint8Array(units + half);
  for (let i = 0; i < units; i++) {
    const byte = bytes[2 * i + low];
    view[i] = bytes[2 * i + 1 - low] === 0 && byte < 0x80 ? byte : 0x80;
  }
  return view;
}

function inBytes(rows: readonly Row[], length: number, unitBytes: number): readonly Row[] {
  if (unitBytes === 1) return rows;
  return rows.map(({ start, end, next, ...others }) => ({
    ...others,
    start: start * unitBytes,
    end: Math.min(end * unitBytes, length),
    next: Math.min(next * unitBytes, length),
  }));
}

function openQuoteSentence(name: string, line: number, isTooLong: boolean): string {
  const place = `a quoted cell that begins in line ${line.toLocaleString("en")}`;
  return isTooLong
    ? `${name} holds ${place} and does not end within ${MAX_LINE_BYTES / 2 ** 20} MiB. Close the quote there, or double it where it is part of the text.`
    : `${name} ends inside ${place}. Close the quote there, or get the whole file again if its end is missing.`;
}
