import type { CaptionMatches } from "../core/matching/captionMatches.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import type { LineSampling } from "./sampling.ts";

/** What is found in the bytes of some whole lines, as columns over their captions in order. */
export interface LineColumns extends CaptionMatches {
  /** Where each caption's line starts in the bytes. */
  readonly lineStarts: Uint32Array;
  /** Number, from 0, of each caption's line; empty where they are 0, 1, 2 … */
  readonly captionLines: Uint32Array;
  /** Hashed caption keys, two lanes each; zeros where the record has none. */
  readonly keyLanes: Uint32Array;
  /** Captions whose record has no key. */
  readonly keyless: Uint32Array;
  /** All lines: those with captions, blank, rejected and passed over. */
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  /** Lines that were not taken, whatever is in them. */
  readonly passedOver: number;
  readonly matchedCaptions: number;
  /** The first rejected lines, at most {@link MAX_REJECTS}. */
  readonly rejects: readonly Reject[];
}

/** A line that gave no caption, counted from 0. */
export interface Reject {
  readonly line: number;
  readonly reason: RejectReason;
}

/** Rejected lines that are kept with their number; the others are only counted. */
export const MAX_REJECTS = 1000;

/** From the bytes of lines to the columns of their captions. */
export interface Kernel {
  /**
   * Reads and matches lines. The columns are valid until the next call.
   *
   * @param lines whole lines, each with its "\n"; the last may end with the bytes
   * @param sampling all lines are taken without it
   */
  matchLines(lines: Uint8Array, captionField: string, sampling?: LineSampling): LineColumns;
}
