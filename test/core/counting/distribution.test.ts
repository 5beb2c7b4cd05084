import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBelow, distributionOf } from "../../../src/core/counting/distribution.ts";
import { anyCounts, sortedCounts, sum } from "../support/counts.ts";

describe("the training distribution", () => {
  it("sorts the entries with matches by count, then by id", () => {
    const distribution = distributionOf(Uint32Array.of(3, 0, 1, 3, 0, 2, 1));
    expect(distribution.entries).toBe(7);
    expect(distribution.matches).toBe(10);
    expect([...distribution.entryIds]).toEqual([2, 6, 5, 0, 3]);
    expect([...distribution.counts]).toEqual([1, 1, 2, 3, 3]);
    expect([...distribution.cumulative]).toEqual([0, 1, 2, 4, 7, 10]);
  });

  it("holds every entry with matches, and the sums of their counts", () => {
    fc.assert(
      fc.property(anyCounts, (entryCounts) => {
        const { entries, matches, entryIds, counts, cumulative } = distributionOf(entryCounts);
        expect(entries).toBe(entryCounts.length);
        expect(matches).toBe(sum(entryCounts));
        expect([...counts]).toEqual(sortedCounts(entryCounts));
        expect(entryIds.every((id, i) => entryCounts[id] === counts[i])).toBe(true);
        expect(new Set(entryIds).size).toBe(counts.length);
        expect(cumulative.length).toBe(counts.length + 1);
        expect(counts.every((count, i) => cumulative[i + 1] - cumulative[i] === count)).toBe(true);
      }),
    );
  });

  it("is exact for the largest counts of half a million entries", () => {
    const entryCounts = new Uint32Array(500_000);
    entryCounts.set([2 ** 32 - 1, 2 ** 32 - 2], 499_998);
    entryCounts[0] = 2 ** 32 - 2;
    const { entryIds, matches } = distributionOf(entryCounts);
    expect([...entryIds]).toEqual([0, 499_999, 499_998]);
    expect(matches).toBe(3 * 2 ** 32 - 5);
  });

  it("of no entries, and of entries without matches, is empty", () => {
    expect(distributionOf(new Uint32Array())).toEqual({
      entries: 0,
      matches: 0,
      entryIds: new Uint32Array(),
      counts: new Uint32Array(),
      cumulative: Float64Array.of(0),
    });
    expect(distributionOf(new Uint32Array(3))).toMatchObject({ entries: 3, matches: 0 });
  });
});

describe("counting below a limit", () => {
  it("finds how many sorted values are strictly below it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(42), (values, doubled) => {
        const sorted = values.sort((a, b) => a - b);
        const limit = doubled / 2;
        expect(countBelow(sorted, limit)).toBe(values.filter((value) => value < limit).length);
      }),
    );
  });
});
