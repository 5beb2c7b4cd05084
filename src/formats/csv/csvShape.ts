import { utf8Of } from "../encoding/asUtf8.ts";
import { type TextEncoding, textEncoding } from "../encoding/textEncoding.ts";
import { imageOf } from "../images.ts";
import { CAPTION_FIELDS, KEY_FIELDS } from "../jsonl/fields.ts";
import { splitCells } from "./cells.ts";
import { type RowLayout, scanRows } from "./rows.ts";
import { rowTexts } from "./rowTexts.ts";

const DELIMITERS = ["\t", ",", ";", "|"] as const;

/** What stands between the cells of a row. */
export type Delimiter = (typeof DELIMITERS)[number];

/** How a table in a text file is written. */
export interface CsvShape {
  readonly format: "csv";
  readonly delimiter: Delimiter;
  /** Whether cells can be quoted; otherwise a quote is a character like others. */
  readonly quote: boolean;
  /** Whether the first row names the columns. */
  readonly hasHeader: boolean;
  /** Their names, no two the same and none empty; "column 1", "column 2" … where nothing names them. */
  readonly columns: readonly string[];
  /** "latin-1" is a guess, to be offered. */
  readonly encoding: TextEncoding;
}

/** The first rows of a file, as one way of splitting them gives them. */
interface Table {
  readonly delimiter: Delimiter;
  readonly quote: boolean;
  readonly rows: readonly (readonly string[])[];
  /** The most frequent number of cells, and the share of rows that have it. */
  readonly columns: number;
  readonly share: number;
}

/** Least share of rows that agree in a file that is called a table. */
const MIN_SHARE = 0.5;
/** Least share of a column's cells that tell what it holds. */
const COLUMN_SHARE = 0.9;
const MAX_NAME_WORDS = 4;
const MAX_NAME_LENGTH = 50;
const LF = 0x0a;
/** A quoted cell between tabs, all quotes doubled in it. */
const TAB_QUOTED = /(^|\t)"(?:[^"]|"")*"(?=\t|$)/gm;

/**
 * Tells whether a file is a table, and how it is written, from its first bytes.
 *
 * A file named .csv or .tsv is one, unless it is JSON or no text; one column is enough. Any other is
 * one only when all of its first rows have as many cells, at least two, and a column holds addresses,
 * image files or long ids, or a header names captions: lists of entries and prose have commas too.
 *
 * @param name file name, with or without the ending of what packs it
 * @param head unpacked first bytes, 64 kB or so; a last row that is cut tells nothing
 * @returns null where it is no table
 */
export function csvShape(name: string, head: Uint8Array): CsvShape | null {
  const encoding = textEncoding(head);
  if (encoding === null) return null;
  const bytes = utf8Of(head, encoding);
  const isNamed = /\.(csv|tsv|tab)(\.\w{1,4})?$/i.test(name);
  if (isJson(bytes, isNamed)) return null;
  const tables = DELIMITERS.map((delimiter) => tableOf(bytes, delimiter));
  const table = isNamed ? namedTable(name, tables) : unnamedTable(tables);
  if (table === null || table.rows.length === 0) return null;
  const { delimiter, quote, columns } = table;
  const hasHeader = isHeader(table);
  return {
    format: "csv",
    delimiter,
    quote,
    hasHeader,
    columns: hasHeader
      ? columnNames(table.rows[0])
      : Array.from({ length: columns }, (_, i) => columnName(i)),
    encoding,
  };
}

/** How a table's rows are told apart. */
export function rowLayout({ delimiter, quote }: Pick<CsvShape, "delimiter" | "quote">): RowLayout {
  return {
    quotedBetween: quote ? delimiter.charCodeAt(0) : null,
    isBlank: (_, start, end) => start === end,
  };
}

function isJson(bytes: Uint8Array, isNamed: boolean): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart();
  return isNamed
    ? /^(\{\s*("|\}|$)|\[\s*([{["\]]|$))/.test(start)
    : start.startsWith("{") || start.startsWith("[");
}

/** The first rows, split at a delimiter. Only where that is the tab there are files without quoting. */
function tableOf(bytes: Uint8Array, delimiter: Delimiter): Table {
  const { table, text, hasFault, isOpen } = splitTable(bytes, delimiter, true);
  if (delimiter !== "\t") return table;
  const plain = splitTable(bytes, delimiter, false).table;
  // A program that quotes writes no quote within a cell that is not quoted.
  const unquoted = text.replace(TAB_QUOTED, "$1");
  if (hasFault || unquoted.includes('"') || table.share < plain.share) return plain;
  if (unquoted !== text) return joinsRows(text, table) ? plain : table;
  const isStray = isOpen && table.share === plain.share;
  return isStray || !isHeader(table) ? plain : table;
}

/** Whether quotes hold lines together each of which is a row by itself. */
function joinsRows(text: string, { delimiter, rows, columns }: Table): boolean {
  const lines = text.split("\n").slice(1);
  return (
    lines.length > rows.length && lines.every((line) => line.split(delimiter).length === columns)
  );
}

