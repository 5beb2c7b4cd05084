import { byteOrderMarkLength } from "../byteOrderMark.ts";
import { joinBytes } from "../joinBytes.ts";

/** Bytes that are read by range. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** All bytes of [start, end), which lie within the file. The reader may keep the array. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Lines that follow each other, whole. */
export interface WholeLines {
  /** Each line with its "\n"; the last of a file may have none. */
  readonly bytes: Uint8Array;
  /** Byte offset in the file. */
  readonly offset: number;
  /** Whether a line of more than {@link MAX_LINE_BYTES} follows, which is not read. */
  readonly endsTooLong: boolean;
}

/** Longest line that is read: 16 MiB, the "\n" not counted. */
export const MAX_LINE_BYTES = 2 ** 24;

const LF = 0x0a;
/** Bytes read beyond the end of a slice at once: most lines end within them. */
const READ_AHEAD = 2 ** 13;
const BLOCK_BYTES = 2 ** 18;

/**
 * Reads the lines that start in bytes [start, end) of a file. The slices of any partition of the
 * file give its lines, each once. A newline at the end of the file starts no line; a UTF-8 byte
 * order mark is not part of the first line, whose offset is then 3.
 *
 * @param end at most {@link MAX_LINE_BYTES} after `start`
 */
export async function readWholeLines(
  source: ByteSource,
  start: number,
  end: number,
): Promise<WholeLines> {
  const last = Math.min(end, source.size);
  if (start >= last) return noLines(start);
  // A slice begins at the first line start: the byte before it tells whether `start` is one.
  const from = Math.max(0, start - 1);
  const head = await source.read(from, Math.min(last + READ_AHEAD, source.size));
  const first = start === 0 ? byteOrderMarkLength(head) : head.indexOf(LF) + 1;
  if (start > 0 && (first === 0 || from + first >= last)) return noLines(start);

  const offset = from + first;
  const beforeLast = last - 2 - from;
  const lastLine = Math.max(first, beforeLast < 0 ? 0 : head.lastIndexOf(LF, beforeLast) + 1);
  const newline = head.indexOf(LF, Math.max(lastLine, last - 1 - from));
  const rest = newline === -1 ? await readRest(source, from + head.length, from + lastLine) : [];
  const lineEnd = newline === -1 ? head.length + lengthOf(rest) : newline + 1;
  const endsInNewline = newline !== -1 || rest.at(-1)?.at(-1) === LF;
  if (lineEnd - lastLine > MAX_LINE_BYTES + Number(endsInNewline)) {
    return { bytes: head.subarray(first, lastLine), offset, endsTooLong: true };
  }
  const bytes = rest.length === 0 ? head : joinBytes([head, ...rest]);
  return { bytes: bytes.subarray(first, lineEnd), offset, endsTooLong: false };
}

/** The bytes from `start` up to and with the next "\n"; of a line that is too long, not all. */
async function readRest(
  source: ByteSource,
  start: number,
  lineStart: number,
): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  let position = start;
  while (position < source.size && position - lineStart <= MAX_LINE_BYTES) {
    const block = await source.read(position, Math.min(position + BLOCK_BYTES, source.size));
    const newline = block.indexOf(LF);
    parts.push(newline === -1 ? block : block.subarray(0, newline + 1));
    if (newline !== -1) break;
    position += block.length;
  }
  return parts;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function noLines(offset: number): WholeLines {
  return { bytes: new Uint8Array(0), offset, endsTooLong: false };
}

/** Whether a line holds only spaces, tabs and carriage returns. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (bytes[i] !== 0x20 && bytes[i] !== 0x09 && bytes[i] !== 0x0d) return false;
  }
  return true;
}

/** Lines of some bytes; the last may have no "\n". */
export function countLines(bytes: Uint8Array): number {
  const isOpen = bytes.length > 0 && bytes[bytes.length - 1] !== LF;
  return countNewlines(bytes) + Number(isOpen);
}

export function countNewlines(bytes: Uint8Array): number {
  let newlines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) newlines++;
  return newlines;
}
