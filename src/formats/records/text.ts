import { lineKey } from "../captionKeys.ts";
import { captionKey } from "../jsonl/fields.ts";
import { type ColumnMapping, textsIn } from "./mapping.ts";
import {
  type BadReason,
  BadRecord,
  MAX_BEGINNING,
  type RecordBatch,
  type SourceRecord,
} from "./record.ts";

/**
 * The text of a file in another format: JSONL that is read in its place, a caption a line.
 *
 * - A record with a caption is a line, its columns as they were, but for the caption, which is a text
 *   of its own, and the uid. Each further caption of the record is a line that begins with a space.
 * - A caption that a filter stops is an empty line, or one space where it continues a record; so is a
 *   blank line of a file of lines.
 * - A record that gives no caption is a line with a JSON array: reason, line in the file, beginning.
 *
 * Line numbers are thus those of the records where each has one caption.
 */
export interface RecordText {
  /** Lines for the records that follow, each with its "\n". */
  add(batch: RecordBatch): Uint8Array<ArrayBuffer>;
  /** Records and lines so far. */
  readonly records: number;
  readonly lines: number;
  /** The first records that gave no caption, at most 1,000. */
  readonly rejects: readonly TextReject[];
}

/** A record that gave no caption, and its line in the text, from 1. */
export interface TextReject {
  readonly line: number;
  /** Its line in the file, from 1; null where lines mean nothing there. */
  readonly lineOfFile: number | null;
  readonly reason: BadReason;
}

/** Tells which filter stops a caption; null for none. */
export type FilterTest = (record: SourceRecord, text: string) => string | null;

/** What a line tells that is in the place of a record without a caption. */
export interface PlainReject {
  readonly reason: BadReason;
  /** In the file, from 1, where lines mean something. */
  readonly line: number | null;
  readonly beginning: string;
}

const SPACE = 0x20;
const MAX_REJECTS = 1000;
const encoder = new TextEncoder();

/** @param name of the file, which is part of the key of records without one */
export function recordText(name: string, mapping: ColumnMapping, stops: FilterTest): RecordText {
  let records = 0;
  let lines = 0;
  const rejects: TextReject[] = [];

  function rejectLine(reason: BadReason, line: number | null, beginning: string): string {
    if (rejects.length < MAX_REJECTS) rejects.push({ line: lines + 1, lineOfFile: line, reason });
    return JSON.stringify([reason, line, beginning]);
  }

  /** Of a record that reads as the line with its number, the key is left to that number. */
  function keyOf(record: SourceRecord, number: number, texts: number): string | number | null {
    const uid = uidOf(record, mapping);
    return uid === null && (texts > 1 || lines !== number) ? lineKey(name, number + 1) : uid;
  }

  function linesOf(record: SourceRecord, number: number): string[] {
    const texts = captionsOf(record, mapping);
    if (texts.length === 0) return [rejectLine("no-text", null, beginningOf(record))];
    const key = keyOf(record, number, texts.length);
    const isPicked = mapping.texts === "one" && texts.length > 1;
    const taken = isPicked ? [texts[pickOf(String(key), texts.length)]] : texts;
    return taken.map(({ text, place }, i) => {
      const start = i === 0 ? "" : " ";
      const ownKey = place === 0 ? key : `${key}#${place}`;
      const written = captionRecord(record, mapping, text, place, ownKey);
      return stops(written, text) === null ? start + JSON.stringify(written) : start;
    });
  }

  return {
    get records() {
      return records;
    },
    get lines() {
      return lines;
    },
    rejects,

    add(batch) {
      const added: string[] = [];
      for (const record of batch) {
        const number = records++;
        const ofRecord =
          record === null
            ? [""]
            : record instanceof BadRecord
              ? [rejectLine(record.reason, record.line, record.beginning)]
              : linesOf(record, number);
        added.push(...ofRecord);
        lines += ofRecord.length;
      }
      return encoder.encode(added.length === 0 ? "" : `${added.join("\n")}\n`);
    },
  };
}

/** What a line tells that is in the place of a record without a caption; null for another line. */
export function plainReject(line: string): PlainReject | null {
  if (!line.startsWith("[")) return null;
  const [reason, at, beginning] = JSON.parse(line);
  return { reason, line: at, beginning };
}

/** Whether a line of a record text is a further caption of the record of the line before. */
export function continuesRecord(line: Uint8Array, start: number): boolean {
  return line[start] === SPACE;
}

/** The record's own key, as a draw hangs on it; null where it has none. */
export function uidOf(record: SourceRecord, { uid }: ColumnMapping): string | number | null {
  const value = uid === null ? null : record[uid];
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return captionKey(record);
}

/** A caption of a record, and its place among those of its record. */
interface PlacedText {
  readonly text: string;
  readonly place: number;
}

function captionsOf(record: SourceRecord, { captions }: ColumnMapping): PlacedText[] {
  if (captions.length === 1) {
    const value = record[captions[0]];
    if (typeof value === "string") return value === "" ? [] : [{ text: value, place: 0 }];
  }
  const places = captions.flatMap((column) => {
    const value = record[column];
    return Array.isArray(value) ? value : [value];
  });
  return places.flatMap((value, place) => textsIn(value).map((text) => ({ text, place })));
}

/** A list that tells something of each text, in the place of the whole, tells it of this one. */
function captionRecord(
  record: SourceRecord,
  { captions: [field] }: ColumnMapping,
  text: string,
  place: number,
  key: string | number | null,
): Record<string, unknown> {
  const hasKey = key === null || captionKey(record) === String(key);
  const written: Record<string, unknown> = hasKey ? {} : { uid: key };
  const texts = record[field];
  for (const [column, value] of Object.entries(record)) {
    if (column === "uid" && !hasKey) continue;
    const isForEach = Array.isArray(texts) && Array.isArray(value) && value.length === texts.length;
    written[column] = isForEach ? value[place] : value;
  }
  written[field] = text;
  return written;
}

/** Which of so many texts is picked for a record: always the same one. */
function pickOf(key: string, texts: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) % texts;
}

function beginningOf(record: SourceRecord): string {
  return JSON.stringify(record).slice(0, MAX_BEGINNING);
}
