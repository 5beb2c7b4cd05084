import { encodeWtf8Into } from "../../core/text/wtf8.ts";
import { captionKey, KEY_FIELDS } from "./fields.ts";
import { fieldNames, findFields, hasEscape, unescapeInto } from "./recordBytes.ts";
import { type RejectReason, recordReader } from "./recordReader.ts";

/** A text in WTF-8: `bytes[start]` to `bytes[end - 1]`. */
export interface TextRange {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Reads captions and their keys, without their records. */
export interface CaptionReader {
  /**
   * Reads the record that bytes `start`…`end` hold.
   *
   * @returns null when there is a caption, which {@link text} and {@link key} then give; or why
   *   there is none
   */
  read(bytes: Uint8Array, start: number, end: number): RejectReason | null;
  /** The caption read last, until the next is read. */
  readonly text: TextRange;
  /** Its record's own key, as `captionKey` in fields.ts tells it; empty where there is none. */
  readonly key: TextRange;
}

type MutableRange = { -readonly [K in keyof TextRange]: TextRange[K] };

const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Every integer of so many digits is a double, and `String` writes it with the same digits. */
const EXACT_DIGITS = 15;

/**
 * Most captions and keys are found in the bytes of their line. JSON.parse reads the lines of which
 * that is not sure, so it alone rejects.
 *
 * @param captionField name of the field that holds the caption, a string that is not empty
 */
export function captionReader(captionField: string): CaptionReader {
  const names = fieldNames([captionField, ...KEY_FIELDS]);
  const ranges = new Int32Array(names.names.length * 2);
  const records = recordReader(captionField);
  const text = emptyRange();
  const key = emptyRange();
  let viewed = text.bytes;
  let view = viewOf(viewed);
  let textScratch: Uint8Array = new Uint8Array(1024);
  let keyScratch: Uint8Array = new Uint8Array(1024);

  function find(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== viewed) {
      viewed = bytes;
      view = viewOf(bytes);
    }
    if (!findFields(view, start, end, names, ranges)) return false;
    if (!isText(bytes, ranges[0], ranges[1])) return false;
    if (!findKey(bytes)) return false;
    setRange(text, bytes, ranges[0] + 1, ranges[1] - 1);
    textScratch = unescapeRange(text, view, textScratch);
    keyScratch = unescapeRange(key, view, keyScratch);
    return true;
  }

  function findKey(bytes: Uint8Array): boolean {
    for (let i = 2; i < ranges.length; i += 2) {
      const start = ranges[i];
      const end = ranges[i + 1];
      if (isText(bytes, start, end)) {
        setRange(key, bytes, start + 1, end - 1);
        return true;
      }
      if (isNumber(bytes, start)) {
        setRange(key, bytes, start, end);
        return isExactInteger(bytes, start, end);
      }
    }
    setRange(key, bytes, 0, 0);
    return true;
  }

  return {
    text,
    key,

    read(bytes, start, end) {
      if (find(bytes, start, end)) return null;
      const caption = records.read(bytes, start, end);
      if (typeof caption === "string") return caption;
      setText(text, caption.text);
      setText(key, captionKey(caption.record) ?? "");
      return null;
    },
  };
}

/** Whether a JSON value is a string that is not empty; none where `start` is -1. */
function isText(bytes: Uint8Array, start: number, end: number): boolean {
  return start !== -1 && bytes[start] === QUOTE && end - start > 2;
}

function isNumber(bytes: Uint8Array, start: number): boolean {
  return start !== -1 && (bytes[start] === MINUS || isDigit(bytes[start]));
}

/** Whether `String` writes a number as the JSON does. */
function isExactInteger(bytes: Uint8Array, start: number, end: number): boolean {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (end - first > EXACT_DIGITS || (isNegative && bytes[first] === ZERO)) return false;
  for (let i = first; i < end; i++) if (!isDigit(bytes[i])) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

/**
 * Resolves the escapes of a JSON string, where it has any, in `scratch` or a larger array.
 *
 * @param view of the range's bytes
 */
function unescapeRange(range: MutableRange, view: DataView, scratch: Uint8Array): Uint8Array {
  const { start, end } = range;
  if (!hasEscape(view, start, end)) return scratch;
  const target = end - start > scratch.length ? new Uint8Array((end - start) * 2) : scratch;
  setRange(range, target, 0, unescapeInto(view, start, end, target, 0));
  return target;
}

function setText(range: MutableRange, text: string): void {
  const bytes = wtf8Of(text);
  setRange(range, bytes, 0, bytes.length);
}

function setRange(range: MutableRange, bytes: Uint8Array, start: number, end: number): void {
  range.bytes = bytes;
  range.start = start;
  range.end = end;
}

function emptyRange(): MutableRange {
  return { bytes: new Uint8Array(0), start: 0, end: 0 };
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function wtf8Of(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, encodeWtf8Into(text, bytes, 0));
}
