import type { ByteSource } from "../jsonl/lines.ts";

/** A file, unpacked, as the readers of formats see it. */
export interface RecordSource extends ByteSource {
  readonly name: string;
  /** Its bytes from front to end, in pieces of any length, which the reader may keep. */
  stream(): AsyncIterable<Uint8Array>;
}

/** What one row, line, element or sample of a file tells: columns by name, values as JSON has them. */
export type SourceRecord = Readonly<Record<string, unknown>>;

/** Why a record of a file gives no caption, besides those of {@link RejectReason}. */
export type BadReason =
  /** A row with more or fewer cells than the header has columns. */
  | "ragged-row"
  /** A quote is opened and never closed, or stands in the middle of a cell. */
  | "bad-quotes"
  | "not-json"
  | "not-object"
  | "not-utf8"
  | "no-text"
  | "too-long"
  /** A member of an archive whose name leads out of it. */
  | "unsafe-name"
  /** A record of a web archive whose header or content is broken. */
  | "bad-header";

/** Characters that are shown of a record that cannot be read. */
export const MAX_BEGINNING = 200;

/** Stands in the place of a record that cannot be read; those after it are read all the same. */
export class BadRecord {
  readonly reason: BadReason;
  /** Where it begins in the file: a line, from 1; null where lines mean nothing. */
  readonly line: number | null;
  /** How it begins, at most {@link MAX_BEGINNING} characters. */
  readonly beginning: string;

  constructor(reason: BadReason, line: number | null, beginning: string) {
    this.reason = reason;
    this.line = line;
    this.beginning = beginning;
  }
}

/** Records that follow each other, in the order of their file: some thousands at most. Null for a blank line. */
export type RecordBatch = readonly (SourceRecord | BadRecord | null)[];

/**
 * Reads the records of a file, front to end.
 *
 * Records are numbered from 0 in the order in which they are given, bad ones too; a subset names them
 * by these numbers.
 *
 * @throws InputError when no further record can be read: the file is cut short or damaged, or cannot
 *   be read. What was given before stands.
 */
export type RecordStream = AsyncGenerator<RecordBatch, void, void>;

/**
 * The bytes of a file in the same format that holds only some of its records, everything else as it
 * was: in pieces, front to end.
 *
 * @throws InputError as {@link RecordStream} does
 */
export type SubsetStream = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

/** Whether a record is in a subset, by its number. */
export type IsKept = (record: number) => boolean;
