import type { RowGroupPlace } from "./parquetShape.ts";

/** Bytes of a file: [start, end). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** So few bytes between two columns cost less than one more request. */
const GAP_BYTES = 2 ** 15;
/** Longer ranges are fetched in several requests. */
const RANGE_BYTES = 2 ** 21;
/** Of a row group that is read in part: its dictionary, and what its first rows may be longer than the others. */
const MARGIN_BYTES = 2 ** 16;

/**
 * The ranges of a Parquet file to fetch for the first rows of some columns: row group by row group,
 * in each in the order of the file.
 *
 * Of a row group whose rows are not all wanted, about as much of each column as its share of them:
 * more may have to be read.
 *
 * @param leaves positions of the columns' chunks in each row group
 */
export function planRanges(
  groups: readonly RowGroupPlace[],
  leaves: readonly number[],
  rows: number,
): ByteRange[] {
  const planned: ByteRange[] = [];
  let missing = rows;
  for (const group of groups) {
    if (missing <= 0) break;
    const share = Math.min(1, missing / group.rows);
    const parts = leaves.map((leaf) => firstPart(group.chunks[leaf], share));
    planned.push(...joined(parts).flatMap(cut));
    missing -= group.rows;
  }
  return planned;
}

export function bytesOf(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

function firstPart({ start, end }: ByteRange, share: number): ByteRange {
  if (share === 1) return { start, end };
  return { start, end: Math.min(end, start + Math.ceil((end - start) * share) + MARGIN_BYTES) };
}

function joined(ranges: readonly ByteRange[]): ByteRange[] {
  const all: ByteRange[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last === undefined || start - last.end > GAP_BYTES) all.push({ start, end });
    else all[all.length - 1] = { start: last.start, end };
  }
  return all;
}

function cut({ start, end }: ByteRange): ByteRange[] {
  return Array.from({ length: Math.ceil((end - start) / RANGE_BYTES) }, (_, i) => ({
    start: start + i * RANGE_BYTES,
    end: Math.min(end, start + (i + 1) * RANGE_BYTES),
  }));
}
