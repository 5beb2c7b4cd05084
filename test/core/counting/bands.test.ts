import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandEdges, countBands, sumOverBands } from "../../../src/core/counting/bands.ts";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import { summarizeAt } from "../../../src/core/counting/threshold.ts";
import { anyCountsAtThreshold, sum } from "../support/counts.ts";

describe("edges of count bands", () => {
  it("go 1, 2, 5, 10 up to the first above the largest count", () => {
    expect(bandEdges(1)).toEqual([1, 2]);
    expect(bandEdges(2)).toEqual([1, 2, 5]);
    expect(bandEdges(4)).toEqual([1, 2, 5]);
    expect(bandEdges(130)).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
    expect(bandEdges(130_000_000).at(-1)).toBe(200_000_000);
  });
});

describe("count bands", () => {
  it("add up to the whole distribution, as it is and as capped", () => {
    fc.assert(
      fc.property(anyCountsAtThreshold, ({ distribution, t }) => {
        const bands = countBands(distribution, t);
        expect(sum(bands.map((band) => band.entries))).toBe(distribution.counts.length);
        expect(sum(bands.map((band) => band.matches))).toBe(distribution.matches);
        expect(sum(bands.map((band) => band.cappedMatches))).toBeCloseTo(
          summarizeAt(distribution, t).cappedMatches,
          5,
        );
      }),
    );
  });

  it("hold what a count of every entry finds, whatever the edges", () => {
    const anyEdges = fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 })
      .map((edges) => edges.sort((a, b) => a - b));
    fc.assert(
      fc.property(anyCountsAtThreshold, anyEdges, ({ entryCounts, distribution, t }, edges) => {
        countBands(distribution, t, edges).forEach((band, i) => {
          const counts = entryCounts.filter((count) => count >= edges[i] && count < edges[i + 1]);
          expect(band).toMatchObject({
            from: edges[i],
            to: edges[i + 1],
            entries: counts.length,
            matches: sum(counts),
          });
          const capped = sum(Array.from(counts, (count) => Math.min(count, t)));
          expect(band.cappedMatches).toBeCloseTo(capped, 5);
          expect(band.tailMatches).toBe(sum(counts.filter((count) => count < t)));
        });
      }),
    );
  });

  it("of a pool without matches are one band of nothing", () => {
    expect(countBands(distributionOf(new Uint32Array(2)), 3)).toEqual([
      { from: 1, to: 2, entries: 0, matches: 0, tailMatches: 0, cappedMatches: 0 },
    ]);
  });
});

describe("values summed over bands", () => {
  it("are what a sum over the entries of each band finds", () => {
    fc.assert(
      fc.property(anyCountsAtThreshold, ({ entryCounts, distribution }) => {
        const values = entryCounts.map((_, id) => id * id + 1);
        const edges = [1, 2, 5, 10, 2 ** 32];
        const expected = edges
          .slice(0, -1)
          .map((from, i) =>
            sum(
              values.filter((_, id) => entryCounts[id] >= from && entryCounts[id] < edges[i + 1]),
            ),
          );
        expect(sumOverBands(distribution, values, edges)).toEqual(expected);
      }),
    );
  });
});
