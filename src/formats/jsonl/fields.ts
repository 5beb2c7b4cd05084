import { byteOrderMarkLength } from "../byteOrderMark.ts";
import { readObject } from "./recordReader.ts";

/** Usual names of the caption field, the preferred ones first. */
export const CAPTION_FIELDS = [
  "text",
  "caption",
  "TEXT",
  "alt",
  "alt_text",
  "title",
  "sentence",
  "description",
  "prompt",
  "content",
  "texts",
  "captions",
];

/** Fields that can hold a record's own key, the preferred ones first. */
export const KEY_FIELDS = ["uid", "uuid", "id", "key"];

const MAX_RECORDS = 100;

/** What the first records of a file tell of its fields. */
export interface DetectedFields {
  /** The field captions are read from, or null where no field holds strings. */
  readonly captionField: string | null;
  /** Top-level fields that hold strings that are not empty, in order of appearance. */
  readonly textFields: string[];
}

/**
 * Finds the caption field from the first bytes of a file: a usual name, or else the field whose
 * strings mostly hold a space and are longest on average.
 *
 * @param head up to 64 kB; a last line that is cut tells nothing
 */
export function detectFields(head: Uint8Array): DetectedFields {
  const textsOf = new Map<string, string[]>();
  for (const record of firstRecords(head)) {
    for (const [field, value] of Object.entries(record)) {
      if (typeof value !== "string" || value === "") continue;
      const texts = textsOf.get(field);
      if (texts) texts.push(value);
      else textsOf.set(field, [value]);
    }
  }
  const textFields = [...textsOf.keys()];
  return { captionField: usualFields(textFields)[0] ?? wordiestField(textsOf), textFields };
}

/**
 * A record's own key: the first of uid, uuid, id and key that holds a string that is not empty or a
 * finite number, the number as `String` writes it. Null where there is none.
 */
export function captionKey(record: Record<string, unknown>): string | null {
  for (const field of KEY_FIELDS) {
    const value = Object.hasOwn(record, field) ? record[field] : null;
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
  }
  return null;
}

/** The JSON objects, one a line, that the first bytes of a file hold whole: at most 100. */
export function firstRecords(head: Uint8Array): Record<string, unknown>[] {
  const records: Record<string, unknown>[] = [];
  let start = byteOrderMarkLength(head);
  while (start < head.length && records.length < MAX_RECORDS) {
    const newline = head.indexOf(0x0a, start);
    const end = newline === -1 ? head.length : newline;
    const record = readObject(head, start, end);
    if (typeof record === "object") records.push(record);
    start = end + 1;
  }
  return records;
}

/** Those of some fields that have a usual name of captions, the preferred ones first. */
export function usualFields(fields: readonly string[]): string[] {
  const rank = (field: string) => {
    const exact = CAPTION_FIELDS.indexOf(field);
    if (exact !== -1) return exact;
    const near = CAPTION_FIELDS.findIndex((name) => name.toLowerCase() === field.toLowerCase());
    return near === -1 ? Number.POSITIVE_INFINITY : CAPTION_FIELDS.length + near;
  };
  return fields.filter((field) => rank(field) < Infinity).sort((a, b) => rank(a) - rank(b));
}

function wordiestField(textsOf: ReadonlyMap<string, readonly string[]>): string | null {
  const candidates = [...textsOf].map(([field, texts]) => ({
    field,
    hasWords: texts.filter((text) => text.includes(" ")).length * 2 > texts.length,
    meanLength: texts.reduce((n, text) => n + text.length, 0) / texts.length,
  }));
  candidates.sort((a, b) => Number(b.hasWords) - Number(a.hasWords) || b.meanLength - a.meanLength);
  return candidates[0]?.field ?? null;
}
