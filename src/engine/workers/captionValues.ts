import { transfer } from "comlink";
import { captionReader } from "../../formats/jsonl/captionReader.ts";
import { readWholeLines } from "../../formats/jsonl/lines.ts";
import { valueReader } from "../../formats/jsonl/valueReader.ts";
import type { NamedBlob, Segment } from "../slice.ts";
import { fileSource } from "./fileSource.ts";

/** What is read of each caption: its length in characters, or a field of its record. */
export type ValueSource =
  | { readonly kind: "length" }
  | { readonly kind: "number" | "text"; readonly field: string };

/** Where the captions of a slice stand. */
export interface ReadSlice extends Pick<Segment, "start" | "end" | "captionField"> {
  readonly lineStarts: Uint32Array;
}

/** A value for each caption of a slice. */
export type CaptionValues =
  /** NaN where there is none. */
  | { readonly numbers: Float32Array }
  /** Positions in `texts`, or {@link NO_TEXT}, or {@link OTHER_TEXT}. */
  | { readonly codes: Uint16Array; readonly texts: readonly string[] };

export const NO_TEXT = 0xffff;
/** One more than a slice tells apart. */
export const OTHER_TEXT = 0xfffe;

/** Texts that a slice tells apart; more is no column to group by. */
const MOST_TEXTS = 4096;
/** UTF-16 units that a text is told apart by. */
const TEXT_LENGTH = 200;

const LF = 0x0a;

/** @throws InputError when the file cannot be read */
export async function readValues(
  file: NamedBlob,
  slice: ReadSlice,
  source: ValueSource,
): Promise<CaptionValues> {
  const { start, end, lineStarts } = slice;
  const { bytes, offset } = await readWholeLines(fileSource(file), start, end);
  const lineOf = (at: number): [number, number] => {
    const from = start + lineStarts[at] - offset;
    const newline = bytes.indexOf(LF, from);
    return [from, newline === -1 ? bytes.length : newline];
  };
  const values = valuesOf(bytes, lineOf, slice, source);
  const buffer = "numbers" in values ? values.numbers.buffer : values.codes.buffer;
  return transfer(values, [buffer]);
}

function valuesOf(
  bytes: Uint8Array,
  lineOf: (at: number) => [number, number],
  { lineStarts, captionField }: ReadSlice,
  source: ValueSource,
) {
  if (source.kind === "length") {
    const reader = captionReader(captionField);
    const numbers = new Float32Array(lineStarts.length);
    for (let at = 0; at < numbers.length; at++) {
      const isRead = reader.read(bytes, ...lineOf(at)) === null;
      numbers[at] = isRead
        ? characters(reader.text.bytes, reader.text.start, reader.text.end)
        : NaN;
    }
    return { numbers };
  }
  const reader = valueReader(source.field);
  if (source.kind === "number") {
    const numbers = new Float32Array(lineStarts.length);
    for (let at = 0; at < numbers.length; at++) {
      const value = reader.read(bytes, ...lineOf(at));
      numbers[at] = typeof value === "number" ? value : Number.NaN;
    }
    return { numbers };
  }
  const codes = new Uint16Array(lineStarts.length);
  const codeOf = new Map<string, number>();
  for (let at = 0; at < codes.length; at++) {
    codes[at] = codeOfText(reader.read(bytes, ...lineOf(at)), codeOf);
  }
  return { codes, texts: [...codeOf.keys()] };
}

function codeOfText(value: unknown, codeOf: Map<string, number>): number {
  if (typeof value !== "string" || value === "") return NO_TEXT;
  const text = value.slice(0, TEXT_LENGTH);
  const known = codeOf.get(text);
  if (known !== undefined) return known;
  if (codeOf.size === MOST_TEXTS) return OTHER_TEXT;
  codeOf.set(text, codeOf.size);
  return codeOf.size - 1;
}

/** Code points of a WTF-8 text: the bytes that start one. */
function characters(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if ((bytes[at] & 0xc0) !== 0x80) count++;
  return count;
}
