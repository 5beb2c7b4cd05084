import { KEY_LANES } from "../../core/text/hashKey.ts";
import { type PackedText, TextPacker } from "../../core/text/packedText.ts";
import { hashCaptionKey } from "../../formats/captionKeys.ts";
import { captionKey } from "../../formats/jsonl/fields.ts";
import type { CaptionRecord, RejectReason } from "../../formats/jsonl/recordReader.ts";
import { MAX_REJECTS, type SliceColumns, type SliceRange } from "../slice.ts";

/** The columns that reading gives, before matching. */
type ReadColumns = Omit<
  SliceColumns,
  keyof SliceRange | "matchStart" | "entryIds" | "matchedCaptions"
>;

/** Takes the lines of one slice in order. */
export interface CaptionCollector {
  addBlank(): void;
  addReject(reason: RejectReason): void;
  addCaption(caption: CaptionRecord, lineOffset: number, lineLength: number): void;
  finish(): { readonly texts: PackedText; readonly columns: ReadColumns };
}

/** Collects the lines of one slice into columns, and their captions into one packed text. */
export function collectCaptions(): CaptionCollector {
  const texts = new TextPacker();
  const lineOffsets: number[] = [];
  const lineLengths: number[] = [];
  const lineNumbers: number[] = [];
  const keyless: number[] = [];
  const rejects: { line: number; reason: RejectReason }[] = [];
  let keyLanes = new Uint32Array(4096 * KEY_LANES);
  let lines = 0;
  let blank = 0;
  let rejected = 0;

  return {
    addBlank() {
      lines++;
      blank++;
    },

    addReject(reason) {
      if (rejects.length < MAX_REJECTS) rejects.push({ line: lines, reason });
      rejected++;
      lines++;
    },

    addCaption({ record, text }, lineOffset, lineLength) {
      const caption = lineOffsets.length;
      texts.addString(text);
      lineOffsets.push(lineOffset);
      lineLengths.push(lineLength);
      lineNumbers.push(lines++);
      if ((caption + 1) * KEY_LANES > keyLanes.length) {
        const grown = new Uint32Array(keyLanes.length * 2);
        grown.set(keyLanes);
        keyLanes = grown;
      }
      const key = captionKey(record);
      if (key === null) keyless.push(caption);
      else hashCaptionKey(key, keyLanes, caption);
    },

    finish: () => ({
      texts: texts.finish(),
      columns: {
        lineOffsets: Float64Array.from(lineOffsets),
        lineLengths: Uint32Array.from(lineLengths),
        lineNumbers: Uint32Array.from(lineNumbers),
        keyLanes: keyLanes.slice(0, lineOffsets.length * KEY_LANES),
        keyless: Uint32Array.from(keyless),
        lines,
        blank,
        rejected,
        rejects,
      },
    }),
  };
}
