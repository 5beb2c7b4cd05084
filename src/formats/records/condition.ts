import { InputError } from "../inputError.ts";
import type { SourceRecord } from "./record.ts";

/** What the columns of a record must say for its captions to pass. */
export interface Condition {
  /** The columns it asks for, each once, as they are written in it. */
  readonly columns: readonly string[];
  holds(record: SourceRecord): boolean;
}

interface Comparison {
  readonly column: string;
  /** @param value what the record has in the column; undefined where it has none */
  readonly holds: (value: unknown) => boolean;
}

interface Token {
  readonly kind: "quoted" | "word" | "sign" | "other" | "end";
  readonly text: string;
  /** Offset in the condition, in UTF-16 units. */
  readonly at: number;
}

type Comparable = number | string;

const TOKEN =
  /\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(<=|>=|!=|<>|==|[=<>])|([\p{L}\p{M}\p{N}_.:$@+-]+)|(\S))/guy;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const SIGNS = new Map<string, (a: Comparable, b: Comparable) => boolean>([
  ["=", (a, b) => a === b],
  ["==", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["<>", (a, b) => a !== b],
  ["<", (a, b) => a < b],
  ["<=", (a, b) => a <= b],
  [">", (a, b) => a > b],
  [">=", (a, b) => a >= b],
]);

const EXAMPLE = 'similarity >= 0.28 and NSFW = "UNLIKELY"';
const COMPARISON_REMEDY = `Compare a column with =, !=, <, <=, >, >=, contains, is null or is not null, as in ${EXAMPLE}.`;

/**
 * Reads a condition on the columns of a record: comparisons joined by `and`, such as
 * `similarity >= 0.28 and NSFW = "UNLIKELY"`.
 *
 * A comparison is a column, a sign (`=`, `!=`, `<`, `<=`, `>`, `>=` or `contains`) and a value, or a
 * column with `is null` or `is not null`. A value is a number, `true`, `false` or a text in quotes;
 * a column whose name has spaces or signs is put in quotes too. A quote inside quotes is doubled.
 * Words of the condition, such as `and`, are read in either case.
 *
 * - A column is found by its exact name, else by the first name that is the same without case.
 * - With a number, the record's numbers and the texts that spell a number are compared, as doubles:
 *   long identifiers belong in quotes.
 * - With a text, `=`, `!=` and `contains` compare texts, and numbers and booleans as JSON spells
 *   them; `<` and the like compare texts alone, by their UTF-16 units. Case counts.
 * - A record without the column, or with null or anything else there, passes no comparison, `!=`
 *   neither; `is null` takes a missing column for null. An empty text is a text.
 *
 * @throws InputError when it is empty or cannot be read; says where, in characters from 1
 */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  let next = 0;
  const take = () => tokens[Math.min(next++, tokens.length - 1)];
  if (tokens[0].kind === "end") {
    throw new InputError(`The condition is empty. Write one such as ${EXAMPLE}, or turn it off.`);
  }
  const comparisons = [readComparison(take)];
  let joint = take();
  for (; isWord(joint, "and"); joint = take()) comparisons.push(readComparison(take));
  if (joint.kind !== "end") {
    throw fault(
      joint.at,
      `${shown(joint)} stands after a comparison`,
      "Join comparisons by and, no other word; put a text with spaces in quotes.",
    );
  }
  return {
    columns: [...new Set(comparisons.map(({ column }) => column))],
    holds: joined(comparisons),
  };
}

/**
 * The columns a condition asks for, so that a reader of columns reads them: as they are written in
 * it, which may differ in case from those of the file.
 *
 * @throws InputError as {@link parseCondition} does
 */
export function conditionColumns(text: string): string[] {
  return [...parseCondition(text).columns];
}

function joined(comparisons: readonly Comparison[]): Condition["holds"] {
  const finders = comparisons.map(({ column, holds }) => ({ find: finderOf(column), holds }));
  return (record) => {
    for (const { find, holds } of finders) if (!holds(find(record))) return false;
    return true;
  };
}

function finderOf(column: string): (record: SourceRecord) => unknown {
  const lower = column.toLowerCase();
  return (record) => {
    if (Object.hasOwn(record, column)) return record[column];
    for (const name of Object.keys(record)) {
      if (name.toLowerCase() === lower) return record[name];
    }
    return undefined;
  };
}

