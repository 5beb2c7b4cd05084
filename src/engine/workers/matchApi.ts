import { transfer } from "comlink";
import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { readWholeLines } from "../../formats/jsonl/lines.ts";
import { type Kernel, type LineColumns, MAX_REJECTS } from "../../kernel/lineColumns.ts";
import { openKernel } from "../../kernel/openKernel.ts";
import type { PlacedIndex } from "../../kernel/placedIndex.ts";
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
      const found = kernel.matchLines(bytes, range.captionField);
      const slice = sliceInOneBuffer({
        ...range,
        ...(endsTooLong ? withTooLong(found) : found),
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
      const { bytes } = await readWholeLines(fileSource(file), range.start, range.end);
      const lines = countLines(bytes);
      return {
        ...range,
        lines,
        blank: 0,
        rejected: lines,
        rejects: [],
        matchedCaptions: 0,
        lineStarts: new Uint32Array(0),
        otherLines: Uint32Array.from({ length: lines }, (_, line) => line),
        keyLanes: new Uint32Array(0),
        keyless: new Uint32Array(0),
        matchStart: new Uint32Array(1),
        entryIds: new Uint32Array(0),
      };
    },
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; lines++) {
    const newline = bytes.indexOf(0x0a, at);
    at = newline === -1 ? bytes.length : newline + 1;
  }
  return lines;
}

/** A line more, which is too long to be read. */
function withTooLong(found: LineColumns): LineColumns {
  const { lines, rejected, otherLines, rejects } = found;
  return {
    ...found,
    lines: lines + 1,
    rejected: rejected + 1,
    otherLines: Uint32Array.of(...otherLines, lines),
    rejects: [...rejects, { line: lines, reason: "too-long" as const }].slice(0, MAX_REJECTS),
  };
}

export type MatchApi = ReturnType<typeof createMatchApi>;
