import { isCount, notCount, type ReadEntryCounts } from "../entryCounts.ts";
import { InputError } from "../inputError.ts";

const COLUMNS = ["entry", "count"];
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** Whether text is a table of entry counts: its first line names the columns entry and count. */
export function isCountTable(text: string): boolean {
  const header = headerOf(text);
  return COLUMNS.every((column) => header.includes(column));
}

/**
 * Reads a table of entry counts, CSV or TSV, whose header names the columns entry and count, among
 * others perhaps. Cells may be quoted; spaces count in entries.
 *
 * @param name of the file
 * @param entries the metadata
 * @throws InputError when a row has more or fewer cells than the header, a quote is not closed, a count
 *   is none, or an entry is counted twice
 */
export function parseCountTable(
  name: string,
  text: string,
  entries: readonly string[],
): ReadEntryCounts {
  const header = headerOf(text);
  const [entryColumn, countColumn] = COLUMNS.map((column) => header.indexOf(column));
  const idOf = new Map(entries.map((entry, id) => [entry, id]));
  const counts = new Uint32Array(entries.length);
  const isRead = new Uint8Array(entries.length);
  const unknown = new Set<string>();
  let isHeader = true;
  for (const { cells, line } of rowsOf(name, text, delimiterOf(text))) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (cells.length !== header.length) {
      throw new InputError(
        `Line ${line.toLocaleString("en")} of ${name} has ${cellsOf(cells.length)}, but its header has ${header.length}. Put an entry that holds the character between cells in double quotes.`,
      );
    }
    const entry = cells[entryColumn];
    const id = idOf.get(entry);
    if (id === undefined ? unknown.has(entry) : isRead[id] === 1) {
      throw new InputError(
        `Line ${line.toLocaleString("en")} of ${name} counts ${JSON.stringify(entry)} for the second time. Leave one count for each entry.`,
      );
    }
    const shown = cells[countColumn];
    const count = NUMBER.test(shown) ? Number(shown) : Number.NaN;
    if (!isCount(count)) throw notCount(name, entry, JSON.stringify(shown));
    if (id === undefined) unknown.add(entry);
    else {
      counts[id] = count;
      isRead[id] = 1;
    }
  }
  const [firstUnknown = null] = unknown;
  return { counts, unknown: unknown.size, firstUnknown };
}

function cellsOf(count: number): string {
  return count === 1 ? "1 cell" : `${count.toLocaleString("en")} cells`;
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end);
}

function delimiterOf(text: string): string {
  return firstLine(text).includes("\t") ? "\t" : ",";
}

function headerOf(text: string): string[] {
  const cells = firstLine(text).split(delimiterOf(text));
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .toLowerCase(),
  );
}

interface Row {
  readonly cells: readonly string[];
  /** The one it begins in, from 1. */
  readonly line: number;
}

/** Rows of a table; blank lines are none. */
function* rowsOf(name: string, text: string, delimiter: string): Generator<Row, void, void> {
  let line = 1;
  for (let at = 0; at < text.length; line++) {
    const newline = text.indexOf("\n", at);
    const lineText = text.slice(at, newline === -1 ? text.length : newline);
    if (lineText.includes('"')) {
      const { cells, end } = quotedRow(name, text, at, line, delimiter);
      yield { cells, line };
      line += text.slice(at, end - 1).split("\n").length - 1;
      at = end;
    } else {
      at += lineText.length + 1;
      const row = newline !== -1 && lineText.endsWith("\r") ? lineText.slice(0, -1) : lineText;
      if (row !== "") yield { cells: row.split(delimiter), line };
    }
  }
}

/** The row that begins at `text[start]`, and where the next one does. */
function quotedRow(
  name: string,
  text: string,
  start: number,
  line: number,
  delimiter: string,
): { readonly cells: readonly string[]; readonly end: number } {
  const quoted = /"([^"]*(?:""[^"]*)*)"/y;
  const plain = new RegExp(`[^${delimiter}\r\n]*(?:\r(?!\n)[^${delimiter}\r\n]*)*`, "y");
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const isQuoted = text[at] === '"';
    const cell = isQuoted ? quoted : plain;
    cell.lastIndex = at;
    const match = cell.exec(text);
    const lineOfCell = () =>
      (line + text.slice(start, at).split("\n").length - 1).toLocaleString("en");
    if (match === null) {
      throw new InputError(
        `${name} ends inside a quoted cell that begins in line ${lineOfCell()}. Close the quote there, or double it and quote the whole cell.`,
      );
    }
    at = cell.lastIndex;
    cells.push(isQuoted ? match[1].replaceAll('""', '"') : match[0]);
    if (at === text.length || text[at] === "\n") return { cells, end: at + 1 };
    if (text.startsWith("\r\n", at)) return { cells, end: at + 2 };
    if (text[at] !== delimiter) {
      throw new InputError(
        `In line ${lineOfCell()} of ${name}, text follows a closing quote. Double the quotes within a quoted cell.`,
      );
    }
  }
}
