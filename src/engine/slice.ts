import type { CaptionMatches } from "../core/matching/captionMatches.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";

/** A file by the name that messages call it; a Blob alone has none. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

/** Bytes [start, end) of a file, where captions are in one field. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly captionField: string;
}

/** A part of a file of a load: the lines that start in bytes [start, end). */
export interface SliceRange extends Segment {
  /** Position of the file in the load. */
  readonly file: number;
}

/** What a match worker found in one slice, as columns over its captions in file order. */
export interface SliceColumns extends SliceRange, CaptionMatches {
  /**
   * Where each caption's line starts: bytes from `start` of the slice. The line ends before the next
   * "\n", or where the file ends.
   */
  readonly lineStarts: Uint32Array;
  /** Numbers, from 0 at the start of the slice, of the lines that gave no caption; ascending. */
  readonly otherLines: Uint32Array;
  /** Hashed caption keys, two lanes each; zeros where the record has none. */
  readonly keyLanes: Uint32Array;
  /** Captions whose record has no key: theirs is the file name and line number. */
  readonly keyless: Uint32Array;
  /** Lines that start in the slice, blank ones too. */
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  readonly matchedCaptions: number;
  /** The first rejected lines of the slice. */
  readonly rejects: readonly { readonly line: number; readonly reason: RejectReason }[];
}

/** Entry counts of some captions of one file, entries without matches left out. */
export interface PartialCounts {
  readonly file: number;
  readonly entryIds: Uint32Array;
  readonly counts: Uint32Array;
}

/** Rejected lines of a file that are kept with their number; the others are only counted. */
export const MAX_REJECTS = 1000;
