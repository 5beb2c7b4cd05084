/** Why a line gave no caption. */
export type RejectReason = "not-json" | "not-object" | "no-text" | "not-utf8" | "too-long";

/** A record and its caption. */
export interface CaptionRecord {
  readonly record: Record<string, unknown>;
  /** As JSON.parse gives it: it may hold NUL and lone surrogates. */
  readonly text: string;
}

/** Reads the records of one file. */
export interface RecordReader {
  /** The record that bytes `start`…`end` hold, or why there is none. */
  read(bytes: Uint8Array, start: number, end: number): CaptionRecord | RejectReason;
}

/** A byte order mark is kept: within a file it is no part of JSON. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param captionField name of the field that holds the caption, a string that is not empty */
export function recordReader(captionField: string): RecordReader {
  return {
    read(bytes, start, end) {
      const record = readObject(bytes, start, end);
      if (typeof record === "string") return record;
      const text = Object.hasOwn(record, captionField) ? record[captionField] : null;
      return typeof text === "string" && text !== "" ? { record, text } : "no-text";
    },
  };
}

/** The JSON object that bytes `start`…`end` hold, or why there is none. */
export function readObject(
  bytes: Uint8Array,
  start: number,
  end: number,
): Record<string, unknown> | "not-utf8" | "not-json" | "not-object" {
  let json: string;
  try {
    json = decoder.decode(bytes.subarray(start, end));
  } catch {
    return "not-utf8";
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "not-json";
  }
  return isObject(value) ? value : "not-object";
}

/** Whether a value that JSON.parse gave is an object: no array, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
