import type { FileShape, Packing } from "../formats/formats.ts";
import type { FilterName, RecordFilters } from "../formats/records/filters.ts";
import type { ColumnMapping, DetectedColumns } from "../formats/records/mapping.ts";
import type { TextReject } from "../formats/records/text.ts";

/** How a file is read that is more than lines with a caption field. */
export interface ReadPlan {
  readonly packing: Packing;
  readonly shape: FileShape;
  readonly mapping: ColumnMapping;
  readonly filters: RecordFilters;
}

/** The file that a text was made of; see formats/records/text.ts. */
export interface Origin extends ReadPlan {
  /** Null where the pool was brought back and the browser has only the text. */
  readonly blob: Blob | null;
  /** Bytes of the file. */
  readonly size: number;
  /** Of the file, in hex; known where the file is not. */
  readonly sha256?: string;
  readonly filtered: FilterCounts;
  /** The first records that gave no caption, by their lines in the text. */
  readonly rejects: readonly TextReject[];
}

/** Captions that each filter stopped. */
export type FilterCounts = Readonly<Record<FilterName, number>>;

/** What the making of a text tells at its end. */
export interface TextReport extends Pick<Origin, "filtered" | "rejects"> {
  /** Why no further record could be read, when the text ends before its file; else null. */
  readonly problem: string | null;
}

/** What the first records of a file tell. */
export interface FileLook extends DetectedColumns {
  readonly packing: Packing;
  readonly shape: FileShape;
  /** Whether it is lines of JSON, not packed, whose captions are texts. */
  readonly areLines: boolean;
  /** The first records, at most 20, as short texts by column. */
  readonly rows: readonly (readonly string[])[];
  /** About how many records there are, from 1. */
  readonly records: number;
  /** Bytes of a line of its text, about. */
  readonly lineBytes: number;
}

/** Asks which columns of a file are read; null leaves the file out. */
export type AskColumns = (file: string, look: FileLook) => Promise<ColumnMapping | null>;

/** A file that unpacks to far more than files do. */
export interface LargeText {
  readonly file: string;
  /** Bytes of it that were read, and what they gave. */
  readonly packed: number;
  readonly unpacked: number;
}

/** Asks whether to go on unpacking; the file is left out otherwise. */
export type AskUnpacking = (text: LargeText) => Promise<boolean>;
