import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balancedRankCurve,
  type Curve,
  cappedRankCurve,
  cumulativeCurve,
  cumulativeCurveOf,
  MAX_VERTICES,
  rankCurve,
  sampleEntries,
  sampleRanks,
} from "../../../src/core/counting/curves.ts";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import { anyCounts, anyCountsAtThreshold, sortedCounts } from "../support/counts.ts";

/** At most 512 vertices, x ascending, no y that is no number. */
function expectDrawable({ x, y }: Curve): void {
  expect(x.length).toBeLessThanOrEqual(MAX_VERTICES);
  expect(y.length).toBe(x.length);
  expect(x.every((value, i) => i === 0 || value > x[i - 1])).toBe(true);
  expect(y.some(Number.isNaN)).toBe(false);
}

const anyEntries = fc.oneof(fc.nat(2000), fc.nat(600_000));

describe("sampled ranks", () => {
  it("ascend from 1 to the last, at most as many as asked for, all of them when they fit", () => {
    fc.assert(
      fc.property(anyEntries, fc.integer({ min: 2, max: 512 }), (entries, vertices) => {
        const ranks = sampleRanks(entries, vertices);
        expect(ranks.length).toBeLessThanOrEqual(vertices);
        expect(ranks.every((rank, i) => i === 0 || rank > ranks[i - 1])).toBe(true);
        if (entries <= vertices) expect(ranks.length).toBe(entries);
        if (entries > 0) expect([ranks[0], ranks.at(-1)]).toEqual([1, entries]);
      }),
    );
  });
});

describe("sampled entries", () => {
  it("ascend from none to all, at most as many as asked for", () => {
    fc.assert(
      fc.property(anyEntries, fc.integer({ min: 16, max: 512 }), (entries, vertices) => {
        const sampled = sampleEntries(entries, vertices);
        expect(sampled.length).toBeLessThanOrEqual(vertices);
        expect(sampled.every((n, i) => i === 0 || n > sampled[i - 1])).toBe(true);
        expect([sampled[0], sampled.at(-1)]).toEqual([0, entries]);
      }),
    );
  });

  it("leave no wide gap, and lie close together at the head", () => {
    const sampled = sampleEntries(100_000);
    const gaps = sampled.slice(1).map((n, i) => n - sampled[i]);
    expect(Math.max(...gaps)).toBeLessThan(500);
    expect([...sampled.slice(-4)]).toEqual([99_997, 99_998, 99_999, 100_000]);
  });
});

describe("counts by rank", () => {
  it("are the counts, largest first", () => {
    fc.assert(
      fc.property(anyCounts, (entryCounts) => {
        const curve = rankCurve(distributionOf(entryCounts));
        const largestFirst = sortedCounts(entryCounts).reverse();
        expectDrawable(curve);
        expect([...curve.y]).toEqual(Array.from(curve.x, (rank) => largestFirst[rank - 1]));
        expect(curve.x.at(-1) ?? 0).toBe(largestFirst.length);
      }),
    );
  });

  it("capped at t, are flat to the last head entry and exact on both sides of the kink", () => {
    fc.assert(
      fc.property(anyCountsAtThreshold, ({ entryCounts, distribution, t }) => {
        const largestFirst = sortedCounts(entryCounts).reverse();
        const curve = cappedRankCurve(distribution, t);
        expectDrawable(curve);
        expect([...curve.y]).toEqual(
          Array.from(curve.x, (rank) => Math.min(t, largestFirst[rank - 1])),
        );
        const head = largestFirst.filter((count) => count >= t).length;
        if (head > 0) expect([...curve.x]).toContain(head);
        if (head < largestFirst.length) expect([...curve.x]).toContain(head + 1);
        if (largestFirst.length > 0) {
          expect([curve.x[0], curve.x.at(-1)]).toEqual([1, largestFirst.length]);
        }
      }),
    );
  });
});