function readComparison(take: () => Token): Comparison {
  const column = readColumn(take());
  const sign = take();
  if (isWord(sign, "is")) return { column, holds: readNull(take) };
  if (isWord(sign, "contains")) {
    const { text } = readValue(take(), column);
    return { column, holds: (value) => textOf(value)?.includes(text) ?? false };
  }
  const compares = sign.kind === "sign" ? SIGNS.get(sign.text) : undefined;
  if (!compares) throw expected(`a comparison of ${column}`, sign, COMPARISON_REMEDY);
  const { text, number } = readValue(take(), column);
  const isOrder = /^[<>]=?$/.test(sign.text);
  const other = number ?? text;
  const comparable = number !== null ? numberOf : isOrder ? onlyText : textOf;
  return {
    column,
    holds: (value) => {
      const own = comparable(value);
      return own !== null && compares(own, other);
    },
  };
}

function readColumn(token: Token): string {
  if (token.kind === "quoted") return token.text;
  if (token.kind === "word" && !isWord(token, "and") && !isNumber(token)) return token.text;
  throw expected(
    "a column",
    token,
    `Begin with a column, in quotes if its name is a number or has spaces or signs, as in ${EXAMPLE}.`,
  );
}

/** What follows `is`. */
function readNull(take: () => Token): Comparison["holds"] {
  const first = take();
  const isNot = isWord(first, "not");
  const last = isNot ? take() : first;
  if (isWord(last, "null")) return (value) => (value === null || value === undefined) !== isNot;
  throw expected(
    isNot ? "null" : "null or not null",
    last,
    "Write is null or is not null; compare with a value by =.",
  );
}

/** A value: its text, and its number when it is written as one. */
function readValue(
  token: Token,
  column: string,
): { readonly text: string; readonly number: number | null } {
  if (token.kind === "quoted") return { text: token.text, number: null };
  if (isNumber(token)) return { text: token.text, number: Number(token.text) };
  if (isWord(token, "true") || isWord(token, "false")) {
    return { text: token.text.toLowerCase(), number: null };
  }
  if (isWord(token, "null")) {
    throw expected("a value", token, `Write ${column} is null, or ${column} is not null.`);
  }
  throw expected(
    "a value",
    token,
    token.kind === "word"
      ? `If it is a text, put it in quotes: "${token.text}".`
      : `Write a number, or a text in straight quotes, as in ${EXAMPLE}.`,
  );
}

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  if (typeof value === "string") {
    const digits = value.trim();
    return NUMBER.test(digits) ? Number(digits) : null;
  }
  return null;
}

function onlyText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  for (const match of condition.matchAll(TOKEN)) {
    const [whole, double, single, sign, word, other] = match;
    const at = match.index + whole.length - whole.trimStart().length;
    if (double !== undefined) {
      tokens.push({ kind: "quoted", text: double.replaceAll('""', '"'), at });
    } else if (single !== undefined) {
      tokens.push({ kind: "quoted", text: single.replaceAll("''", "'"), at });
    } else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else tokens.push({ kind: "other", text: other, at });
    if (other === '"' || other === "'") {
      throw fault(
        at,
        `the quote ${other} is opened and never closed`,
        `Close it; a quote inside quotes is doubled: ${other}${other}.`,
      );
    }
  }
  tokens.push({ kind: "end", text: "", at: condition.trimEnd().length });
  return tokens;
}

function isWord(token: Token, word: string): boolean {
  return token.kind === "word" && token.text.toLowerCase() === word;
}

function isNumber(token: Token): boolean {
  return token.kind === "word" && NUMBER.test(token.text);
}

function shown({ kind, text }: Token): string {
  return kind === "quoted" ? `"${text}"` : text;
}

/** @param what should stand where the token stands */
function expected(what: string, token: Token, remedy: string): InputError {
  return fault(
    token.at,
    token.kind === "end"
      ? `it ends where ${what} should stand`
      : `${what} should stand there, not ${shown(token)}`,
    remedy,
  );
}

/** @param at offset in the condition */
function fault(at: number, what: string, remedy: string): InputError {
  const place = (at + 1).toLocaleString("en");
  return new InputError(`The condition cannot be read at character ${place}: ${what}. ${remedy}`);
}
