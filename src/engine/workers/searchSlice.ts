import { captionReader } from "../../formats/jsonl/captionReader.ts";
import { readWholeLines } from "../../formats/jsonl/lines.ts";
import type { NamedBlob, SliceColumns } from "../slice.ts";
import { addTo, type CaptionSet, emptySet } from "./captionSet.ts";
import { fileSource } from "./fileSource.ts";

/** What a search reads of a slice. */
export type SearchedSlice = Pick<SliceColumns, "start" | "end" | "captionField" | "lineStarts">;

const LF = 0x0a;
const SPACE = 0x20;

/** A byte order mark is part of a caption. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The captions of a slice that hold a text, in any case; a line break in a caption counts as a
 * space. All captions of the slice are decoded at once.
 *
 * @throws InputError when the file cannot be read
 */
export async function searchSlice(
  file: NamedBlob,
  { start, end, captionField, lineStarts }: SearchedSlice,
  text: string,
): Promise<CaptionSet> {
  const captions = lineStarts.length;
  const found = emptySet(captions);
  const { bytes, offset } = await readWholeLines(fileSource(file), start, end);
  const lower = captionsAsLines(bytes, offset - start, captionField, lineStarts).toLowerCase();
  const wanted = text.toLowerCase();
  let caption = 0;
  let captionStart = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, captionStart)) {
    let captionEnd = lower.indexOf("\n", captionStart);
    for (; captionEnd < at; captionEnd = lower.indexOf("\n", captionStart)) {
      captionStart = captionEnd + 1;
      caption++;
    }
    if (caption >= captions) break;
    addTo(found, caption++);
    captionStart = captionEnd + 1;
  }
  return found;
}

/** The captions, each with a line break after it. */
function captionsAsLines(
  bytes: Uint8Array,
  shift: number,
  captionField: string,
  lineStarts: Uint32Array,
): string {
  const reader = captionReader(captionField);
  const packed = new Uint8Array(bytes.length + lineStarts.length);
  let length = 0;
  for (const lineStart of lineStarts) {
    const from = lineStart - shift;
    const newline = bytes.indexOf(LF, from);
    if (reader.read(bytes, from, newline === -1 ? bytes.length : newline) === null) {
      const { text } = reader;
      const caption = text.bytes.subarray(text.start, text.end);
      packed.set(caption, length);
      // A line of the file itself holds no line break.
      if (text.bytes !== bytes) {
        const copy = packed.subarray(length, length + caption.length);
        for (let at = copy.indexOf(LF); at !== -1; at = copy.indexOf(LF, at)) copy[at] = SPACE;
      }
      length += caption.length;
    }
    packed[length++] = LF;
  }
  return decoder.decode(packed.subarray(0, length));
}
