import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Curve,
  cappedRankCurve,
  cumulativeCurve,
  cumulativeCurveOf,
  MAX_VERTICES,
  rankCurve,
  rankCurveOf,
  sampleEntries,
  sampleRanks,
} from "../../../src/core/counting/curves.ts";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import { anyCounts, anyCountsAtThreshold, sortedCounts, sum } from "../support/counts.ts";

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

describe("other values by rank", () => {
  it("are the values themselves when every rank is a vertex", () => {
    const distribution = distributionOf(Uint32Array.of(7, 0, 2, 9));
    const { x, y } = rankCurveOf(distribution, [70, 0, 20, 90]);
    expect([...x]).toEqual([1, 2, 3]);
    expect([...y]).toEqual([90, 70, 20]);
  });

  it("are means over the ranks nearest to each vertex, so that their sum is kept", () => {
    fc.assert(
      fc.property(anyCounts, (entryCounts) => {
        const distribution = distributionOf(entryCounts);
        const values = Float64Array.from(entryCounts, (_, id) => (id * 37) % 101);
        const curve = rankCurveOf(distribution, values);
        expectDrawable(curve);
        const groups = Array.from(curve.x, () => [] as number[]);
        let vertex = 0;
        [...distribution.entryIds].reverse().forEach((id, i) => {
          const distance = (v: number) => Math.abs(curve.x[v] - (i + 1));
          while (vertex + 1 < groups.length && distance(vertex + 1) < distance(vertex)) vertex++;
          groups[vertex].push(values[id]);
        });
        groups.forEach((group, i) => {
          expect(curve.y[i]).toBeCloseTo(sum(group) / group.length, 9);
        });
      }),
    );
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