describe("the balanced curve by rank", () => {
  /** Balanced counts of any entry from none to all of its matches. */
  const anyBalanced = anyCounts.map((entryCounts) => ({
    distribution: distributionOf(entryCounts),
    balanced: Float64Array.from(entryCounts, (count, id) => (count * ((id * 37) % 101)) / 100),
  }));

  it("is at no vertex above the count or below nothing, and so is its band", () => {
    fc.assert(
      fc.property(anyBalanced, ({ distribution, balanced }) => {
        const counts = rankCurve(distribution);
        const curve = balancedRankCurve(distribution, balanced);
        expectDrawable(curve);
        expect([...curve.x]).toEqual([...counts.x]);
        curve.y.forEach((y, i) => {
          const most = counts.y[i] * (1 + 1e-9);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(most);
          expect(curve.low[i]).toBeGreaterThanOrEqual(0);
          expect(curve.low[i]).toBeLessThanOrEqual(curve.high[i]);
          expect(curve.high[i]).toBeLessThanOrEqual(most);
        });
      }),
    );
  });

  it("is the count, and the band no wider than it, where every entry keeps all", () => {
    fc.assert(
      fc.property(anyCounts, (entryCounts) => {
        const distribution = distributionOf(entryCounts);
        const { y, low, high } = balancedRankCurve(distribution, entryCounts);
        expect([...y]).toEqual([...rankCurve(distribution).y]);
        expect([...low]).toEqual([...y]);
        expect([...high]).toEqual([...y]);
      }),
    );
  });

  it("stands for the entries of nearby ranks, in the share that they keep together", () => {
    const counts = [1000, 900, 800, 700, 600, 500, 400, 300, 200, 100];
    const kept = [0, 90, 80, 700, 60, 250, 40, 30, 0, 50];
    const { y, low, high } = balancedRankCurve(distributionOf(Uint32Array.from(counts)), kept);
    // Ranks 4 to 6 are within a factor of 1.25 of rank 5.
    expect(y[4]).toBeCloseTo((600 * (700 + 60 + 250)) / (700 + 600 + 500), 9);
    expect(low[4]).toBeCloseTo(600 * (0.1 + 0.2 * (0.5 - 0.1)), 9);
    expect(high[4]).toBeCloseTo(600 * (0.5 + 0.8 * (1 - 0.5)), 9);
    expect([y[0], low[0], high[0]]).toEqual([0, 0, 0]);
  });
});

describe("the cumulative curve", () => {
  it("is the capped sum from the tail at every vertex, also at the kink and at the end", () => {
    fc.assert(
      fc.property(anyCountsAtThreshold, ({ entryCounts, distribution, t }) => {
        const counts = sortedCounts(entryCounts);
        const sums = [0];
        for (const count of counts) sums.push(sums[sums.length - 1] + Math.min(count, t));
        const { x, y } = cumulativeCurve(distribution, t);
        expectDrawable({ x, y });
        y.forEach((value, i) => {
          expect(value).toBeCloseTo(sums[x[i]], 5);
        });
        expect(y.every((value, i) => i === 0 || value >= y[i - 1])).toBe(true);
        expect([...x]).toContain(counts.filter((count) => count < t).length);
        expect([x[0], x.at(-1)]).toEqual([0, counts.length]);
      }),
    );
  });

  it("of other values is their sum over the same entries", () => {
    fc.assert(
      fc.property(anyCounts, (entryCounts) => {
        const distribution = distributionOf(entryCounts);
        const values = Float64Array.from(entryCounts, (_, id) => (id * 37) % 101);
        const { x, y } = cumulativeCurveOf(distribution, values);
        expectDrawable({ x, y });
        const sums = [0];
        for (const id of distribution.entryIds) sums.push(sums[sums.length - 1] + values[id]);
        expect([...y]).toEqual(Array.from(x, (n) => sums[n]));
        expect(x.at(-1)).toBe(distribution.entryIds.length);
      }),
    );
  });

  it("of a pool without matches is one point", () => {
    const { x, y } = cumulativeCurve(distributionOf(new Uint32Array(3)), 2);
    expect([[...x], [...y]]).toEqual([[0], [0]]);
  });
});
