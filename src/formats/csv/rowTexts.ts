import { BadRecord } from "../records/record.ts";
import type { Row } from "./rows.ts";

/** The text of some rows. */
export interface RowTexts {
  /** Each row that can be read after a "\n", without its own line end. */
  readonly text: string;
  /** Those that are left out: they are not UTF-8. */
  readonly notUtf8: ReadonlySet<Row>;
}

const LF = 0x0a;
const MAX_BEGINNING = 200;
/** The most bytes that so many characters have. */
const BEGINNING_BYTES = 4 * MAX_BEGINNING;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes rows of UTF-8, all at once where none is broken. */
export function rowTexts(bytes: Uint8Array, rows: readonly Row[]): RowTexts {
  const text = textOf(joinRows(bytes, rows));
  if (text !== null) return { text, notUtf8: new Set() };
  const notUtf8 = new Set<Row>();
  const texts = rows.map((row) => {
    const ofRow = textOf(joinRows(bytes, [row]));
    if (ofRow === null) notUtf8.add(row);
    return ofRow ?? "";
  });
  return { text: texts.join(""), notUtf8 };
}

/** @param bytes UTF-8 */
export function badRecord(reason: BadRecord["reason"], bytes: Uint8Array, row: Row): BadRecord {
  const end = Math.min(row.end, row.start + BEGINNING_BYTES);
  const beginning = lenient.decode(bytes.subarray(row.start, end)).slice(0, MAX_BEGINNING);
  return new BadRecord(reason, row.line, beginning.replace(/[\ud800-\udbff]$/, ""));
}

function joinRows(bytes: Uint8Array, rows: readonly Row[]): Uint8Array {
  const joined = new Uint8Array(rows.reduce((sum, { start, end }) => sum + end - start + 1, 0));
  let at = 0;
  for (const { start, end } of rows) {
    joined[at] = LF;
    joined.set(bytes.subarray(start, end), at + 1);
    at += end - start + 1;
  }
  return joined;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
