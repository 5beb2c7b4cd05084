import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import {
  summarizeAt,
  tailShareAt,
  thresholdForTailShare,
} from "../../../src/core/counting/threshold.ts";
import { anyCounts, anyCountsAtThreshold, sum } from "../support/counts.ts";

/** The published formula, with every entry in it: sort, cumulate, take the nearest, the first on a tie. */
function publishedThreshold(entryCounts: Uint32Array, p: number): number {
  const sorted = [...entryCounts].sort((a, b) => a - b);
  const total = sum(sorted);
  let cumulative = 0;
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  sorted.forEach((count, i) => {
    cumulative += count;
    const distance = Math.abs(cumulative / total - p);
    if (distance >= least) return;
    least = distance;
    nearest = i;
  });
  return Math.max(1, sorted[nearest]);
}

describe("a threshold t", () => {
  it("splits the distribution as a count of every entry does", () => {
    fc.assert(
      fc.property(anyCountsAtThreshold, ({ entryCounts, distribution, t }) => {
        const tail = entryCounts.filter((count) => count > 0 && count < t);
        const head = entryCounts.filter((count) => count > 0 && count >= t);
        const summary = summarizeAt(distribution, t);
        expect(summary).toMatchObject({
          t,
          headEntries: head.length,
          tailEntries: tail.length,
          tailMatches: sum(tail),
          tailShare: sum(entryCounts) === 0 ? 0 : sum(tail) / sum(entryCounts),
        });
        const capped = sum(Array.from(entryCounts, (count) => Math.min(count, t)));
        expect(summary.cappedMatches).toBeCloseTo(capped, 5);
        expect(tailShareAt(distribution, t)).toBe(summary.tailShare);
      }),
    );
  });

  it("counts an entry with exactly t matches as head", () => {
    const distribution = distributionOf(Uint32Array.of(1, 2, 2, 5));
    expect(summarizeAt(distribution, 2)).toEqual({
      t: 2,
      headEntries: 3,
      tailEntries: 1,
      tailMatches: 1,
      tailShare: 0.1,
      cappedMatches: 7,
    });
  });

  it("of Infinity caps nothing", () => {
    const distribution = distributionOf(Uint32Array.of(3, 0, 4));
    expect(summarizeAt(distribution, Number.POSITIVE_INFINITY)).toMatchObject({
      headEntries: 0,
      tailShare: 1,
      cappedMatches: 7,
    });
  });

  it("below 1 has no tail", () => {
    expect(summarizeAt(distributionOf(Uint32Array.of(1, 3)), 0.5)).toMatchObject({
      headEntries: 2,
      tailShare: 0,
      cappedMatches: 1,
    });
  });

  it("of a pool without matches has a tail share of 0", () => {
    expect(tailShareAt(distributionOf(new Uint32Array(4)), 3)).toBe(0);
  });
});

describe("the threshold for a tail share", () => {
  it("is the published one", () => {
    const anyShare = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 0.06, 0.25, 0.5, 0.75, 1),
    );
    fc.assert(
      fc.property(anyCounts, anyShare, (entryCounts, p) => {
        fc.pre(entryCounts.some((count) => count > 0));
        expect(thresholdForTailShare(distributionOf(entryCounts), p)).toBe(
          publishedThreshold(entryCounts, p),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("takes the first count on a tie", () => {
    const distribution = distributionOf(Uint32Array.of(1, 3, 4));
    expect(thresholdForTailShare(distribution, 0.125)).toBe(1);
    expect(thresholdForTailShare(distribution, 0.3125)).toBe(1);
    expect(thresholdForTailShare(distribution, 0.32)).toBe(3);
    expect(thresholdForTailShare(distribution, 0.75)).toBe(3);
    expect(thresholdForTailShare(distribution, 0.76)).toBe(4);
    expect(thresholdForTailShare(distribution, 1)).toBe(4);
  });

  it("is 1 where entries without matches are nearest", () => {
    expect(thresholdForTailShare(distributionOf(Uint32Array.of(0, 10, 10)), 0.25)).toBe(1);
    expect(thresholdForTailShare(distributionOf(Uint32Array.of(0, 10, 10)), 0.26)).toBe(10);
    expect(thresholdForTailShare(distributionOf(Uint32Array.of(10, 10)), 0)).toBe(10);
  });

  it("of a pool whose matches are all of one entry is that entry's count", () => {
    expect(thresholdForTailShare(distributionOf(Uint32Array.of(50)), 0.06)).toBe(50);
    expect(thresholdForTailShare(distributionOf(Uint32Array.of(0, 50, 0)), 0.51)).toBe(50);
  });

  it("of a pool without matches is 1", () => {
    expect(thresholdForTailShare(distributionOf(new Uint32Array(2)), 0.06)).toBe(1);
    expect(thresholdForTailShare(distributionOf(new Uint32Array()), 0.06)).toBe(1);
  });
});
