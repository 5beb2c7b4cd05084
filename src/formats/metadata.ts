import { InputError } from "./inputError.ts";
import { isObject } from "./jsonl/recordReader.ts";

/** A metadata list as read. */
export interface ParsedMetadata {
  /** Unique and not empty, in the order of their first occurrence. */
  readonly entries: string[];
  /** Entries left out because they occurred before. */
  readonly duplicates: number;
  /** Empty lines, or empty strings of an array. */
  readonly empty: number;
}

const REMEDY = "Choose a JSON array of strings, or a text file with one entry a line.";

/**
 * Reads a metadata list: a JSON array of strings, or one entry a line. Entries are not trimmed,
 * since spaces count in matching.
 *
 * @param name file name, for messages
 * @throws InputError when there is no entry, or the list is not one of strings
 */
export function parseMetadata(name: string, text: string): ParsedMetadata {
  const content = text.startsWith("\ufeff") ? text.slice(1) : text;
  const list = /^[ \t\r\n]*\[/.test(content)
    ? readArray(name, content)
    : readEntryLines(name, content);
  const entries = new Set<string>();
  let duplicates = 0;
  let empty = 0;
  for (const entry of list) {
    if (entry === "") empty++;
    else if (entries.has(entry)) duplicates++;
    else entries.add(entry);
  }
  if (entries.size === 0) throw new InputError(`${name} holds no entries. ${REMEDY}`);
  return { entries: [...entries], duplicates, empty };
}

/**
 * Decodes a UTF-8 file, without its byte order mark.
 *
 * @param name file name, for messages
 * @throws InputError when the bytes are not UTF-8
 */
export function decodeText(name: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    const line = firstLineNotUtf8(bytes);
    throw new InputError(`Line ${line} of ${name} is not UTF-8. Save the file as UTF-8.`);
  }
}

function firstLineNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; ; line++) {
    const newline = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, newline === -1 ? bytes.length : newline));
    } catch {
      return line;
    }
    start = newline + 1;
  }
}

function readEntryLines(name: string, content: string): string[] {
  const lines = content.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const first = lines.find((line) => line.trim() !== "") ?? "";
  if (isJsonObject(content) || isJsonObject(first)) {
    throw new InputError(
      `${name} holds JSON objects, and metadata is a list of strings. ${REMEDY}`,
    );
  }
  return lines;
}

function isJsonObject(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function readArray(name: string, content: string): string[] {
  let list: unknown[];
  try {
    list = JSON.parse(content);
  } catch {
    throw brokenArray(name, content);
  }
  const at = list.findIndex((element) => typeof element !== "string");
  if (at === -1) return list as string[];
  if (list.every((element) => typeof element === "number")) {
    throw new InputError(`${name} is an array of numbers, and metadata is strings. ${REMEDY}`);
  }
  throw new InputError(
    `Element ${at + 1} of ${name} is ${kindOfValue(list[at])}, not a string. Every element must be a string, such as "dog".`,
  );
}

function kindOfValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${value}`;
}

function brokenArray(name: string, content: string): InputError {
  const at = brokenAt(content);
  if (at === content.length) {
    return new InputError(
      `${name} ends before its JSON array does: the closing bracket is missing. Choose the whole file.`,
    );
  }
  const before = content.slice(0, at).split("\n");
  const column = before[before.length - 1].length + 1;
  return new InputError(
    `${name} is not valid JSON from line ${before.length}, column ${column} on. Correct it there, or save the list with one entry a line.`,
  );
}

/**
 * Where an array of strings breaks off, as UTF-16 offset: at the first thing that is not a string,
 * comma or closing bracket in its place. JSON.parse tells the place in some browsers only.
 */
function brokenAt(content: string): number {
  const space = /[ \t\r\n]*/y;
  const string = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
  const skipSpace = (at: number) => {
    space.lastIndex = at;
    space.exec(content);
    return space.lastIndex;
  };
  let at = skipSpace(content.indexOf("[") + 1);
  while (true) {
    string.lastIndex = at;
    const [literal] = string.exec(content) ?? [];
    if (literal === undefined || !isJson(literal)) return at;
    at = skipSpace(string.lastIndex);
    if (content[at] === "]") return skipSpace(at + 1);
    if (content[at] !== ",") return at;
    at = skipSpace(at + 1);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
