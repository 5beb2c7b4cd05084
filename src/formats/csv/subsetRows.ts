import { splitMark } from "../encoding/asUtf8.ts";
import type { TextEncoding } from "../encoding/textEncoding.ts";
import { joinBytes } from "../joinBytes.ts";
import type { IsKept, RecordSource, SubsetStream } from "../records/record.ts";
import { type Row, type RowLayout, splitRows } from "./rows.ts";

/**
 * The kept rows of a text file, byte for byte, after its byte order mark and header. Rows that are too
 * long are left out, kept or not.
 */
export async function* subsetRows(
  source: RecordSource,
  encoding: TextEncoding,
  layout: RowLayout,
  hasHeader: boolean,
  isKept: IsKept,
): SubsetStream {
  const { mark, rest } = await splitMark(source.stream(), encoding);
  if (mark.length > 0) yield mark;
  let record = hasHeader ? -1 : 0;
  for await (const { bytes, rows } of splitRows(source.name, rest, encoding, layout)) {
    const kept = rows.filter(({ fault }) => {
      const isHeader = record === -1;
      const isIn = isHeader || (fault !== "too-long" && isKept(record));
      record++;
      return isIn;
    });
    if (kept.length > 0) yield joinBytes(runsOf(bytes, kept));
  }
}

/** The bytes of rows; those that follow each other in one part. */
function runsOf(bytes: Uint8Array, rows: readonly Row[]): Uint8Array[] {
  const runs: Uint8Array[] = [];
  let start = rows[0].start;
  rows.forEach(({ next }, i) => {
    const following = rows[i + 1]?.start;
    if (following === next) return;
    runs.push(bytes.subarray(start, next));
    start = following;
  });
  return runs;
}
