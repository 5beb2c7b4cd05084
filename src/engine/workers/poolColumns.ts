import { hashKey } from "../../core/balancing/draw.ts";
import { countBelow } from "../../core/counting/distribution.ts";
import { packText } from "../../core/text/packedText.ts";
import { MAX_REJECTS, type SliceColumns } from "../slice.ts";
import type { FileSummary, Reject } from "../types.ts";

/** A file of the pool, and how it is read. */
export interface PoolFile {
  readonly file: File;
  readonly captionField: string;
  readonly textFields: readonly string[];
}

/** A slice in its place in the pool. */
export interface PoolSlice extends SliceColumns {
  /** Position in the pool of its first caption. */
  readonly firstCaption: number;
  /** Number in its file of its first line, from 1. */
  readonly firstLine: number;
  /** Critical thresholds, set by each draw. */
  tau: Float64Array;
}

/** One caption of the pool. */
export interface CaptionPlace {
  readonly slice: PoolSlice;
  /** Position in the slice. */
  readonly at: number;
}

/** The columns of a whole pool: slices in order of file and line, whoever made them, and when. */
export class PoolColumns {
  readonly files: readonly PoolFile[];
  readonly slices: readonly PoolSlice[];
  readonly captions: number;
  readonly #firstCaptions: Float64Array;

  constructor(files: readonly PoolFile[], columns: readonly SliceColumns[]) {
    const inOrder = [...columns].sort((a, b) => a.file - b.file || a.start - b.start);
    let captions = 0;
    let line = 1;
    this.files = files;
    this.slices = inOrder.map((slice, i) => {
      if (i > 0 && inOrder[i - 1].file !== slice.file) line = 1;
      const placed = {
        ...slice,
        firstCaption: captions,
        firstLine: line,
        tau: new Float64Array(slice.lineNumbers.length),
      };
      keyByLine(placed, files[slice.file].file.name);
      captions += slice.lineNumbers.length;
      line += slice.lines;
      return placed;
    });
    this.captions = captions;
    this.#firstCaptions = Float64Array.from(this.slices, (slice) => slice.firstCaption);
  }

  place(caption: number): CaptionPlace {
    const slice = this.slices[countBelow(this.#firstCaptions, caption + 1) - 1];
    return { slice, at: caption - slice.firstCaption };
  }

  /** The first rejected lines, in order of file and line. */
  rejects(): Reject[] {
    return this.slices
      .flatMap((slice) =>
        slice.rejects.map(({ line, reason }) => ({
          file: this.files[slice.file].file.name,
          line: slice.firstLine + line,
          reason,
        })),
      )
      .slice(0, MAX_REJECTS);
  }

  summaries(): FileSummary[] {
    return this.files.map(({ file, captionField, textFields }, i) => {
      const slices = this.slices.filter((slice) => slice.file === i);
      const sum = (of: (slice: PoolSlice) => number) =>
        slices.reduce((n, slice) => n + of(slice), 0);
      const lines = sum((slice) => slice.lines - slice.blank);
      const rejected = sum((slice) => slice.rejected);
      return {
        name: file.name,
        size: file.size,
        captionField,
        textFields,
        lines,
        blank: sum((slice) => slice.blank),
        rejected,
        captions: lines - rejected,
        matchedCaptions: sum(matchedCaptions),
        matches: sum((slice) => slice.entryIds.length),
      };
    });
  }
}

/** How many captions of a slice match an entry. */
export function matchedCaptions({ matchStart }: SliceColumns): number {
  let matched = 0;
  for (let i = 1; i < matchStart.length; i++) if (matchStart[i] > matchStart[i - 1]) matched++;
  return matched;
}

/** The key of a caption whose record has none: its file name and line number. */
export function lineKey(fileName: string, line: number): string {
  return `${fileName}:${line}`;
}

function keyByLine(slice: PoolSlice, fileName: string): void {
  for (const caption of slice.keyless) {
    const key = lineKey(fileName, slice.firstLine + slice.lineNumbers[caption]);
    const { bytes, starts } = packText([key]);
    hashKey(bytes, 0, starts[1], slice.keyLanes, caption);
  }
}
