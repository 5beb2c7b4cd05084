import { InputError } from "../inputError.ts";
import { npyHeader } from "./npyHeader.ts";

/** A subset file for the resharder of DataComp. */
export interface DatacompNpy {
  /** Uids in it. */
  readonly rows: number;
  /** Uids left out because they were given before. */
  readonly duplicates: number;
  /** The bytes of the file. */
  pieces(): Generator<Uint8Array<ArrayBuffer>, void, void>;
}

/** Collects the uids of a {@link DatacompNpy}. */
export interface DatacompUids {
  /** @throws InputError when one is not 32 hex digits */
  add(uids: Iterable<string | null>): void;
  /** Sorts what was added. Nothing can be added afterwards. */
  end(): DatacompNpy;
}

const FIELDS = [
  { name: "f0", descr: "<u8", shape: [] },
  { name: "f1", descr: "<u8", shape: [] },
];
const UID_DIGITS = 32;
const WORD_DIGITS = 8;
/** 32-bit words of a row: the low and the high one of f0, those of f1. */
const ROW_WORDS = 4;
const ROWS_PER_CHUNK = 2 ** 16;
const PIECE_BYTES = 2 ** 20;

/** Bytes of a row, each a digit to sort by, the one that weighs least first: f1, then f0. */
const DIGITS = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const RADIX = 2 ** 8;

/** What hex digits stand for, by UTF-16 unit; −1 for all others. */
const HEX = new Int8Array(2 ** 16).fill(-1);
for (let value = 0; value < 16; value++) {
  for (const digit of [value.toString(16), value.toString(16).toUpperCase()]) {
    HEX[digit.charCodeAt(0)] = value;
  }
}

/**
 * Makes a subset file for the resharder of DataComp: type [("f0", "<u8"), ("f1", "<u8")], a row for
 * each uid with its first and its last 16 hex digits, sorted, each uid once. It takes up to 48 bytes of
 * memory a uid.
 */
export function datacompNpy(): DatacompUids {
  let chunks: Uint32Array<ArrayBuffer>[] = [];
  let uidsAdded = 0;

  return {
    add(uids) {
      for (const uid of uids) {
        const at = uidsAdded % ROWS_PER_CHUNK;
        if (at === 0) chunks.push(new Uint32Array(ROWS_PER_CHUNK * ROW_WORDS));
        const isRead = uid !== null && readUid(uid, chunks[chunks.length - 1], at * ROW_WORDS);
        uidsAdded++;
        if (!isRead) throw new InputError(badUidSentence(uid, uidsAdded));
      }
    },

    end() {
      const joined = new Uint32Array(uidsAdded * ROW_WORDS);
      chunks.forEach((chunk, i) => {
        const start = i * chunk.length;
        joined.set(chunk.subarray(0, joined.length - start), start);
      });
      chunks = [];
      const sorted = sortRows(joined);
      const rows = dropDuplicates(sorted);
      const bytes = new Uint8Array(sorted.buffer, 0, rows * ROW_WORDS * 4);
      return {
        rows,
        duplicates: uidsAdded - rows,
        *pieces() {
          yield npyHeader(FIELDS, [rows]);
          for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
            yield bytes.subarray(start, start + PIECE_BYTES);
          }
        },
      };
    },
  };
}

/** Writes a uid's row to `rows[at]`…; returns whether it is one of 32 hex digits. */
function readUid(uid: string, rows: Uint32Array, at: number): boolean {
  if (uid.length !== UID_DIGITS) return false;
  let negative = 0;
  for (let word = 0; word < ROW_WORDS; word++) {
    let value = 0;
    const end = (word + 1) * WORD_DIGITS;
    for (let i = end - WORD_DIGITS; i < end; i++) {
      const digit = HEX[uid.charCodeAt(i)];
      negative |= digit;
      value = (value << 4) | digit;
    }
    // Of each 16 digits, the first 8 are the high word.
    rows[at + (word ^ 1)] = value;
  }
  return negative >= 0;
}

/** Sorts rows by f0, then f1, by radix; what was given may be overwritten. */
function sortRows(rows: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const count = rows.length / ROW_WORDS;
  const counts = countDigits(rows);
  let from = rows;
  let to: Uint32Array<ArrayBuffer> | null = null;
  for (const digit of DIGITS) {
    const starts = counts.subarray(digit * RADIX, (digit + 1) * RADIX);
    if (starts.includes(count)) continue;
    let start = 0;
    for (let value = 0; value < RADIX; value++) {
      const rowsOfValue = starts[value];
      starts[value] = start;
      start += rowsOfValue;
    }
    to ??= new Uint32Array(rows.length);
    moveRows(from, to, digit, starts);
    [from, to] = [to, from];
  }
  return from;
}

/** @param starts where the next row goes, by the value of its byte `digit` */
function moveRows(
  from: Uint32Array<ArrayBuffer>,
  to: Uint32Array,
  digit: number,
  starts: Uint32Array,
): void {
  const digits = new Uint8Array(from.buffer);
  for (let i = 0; i < from.length; i += ROW_WORDS) {
    const at = ROW_WORDS * starts[digits[4 * i + digit]]++;
    to[at] = from[i];
    to[at + 1] = from[i + 1];
    to[at + 2] = from[i + 2];
    to[at + 3] = from[i + 3];
  }
}

/** How many rows have each value in each of their bytes. */
function countDigits(rows: Uint32Array<ArrayBuffer>): Uint32Array {
  const counts = new Uint32Array(DIGITS.length * RADIX);
  const digits = new Uint8Array(rows.buffer);
  for (let i = 0; i < digits.length; i += DIGITS.length) {
    for (let digit = 0; digit < DIGITS.length; digit++) counts[digit * RADIX + digits[i + digit]]++;
  }
  return counts;
}

/** Moves the first of equal rows together; returns how many there are. */
function dropDuplicates(rows: Uint32Array): number {
  let end = 0;
  for (let i = 0; i < rows.length; i += ROW_WORDS) {
    const isNew =
      end === 0 ||
      rows[i] !== rows[end - 4] ||
      rows[i + 1] !== rows[end - 3] ||
      rows[i + 2] !== rows[end - 2] ||
      rows[i + 3] !== rows[end - 1];
    if (!isNew) continue;
    if (end !== i) rows.copyWithin(end, i, i + ROW_WORDS);
    end += ROW_WORDS;
  }
  return end / ROW_WORDS;
}

const SHOWN_CHARACTERS = 60;

function badUidSentence(uid: string | null, position: number): string {
  const remedy = "DataComp knows images by uids of 32 hex digits only: export a uid list instead.";
  const place = position.toLocaleString("en");
  if (uid === null) return `Kept caption ${place} has no uid. ${remedy}`;
  const shown = uid.length > SHOWN_CHARACTERS ? `${uid.slice(0, SHOWN_CHARACTERS)}…` : uid;
  return `The uid of kept caption ${place}, ${JSON.stringify(shown)}, ${faultOf(uid)}. ${remedy}`;
}

function faultOf(uid: string): string {
  if (uid.length !== UID_DIGITS) {
    return `has ${uid.length.toLocaleString("en")} character${uid.length === 1 ? "" : "s"}`;
  }
  const at = /[^\da-f]/i.exec(uid)?.index ?? 0;
  return `has ${JSON.stringify(uid[at])} as character ${at + 1}, which is no hex digit`;
}
