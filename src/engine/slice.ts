import type { LineColumns } from "../kernel/lineColumns.ts";

/** A file by the name that messages call it; a Blob alone has none. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
  /**
   * Bytes of a file whose columns were brought back, while the browser does not give the file itself;
   * `blob` is empty then.
   */
  readonly lackingBytes?: number;
}

/** The lines that start in bytes [start, end) of a file, their captions in one field. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly captionField: string;
  /** About one line in so many is taken; 1 for all. See kernel/sampling.ts. */
  readonly oneIn: number;
}

/** A part of a file of a load: the lines that start in bytes [start, end). */
export interface SliceRange extends Segment {
  /** Position of the file in the load. */
  readonly file: number;
}

/**
 * What a match worker found in one slice, as columns over its captions in file order. Lines start so
 * many bytes from `start` of the slice; each ends before the next "\n", or where the file ends.
 */
export interface SliceColumns extends SliceRange, LineColumns {}

/** Entry counts of some captions of one file, entries without matches left out. */
export interface PartialCounts {
  readonly file: number;
  readonly entryIds: Uint32Array;
  readonly counts: Uint32Array;
}
