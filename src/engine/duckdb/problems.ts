import type { SqlProblem } from "../types.ts";

/** Words that a statement which reads begins with. */
const READING = [
  "select",
  "with",
  "from",
  "values",
  "table",
  "describe",
  "desc",
  "show",
  "summarize",
  "explain",
];

/**
 * Why a statement is not asked at all, or null.
 *
 * @param firstWord in lower case
 */
export function refusalOf(firstWord: string): string | null {
  if (READING.includes(firstWord)) return null;
  if (firstWord === "") return "There is no statement. Write one that reads, such as FROM entries.";
  return `The tables can only be read, and ${firstWord.toUpperCase()} does not begin a statement that reads. Begin with SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN.`;
}

/** What DuckDB says of a statement that it cannot run; null for an error of another kind. */
export function problemOf(error: unknown, statement: string): SqlProblem | null {
  if (!(error instanceof Error)) return null;
  const [, kind, rest] = /^([A-Z]\w*(?: \w+)*) Error: (.*)$/s.exec(error.message) ?? [];
  if (kind === undefined || /^(INTERNAL|FATAL|Interrupt)/i.test(kind)) return null;
  return { problem: sentenceOf(rest), place: placeIn(statement, rest) };
}

const EXCERPT = /\n\s*LINE (\d+): ([^\n]*)\n( *)\^/;

function sentenceOf(message: string): string {
  if (/read-only mode/.test(message)) return "The tables can only be read.";
  if (/multiple statements/.test(message)) {
    return "There is more than one statement. Run them one at a time.";
  }
  const text = message
    .slice(0, EXCERPT.exec(message)?.index)
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Where a caret under an excerpt of the statement points. */
function placeIn(statement: string, message: string): SqlProblem["place"] {
  const [, line, excerpt, before] = EXCERPT.exec(message) ?? [];
  if (line === undefined) return null;
  const inExcerpt = before.length - `LINE ${line}: `.length;
  // A long line is cut to the part around the caret.
  const shown = excerpt.replace(/^\.\.\./, "").replace(/\.\.\.$/, "");
  const start = Math.max(0, statement.split("\n")[Number(line) - 1]?.indexOf(shown) ?? 0);
  const cut = excerpt.startsWith("...") && start > 0 ? "...".length : 0;
  return { line: Number(line), column: start + inExcerpt - cut + 1 };
}
