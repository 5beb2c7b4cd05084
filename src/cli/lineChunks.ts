import { byteOrderMarkLength } from "../formats/byteOrderMark.ts";
import { joinBytes } from "../formats/joinBytes.ts";
import { countLines, MAX_LINE_BYTES } from "../formats/jsonl/lines.ts";

/** Whole lines that follow each other. */
export interface LineChunk {
  /** Each line with its "\n"; the last of a stream may have none. In a buffer of its own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lines: number;
  /** Whether a line of more than {@link MAX_LINE_BYTES} follows, which was passed over. */
  readonly endsTooLong: boolean;
}

const LF = 0x0a;
const CHUNK_BYTES = 2 ** 20;

/**
 * Cuts a stream into chunks of whole lines, of about 1 MiB. A line that is too long to be read is
 * never held. A UTF-8 byte order mark at the start is left out.
 *
 * @param stream blocks of at most {@link MAX_LINE_BYTES}
 */
export async function* lineChunks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<LineChunk> {
  let whole: Uint8Array[] = [];
  /** The start of a line whose end is still to come. */
  let open: Uint8Array[] = [];
  let isPassing = false;
  let isStart = true;

  function take(endsTooLong: boolean): LineChunk {
    const bytes = joinBytes(whole);
    whole = [];
    return { bytes, lines: countLines(bytes), endsTooLong };
  }

  for await (const block of stream) {
    let from = isStart ? byteOrderMarkLength(block) : 0;
    isStart = false;
    const firstEnd = block.indexOf(LF, from);
    if (firstEnd !== -1 && (isPassing || lengthOf(open) + firstEnd - from > MAX_LINE_BYTES)) {
      if (!isPassing) yield take(true);
      isPassing = false;
      open = [];
      from = firstEnd + 1;
    }
    if (isPassing) continue;
    const lastEnd = block.lastIndexOf(LF);
    if (lastEnd >= from) {
      whole.push(...open, block.subarray(from, lastEnd + 1));
      open = [];
      from = lastEnd + 1;
      if (lengthOf(whole) >= CHUNK_BYTES) yield take(false);
    }
    if (from < block.length) open.push(block.subarray(from));
    if (lengthOf(open) > MAX_LINE_BYTES) {
      yield take(true);
      open = [];
      isPassing = true;
    }
  }
  whole.push(...open);
  if (whole.length > 0) yield take(false);
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
