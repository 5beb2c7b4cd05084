import fc from "fast-check";
import type { CsvShape, Delimiter } from "../../../src/formats/csv/csvShape.ts";

export function shapeOf(columns: readonly string[], others: Partial<CsvShape> = {}): CsvShape {
  return {
    format: "csv",
    delimiter: ",",
    quote: true,
    hasHeader: true,
    columns,
    encoding: "utf-8",
    ...others,
  };
}

const anyCell = fc.oneof(
  fc.constantFrom(
    "",
    "a dog",
    '"',
    '""',
    "a\nb",
    "\r\n",
    "\n",
    "\r",
    " ",
    " a ",
    "\ufeff",
    "\t",
    "|",
  ),
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom('"', ",", ";", "\t", "|", "\n", "\r", " ", "a", "é", "犬", "😀"),
  }),
);

/** Rows of one to four cells, all of the same width. */
export const anyTable = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(fc.array(anyCell, { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 12,
  }),
);

export const anyDelimiter = fc.constantFrom<Delimiter>(",", "\t", ";", "|");

/** How a writer may write a table. */
export const anyStyle = fc.record({
  delimiter: anyDelimiter,
  lineEnd: fc.constantFrom("\n", "\r\n"),
  quotesAll: fc.boolean(),
  endsInNewline: fc.boolean(),
  encoding: fc.constantFrom("utf-8", "utf-16le", "utf-16be" as const),
  hasMark: fc.boolean(),
});
type Style = typeof anyStyle extends fc.Arbitrary<infer T> ? T : never;

export function written(table: readonly (readonly string[])[], style: Style): Uint8Array {
  const cell = (text: string) =>
    style.quotesAll || /[\r\n"]/.test(text) || text.includes(style.delimiter)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const lines = table.map((row) => row.map(cell).join(style.delimiter) || '""');
  const text = lines.join(style.lineEnd) + (style.endsInNewline ? style.lineEnd : "");
  const isMarked = style.hasMark || style.encoding !== "utf-8" || text.startsWith("\ufeff");
  return encoded(isMarked ? `\ufeff${text}` : text, style.encoding);
}

export function encoded(text: string, encoding: CsvShape["encoding"]): Uint8Array {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "latin-1") return Buffer.from(text, "latin1");
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

export const columnsOf = (row: readonly string[]) => row.map((_, i) => `column ${i + 1}`);

export function recordOf(columns: readonly string[], cells: readonly string[]) {
  return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
}

export const anyPieces = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });

/** Bytes that mean something in a table, in any order; some are no UTF-8. */
export const anyBytes = fc
  .array(fc.constantFrom(...Buffer.from('"",\n\r\t ab'), 0xe9, 0xff))
  .map((bytes) => Uint8Array.from(bytes));
