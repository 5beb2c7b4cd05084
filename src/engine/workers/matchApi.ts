import { transfer } from "comlink";
import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { readWholeLines } from "../../formats/jsonl/lines.ts";
import { type Kernel, type LineColumns, MAX_REJECTS } from "../../kernel/lineColumns.ts";
import { openKernel } from "../../kernel/openKernel.ts";
import type { PlacedIndex } from "../../kernel/placedIndex.ts";
import { isTaken } from "../../kernel/sampling.ts";
import { sliceInOneBuffer, transferablesOf } from "../memory.ts";
import type { NamedBlob, SliceColumns, SliceRange } from "../slice.ts";
import { fileSource } from "./fileSource.ts";

/** What a match worker does. */
export function createMatchApi() {
  let kernel: Kernel;

  return {
    /**
     * Gets ready to match.
     *
     * @param worker number of this worker among those that use the index
     */
    begin(index: MetadataIndex | PlacedIndex, worker: number): void {
      kernel = openKernel(index, worker);
    },

    /**
     * Reads and matches the lines that start in a slice.
     *
     * @throws InputError when the file cannot be read
     */
    async matchSlice(file: NamedBlob, range: SliceRange): Promise<SliceColumns> {
      const { bytes, offset, endsTooLong } = await readWholeLines(
        fileSource(file),
        range.start,
        range.end,
      );
      const { captionField, oneIn } = range;
      const found = kernel.matchLines(bytes, captionField, { oneIn, offset });
      const isTooLongTaken = endsTooLong && isTaken(offset + bytes.length, oneIn);
      const slice = sliceInOneBuffer({
        ...range,
        ...(endsTooLong ? withTooLong(found, isTooLongTaken) : found),
      });
      const shift = offset - range.start;
      for (let i = 0; shift > 0 && i < slice.lineStarts.length; i++) slice.lineStarts[i] += shift;
      return transfer(slice, transferablesOf(slice));
    },

    /**
     * The columns of a slice whose lines are all left out.
     *
     * @throws InputError when the file cannot be read
     */
    async leaveOut(file: NamedBlob, range: SliceRange): Promise<SliceColumns> {
      const { bytes, offset } = await readWholeLines(fileSource(file), range.start, range.end);
      const { lines, taken } = countLines(bytes, offset, range.oneIn);
      return {
        ...range,
        lines,
        blank: 0,
        rejected: taken,
        passedOver: lines - taken,
        rejects: [],
        matchedCaptions: 0,
        lineStarts: new Uint32Array(0),
        captionLines: new Uint32Array(0),
        keyLanes: new Uint32Array(0),
        keyless: new Uint32Array(0),
        matchStart: new Uint32Array(1),
        entryIds: new Uint32Array(0),
      };
    },
  };
}

/** Lines, and those of them that are taken; `offset` is where in their file the bytes stand. */
function countLines(bytes: Uint8Array, offset: number, oneIn: number) {
  let lines = 0;
  let taken = 0;
  for (let at = 0; at < bytes.length; lines++) {
    if (isTaken(offset + at, oneIn)) taken++;
    const newline = bytes.indexOf(0x0a, at);
    at = newline === -1 ? bytes.length : newline + 1;
  }
  return { lines, taken };
}

/** A line more, which is too long to be read. */
function withTooLong(found: LineColumns, isLineTaken: boolean): LineColumns {
  const { lines, rejected, passedOver, rejects } = found;
  if (!isLineTaken) return { ...found, lines: lines + 1, passedOver: passedOver + 1 };
  return {
    ...found,
    lines: lines + 1,
    rejected: rejected + 1,
    rejects: [...rejects, { line: lines, reason: "too-long" as const }].slice(0, MAX_REJECTS),
  };
}

export type MatchApi = ReturnType<typeof createMatchApi>;
