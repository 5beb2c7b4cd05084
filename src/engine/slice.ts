import type { CaptionMatches } from "../core/matching/captionMatches.ts";
import type { RejectReason } from "./types.ts";

/** A part of a file: the lines that start in bytes [start, end). */
export interface SliceRange {
  /** Position of the file in the load. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

/** What a match worker found in one slice, as columns over its captions in file order. */
export interface SliceColumns extends SliceRange, CaptionMatches {
  /** Byte offset of each caption's line in the file. */
  readonly lineOffsets: Float64Array;
  /** Bytes of the line, without its line break. */
  readonly lineLengths: Uint32Array;
  /** Line numbers from the start of the slice, its first line being 0. */
  readonly lineNumbers: Uint32Array;
  /** Hashed caption keys, two lanes each; zeros where the record has none. */
  readonly keyLanes: Uint32Array;
  /** Captions whose record has no key: theirs is the file name and line number. */
  readonly keyless: Uint32Array;
  /** Lines that start in the slice, blank ones too. */
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  /** The first rejected lines of the slice. */
  readonly rejects: readonly { line: number; reason: RejectReason }[];
}

/** Entry counts of some captions of one file, entries without matches left out. */
export interface PartialCounts {
  readonly file: number;
  readonly entryIds: Uint32Array;
  readonly counts: Uint32Array;
}

/** Rejected lines kept with file and line number; the others are only counted. */
export const MAX_REJECTS = 1000;

/** The buffers of a message, to be moved instead of copied. Shared ones cannot be. */
export function transferablesOf(...values: object[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const value of values.flatMap((object) => Object.values(object))) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return [...buffers];
}

/** Copies typed arrays of an object into shared memory, where the page allows it. */
export function share<T extends object>(columns: T): T {
  if (!globalThis.crossOriginIsolated) return columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? shareView(value) : value,
    ]),
  ) as T;
}

function shareView(view: ArrayBufferView): ArrayBufferView {
  const shared = new SharedArrayBuffer(view.byteLength);
  new Uint8Array(shared).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Kind = view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
  return new Kind(shared);
}
