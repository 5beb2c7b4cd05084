import { readWholeLines } from "../../formats/jsonl/lines.ts";
import { MAX_BEGINNING } from "../../formats/records/record.ts";
import { plainReject } from "../../formats/records/text.ts";
import { MAX_REJECTS } from "../../kernel/lineColumns.ts";
import type { Reject, RejectedLine, RejectedPage, RejectedQuery } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import type { MatchedPool, PoolSlice } from "./matchedPool.ts";

/** Bytes that are shown of a line. */
const BEGINNING = 400;
const decoder = new TextDecoder();

/** A rejected line of a slice, counted from 0 there. */
interface SliceReject extends Reject {
  readonly slice: PoolSlice;
}

/**
 * Some of the rejected lines that are known by their number, read back from the files.
 *
 * @throws InputError when a file cannot be read
 */
export async function rejectedLines(
  pool: MatchedPool,
  { file, from, limit }: RejectedQuery,
): Promise<RejectedPage> {
  const known = knownRejects(pool, file);
  const page = known.slice(from, from + limit);
  const lines: RejectedLine[] = [];
  for (const slice of new Set(page.map((reject) => reject.slice))) {
    const rejects = page.filter((reject) => reject.slice === slice);
    lines.push(...(await readRejects(pool, slice, rejects)));
  }
  return { lines, next: from + limit < known.length ? from + limit : null };
}

function knownRejects({ slices }: MatchedPool, file: number | null): SliceReject[] {
  const left = new Map<number, number>();
  return slices.flatMap((slice) => {
    if (file !== null && slice.file !== file) return [];
    const room = left.get(slice.file) ?? MAX_REJECTS;
    const rejects = slice.rejects.slice(0, room);
    left.set(slice.file, room - rejects.length);
    return rejects.map((reject) => ({ ...reject, slice }));
  });
}

/** @param rejects of the slice, in order */
async function readRejects(
  { files }: MatchedPool,
  slice: PoolSlice,
  rejects: readonly SliceReject[],
): Promise<RejectedLine[]> {
  const source = fileSource(files[slice.file]);
  const isRecordText = files[slice.file].origin !== undefined;
  const { bytes, offset } = await readWholeLines(source, slice.start, slice.end);
  const lines: RejectedLine[] = [];
  let at = 0;
  let number = 0;
  for (const { line, reason } of rejects) {
    for (; number < line; number++) at = bytes.indexOf(0x0a, at) + 1 || bytes.length;
    // A line that is too long stands behind those that were read.
    const start = at < bytes.length ? bytes.subarray(at, at + BEGINNING + 1) : await beyond(at);
    const newline = start.indexOf(0x0a);
    const end = newline === -1 ? start.length : newline;
    const rejected = { file: slice.file, line: slice.firstLine + line };
    const reject = isRecordText ? plainReject(decoder.decode(wholeLine(at))) : null;
    if (reject !== null) {
      const { reason, beginning } = reject;
      lines.push({ ...rejected, reason, beginning, isCut: beginning.length >= MAX_BEGINNING });
      continue;
    }
    lines.push({
      ...rejected,
      reason,
      beginning: decoder.decode(start.subarray(0, Math.min(end, BEGINNING))),
      isCut: end > BEGINNING,
    });
  }
  return lines;

  function wholeLine(at: number): Uint8Array {
    const newline = bytes.indexOf(0x0a, at);
    return bytes.subarray(at, newline === -1 ? bytes.length : newline);
  }

  function beyond(at: number): Promise<Uint8Array> {
    const from = offset + at;
    return source.read(from, Math.min(from + BEGINNING + 1, source.size));
  }
}