function splitTable(bytes: Uint8Array, delimiter: Delimiter, quote: boolean) {
  const layout = rowLayout({ delimiter, quote });
  const { rows, next, openQuote } = scanRows(bytes, 0, 1, layout, false);
  const last = openQuote === -1 ? scanRows(bytes, next, 1, layout, true).rows.slice(0, 1) : [];
  const found = [...rows, ...last];
  const good = found.filter(({ fault }) => fault === null);
  const { text } = rowTexts(bytes, good);
  const cells = splitCells(text, { delimiter, quote }).slice(1);
  const columns = mostFrequent(cells.map(({ length }) => length));
  const whole = last.length > 0 && cells.at(-1)?.length !== columns ? cells.slice(0, -1) : cells;
  const agreeing = whole.filter(({ length }) => length === columns).length;
  const faulty = found.length - good.length;
  return {
    table: {
      delimiter,
      quote,
      rows: whole,
      columns,
      share: agreeing / Math.max(1, whole.length + faulty),
    },
    text,
    hasFault: faulty > 0,
    /** Whether the first bytes end within a quoted cell, some lines after its start. */
    isOpen: openQuote !== -1 && bytes.includes(LF, openQuote),
  };
}

function namedTable(name: string, tables: readonly Table[]): Table | null {
  const wide = tables.filter(({ columns, share }) => columns > 1 && share >= MIN_SHARE);
  const [tab] = wide;
  if (/\.t(sv|ab)\b/i.test(name) && tab?.delimiter === "\t") return tab;
  if (wide.length > 0) return best(wide);
  const narrow = tables.filter(({ columns }) => columns === 1);
  return narrow.length > 0 ? best(narrow.toSorted(byUsualDelimiter)) : null;
}

function unnamedTable(tables: readonly Table[]): Table | null {
  const sure = tables.filter(
    ({ columns, share, rows }) => columns > 1 && share === 1 && rows.length > 1,
  );
  return sure.find(holdsCaptions) ?? null;
}

/** Whether a table is one of captions, by its columns or their names. */
function holdsCaptions({ rows, columns }: Table): boolean {
  if (isNames(rows[0]) && rows[0].some(isCaptionName)) return true;
  return Array.from({ length: columns }, (_, i) => i).some(
    (i) => shareOf(rows.slice(1), i, isAddress) >= COLUMN_SHARE,
  );
}

function isHeader({ rows, columns }: Table): boolean {
  if (rows.length === 0) return false;
  const [first, ...others] = rows;
  if (first.length !== columns || !isNames(first)) return false;
  if (first.some(isUsualName)) return true;
  // One column without a usual name: an entry, as likely as a name.
  if (columns === 1) return false;
  return new Set(first).size === columns && others.length > 0;
}

/** Whether cells can be the names of columns. Tables of pandas have an empty one. */
function isNames(cells: readonly string[]): boolean {
  const named = cells.filter((cell) => cell.trim() !== "");
  return named.length * 2 >= cells.length && named.every(isNameLike);
}

function isNameLike(cell: string): boolean {
  const name = cell.trim();
  return (
    /^[\p{L}_#]/u.test(name) &&
    name.length <= MAX_NAME_LENGTH &&
    name.split(/\s+/).length <= MAX_NAME_WORDS &&
    !isAddress(name)
  );
}

function isUsualName(cell: string): boolean {
  const name = cell.trim().toLowerCase();
  return isCaptionName(cell) || KEY_FIELDS.includes(name) || imageOf({ [name]: "a.jpg" }) !== null;
}

function isCaptionName(cell: string): boolean {
  const name = cell.trim().toLowerCase();
  return CAPTION_FIELDS.some((field) => field.toLowerCase() === name);
}

/** Whether a cell tells where an image is, or is an id as only programs make them. */
function isAddress(cell: string): boolean {
  return imageOf({ url: cell.replace(/#\d+$/, "") }) !== null || /^[0-9a-f-]{16,}$/i.test(cell);
}

function shareOf(
  rows: readonly (readonly string[])[],
  column: number,
  test: (cell: string) => boolean,
): number {
  return rows.length === 0 ? 0 : rows.filter((row) => test(row[column])).length / rows.length;
}

function best(tables: readonly Table[]): Table {
  return tables.reduce((a, b) => (b.share > a.share ? b : a));
}

function byUsualDelimiter(a: Table, b: Table): number {
  return Number(b.delimiter === ",") - Number(a.delimiter === ",");
}

function mostFrequent(numbers: readonly number[]): number {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  return [...times].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

function columnName(index: number): string {
  return `column ${index + 1}`;
}

function columnNames(header: readonly string[]): string[] {
  const given = header.map((cell, i) => cell.trim() || columnName(i));
  const used = new Set<string>();
  return given.map((name) => {
    let unique = name;
    for (let n = 2; used.has(unique) || (n > 2 && given.includes(unique)); n++) {
      unique = `${name} ${n}`;
    }
    used.add(unique);
    return unique;
  });
}
