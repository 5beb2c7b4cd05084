import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowGroupPlace } from "../../../src/formats/parquet/parquetShape.ts";
import { bytesOf, planRanges } from "../../../src/formats/parquet/rangePlan.ts";

/** Row groups that follow each other, each with chunks of some lengths. */
function groupsOf(rows: number, lengths: readonly (readonly number[])[]): RowGroupPlace[] {
  let at = 4;
  return lengths.map((chunks) => ({
    rows,
    chunks: chunks.map((length) => {
      const start = at;
      at += length;
      return { start, end: at, slots: rows, codec: "SNAPPY", isEncrypted: false };
    }),
  }));
}

describe("planned ranges", () => {
  it("are the chunks of the columns, one range where nothing large is between them", () => {
    const groups = groupsOf(1000, [
      [100, 200, 5_000_000, 300, 1000, 50],
      [100, 200, 5_000_000, 300, 1000, 50],
    ]);
    const next = 4 + 5_001_650;
    expect(planRanges(groups, [5, 0, 1, 3], 2000)).toEqual([
      { start: 4, end: 304 },
      { start: 5_000_304, end: 5_001_654 },
      { start: next, end: next + 300 },
      { start: next + 5_000_300, end: next + 5_001_650 },
    ]);
  });

  it("end with the row group that has the last row wanted, of which a share is taken", () => {
    const groups = groupsOf(1000, [[400_000], [400_000], [400_000]]);
    expect(planRanges(groups, [0], 1000)).toEqual([{ start: 4, end: 400_004 }]);
    const [whole, part, ...others] = planRanges(groups, [0], 1250);
    expect([whole, others]).toEqual([{ start: 4, end: 400_004 }, []]);
    expect(part.start).toBe(400_004);
    expect(part.end - part.start).toBeGreaterThan(100_000);
    expect(part.end - part.start).toBeLessThan(200_000);
  });

  it("are none for no rows, and never overlap nor pass over a wanted byte", () => {
    expect(planRanges(groupsOf(10, [[5]]), [0], 0)).toEqual([]);
    const lengths = fc.array(fc.tuple(fc.nat(9e6), fc.nat(9e4), fc.nat(9e6)), { maxLength: 4 });
    fc.assert(
      fc.property(lengths, fc.subarray([0, 1, 2]), (some, leaves) => {
        const groups = groupsOf(7, some);
        const planned = planRanges(groups, leaves, 7 * groups.length);
        for (const [i, { start, end }] of planned.entries()) {
          expect(end - start).toBeGreaterThan(0);
          expect(end - start).toBeLessThanOrEqual(2 ** 21);
          if (i > 0) expect(start).toBeGreaterThanOrEqual(planned[i - 1].end);
        }
        for (const { chunks } of groups) {
          for (const { start, end } of leaves.map((leaf) => chunks[leaf])) {
            const covered = planned.map((range) => ({
              start: Math.max(start, range.start),
              end: Math.max(start, range.start, Math.min(end, range.end)),
            }));
            expect(bytesOf(covered)).toBe(end - start);
          }
        }
      }),
    );
  });
});
