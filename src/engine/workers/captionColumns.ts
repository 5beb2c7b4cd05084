import { hashKey, KEY_LANES } from "../../core/text/hashKey.ts";
import { type PackedText, TextPacker } from "../../core/text/packedText.ts";
import type { TextRange } from "../../formats/jsonl/captionReader.ts";
import type { RejectReason } from "../../formats/jsonl/recordReader.ts";
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
  /**
   * @param key the record's own key, empty where it has none
   * @param lineStart bytes from the start of the slice
   */
  addCaption(text: TextRange, key: TextRange, lineStart: number): void;
  finish(): { readonly texts: PackedText; readonly columns: ReadColumns };
}

/** Collects the lines of one slice into columns, and their captions into one packed text. */
export function collectCaptions(): CaptionCollector {
  const texts = new TextPacker();
  const lineStarts: number[] = [];
  const otherLines: number[] = [];
  const keyless: number[] = [];
  const rejects: { line: number; reason: RejectReason }[] = [];
  let keyLanes = new Uint32Array(4096 * KEY_LANES);
  let lines = 0;
  let blank = 0;
  let rejected = 0;

  return {
    addBlank() {
      otherLines.push(lines++);
      blank++;
    },

    addReject(reason) {
      if (rejects.length < MAX_REJECTS) rejects.push({ line: lines, reason });
      rejected++;
      otherLines.push(lines++);
    },

    addCaption(text, key, lineStart) {
      const caption = lineStarts.length;
      texts.addBytes(text.bytes, text.start, text.end);
      lineStarts.push(lineStart);
      lines++;
      if ((caption + 1) * KEY_LANES > keyLanes.length) {
        const grown = new Uint32Array(keyLanes.length * 2);
        grown.set(keyLanes);
        keyLanes = grown;
      }
      if (key.start === key.end) keyless.push(caption);
      else hashKey(key.bytes, key.start, key.end, keyLanes, caption);
    },

    finish: () => ({
      texts: texts.finish(),
      columns: {
        lineStarts: Uint32Array.from(lineStarts),
        otherLines: Uint32Array.from(otherLines),
        keyLanes: keyLanes.subarray(0, lineStarts.length * KEY_LANES),
        keyless: Uint32Array.from(keyless),
        lines,
        blank,
        rejected,
        rejects,
      },
    }),
  };
}
