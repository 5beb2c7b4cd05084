import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionOf, largestEntriesHolding } from "../../../src/core/index.ts";

const anyCounts = fc.array(fc.nat(50), { maxLength: 30 }).map((counts) => Uint32Array.from(counts));

describe("the largest entries that hold a share of all matches", () => {
  it("are as few as hold it", () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: 0, max: 64 }), (counts, of64) => {
        const share = of64 / 64;
        const n = largestEntriesHolding(distributionOf(counts), share);
        const descending = [...counts].sort((a, b) => b - a);
        const held = (entries: number) =>
          descending.slice(0, entries).reduce((sum, count) => sum + count, 0);
        const wanted = share * held(descending.length);
        expect(held(n)).toBeGreaterThanOrEqual(wanted);
        if (n > 0) expect(held(n - 1)).toBeLessThan(wanted);
      }),
    );
  });

  it("are none for nothing, and all for everything", () => {
    const distribution = distributionOf(Uint32Array.of(5, 0, 3, 2));
    expect([0, 0.5, 0.51, 0.8, 1].map((s) => largestEntriesHolding(distribution, s))).toEqual([
      0, 1, 2, 2, 3,
    ]);
    expect(largestEntriesHolding(distributionOf(new Uint32Array(3)), 0.5)).toBe(0);
  });
});
