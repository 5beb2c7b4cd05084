import { byteOrderMarkLength } from "../byteOrderMark.ts";

/** Bytes that are read by range. */
export interface ByteSource {
  /** Bytes; of a stream, Infinity until its end was read. */
  readonly size: number;
  /**
   * All bytes of [start, end), which lie within the file; of a stream, those before its end. The
   * reader may keep the array.
   */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What is told of each line, in order. */
export interface LineSink {
  /**
   * A line.
   *
   * @param bytes holds the line from `start` to `end`, valid during the call only; `end` leaves out
   *   the "\n", but not a "\r" before it
   * @param offset byte offset of the line in the file
   */
  onLine(bytes: Uint8Array, start: number, end: number, offset: number): void;
  /** A line of more than {@link MAX_LINE_BYTES} starts at `offset`; it is not read. */
  onTooLong(offset: number): void;
}

/** Longest line that is read: 16 MiB, the "\n" not counted. */
export const MAX_LINE_BYTES = 2 ** 24;

const LF = 0x0a;
const BLOCK_BYTES = 2 ** 20;
/** Block size beyond the slice: all but the rest of one line would be read in vain. */
const BLOCK_BYTES_AFTER_END = 2 ** 16;

/**
 * Reads the lines that start in bytes [start, end) of a file, block by block. The slices of any
 * partition of the file give its lines, each once. A newline at the end of the file starts no line;
 * a UTF-8 byte order mark is not part of the first line, whose offset is then 3.
 *
 * @param blockBytes bytes read at a time
 */
export async function readLines(
  source: ByteSource,
  start: number,
  end: number,
  sink: LineSink,
  blockBytes = BLOCK_BYTES,
): Promise<void> {
  const last = Math.min(end, source.size);
  if (start >= last) return;
  // A slice begins at the first line start: the byte before it tells whether `start` is one.
  let position = Math.max(0, start - 1);
  let lineStart = position;
  let passing = start > 0;
  let parts: Uint8Array[] = [];
  if (start === 0) {
    const mark = byteOrderMarkLength(await source.read(0, Math.min(3, source.size)));
    position = mark;
    lineStart = mark;
  }

  const closeLine = (block: Uint8Array, from: number, to: number, lineEnd: number): void => {
    if (passing) return;
    if (lineEnd - lineStart > MAX_LINE_BYTES) {
      sink.onTooLong(lineStart);
    } else if (parts.length === 0) {
      sink.onLine(block, from, to, lineStart);
    } else {
      const line = joined([...parts, block.subarray(from, to)]);
      sink.onLine(line, 0, line.length, lineStart);
    }
  };

  while (position < source.size) {
    const blockEnd =
      position < last
        ? Math.min(position + blockBytes, last)
        : Math.min(position + Math.min(blockBytes, BLOCK_BYTES_AFTER_END), source.size);
    const block = await source.read(position, blockEnd);
    let from = 0;
    for (let to = block.indexOf(LF); to !== -1; to = block.indexOf(LF, from)) {
      closeLine(block, from, to, position + to);
      passing = false;
      parts = [];
      from = to + 1;
      lineStart = position + from;
      if (lineStart >= last) return;
    }
    position += block.length;
    if (passing) {
      if (position >= last) return;
    } else if (position - lineStart > MAX_LINE_BYTES) {
      parts = [];
    } else if (from < block.length) {
      parts.push(block.subarray(from));
    }
  }
  if (lineStart < source.size) closeLine(new Uint8Array(0), 0, 0, source.size);
}

/** Whether a line holds only spaces, tabs and carriage returns. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (bytes[i] !== 0x20 && bytes[i] !== 0x09 && bytes[i] !== 0x0d) return false;
  }
  return true;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
