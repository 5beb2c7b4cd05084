import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptAt, mergeRuns, sortByTau, sortRun } from "../../../src/core/balancing/keptAt.ts";
import { sum } from "../support/counts.ts";
import { anyPool, anyThreshold, slicesOf } from "../support/pool.ts";

const anyCuts = fc.array(fc.nat(1000), { maxLength: 4 });

describe("captions sorted by tau", () => {
  it("are the matched captions, ascending, with the sums of their matches", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const sorted = sortByTau([pool]);
        const expected = pool.captions
          .map((ids, i) => ({ tau: pool.tau[i], matches: ids.length }))
          .filter(({ matches }) => matches > 0)
          .sort((a, b) => a.tau - b.tau);
        expect([...sorted.tau]).toEqual(expected.map(({ tau }) => tau));
        expect(sorted.matches.length).toBe(sorted.tau.length + 1);
        expect(sorted.matches[0]).toBe(0);
        expected.forEach(({ matches }, i) => {
          expect(sorted.matches[i + 1] - sorted.matches[i]).toBe(matches);
        });
      }),
    );
  });

  it("are sorted whatever the doubles", () => {
    const anyDouble = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    // Many that differ in their lowest bits only.
    const nextToOne = fc.nat(1000).map((steps) => 1 + steps * Number.EPSILON);
    const lengths = { minLength: 1, maxLength: 200 };
    const anyTau = fc.oneof(
      fc.array(fc.oneof(anyDouble, fc.nat(3)), lengths),
      fc.array(nextToOne, { ...lengths, minLength: 100 }),
      fc.array(fc.oneof(anyDouble, nextToOne), lengths),
    );
    fc.assert(
      fc.property(anyTau, (values) => {
        const tau = Float64Array.from(values, Math.abs);
        const matchStart = Uint32Array.from({ length: tau.length + 1 }, (_, i) => i);
        const sorted = sortByTau([{ tau, matchStart, entryIds: new Uint32Array(tau.length) }]);
        expect([...sorted.tau]).toEqual([...tau].sort((a, b) => a - b));
      }),
    );
  });

  it("are the same however the pool is cut, and in however many runs it is sorted", () => {
    fc.assert(
      fc.property(anyPool, anyCuts, (pool, cuts) => {
        const edges = cuts.map((cut) => cut % (pool.tau.length + 1)).sort((a, b) => a - b);
        const slices = slicesOf(pool, edges);
        const sorted = sortByTau([pool]);
        expect(sortByTau(slices)).toEqual(sorted);
        expect(mergeRuns(slices.map((slice) => sortRun([slice])))).toEqual(sorted);
      }),
    );
  });
});

describe("captions kept at t", () => {
  it("are those with a smaller tau, and their matches", () => {
    fc.assert(
      fc.property(anyPool, anyThreshold, (pool, t) => {
        const kept = pool.captions.filter((_, i) => pool.tau[i] < t);
        expect(keptAt(sortByTau([pool]), t)).toEqual({
          captions: kept.length,
          matches: sum(kept.map((ids) => ids.length)),
        });
      }),
    );
  });

  it("do not hold the caption whose tau is t itself", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const sorted = sortByTau([pool]);
        for (const tau of sorted.tau) {
          const smaller = pool.tau.filter((value) => value < tau).length;
          expect(keptAt(sorted, tau).captions).toBe(smaller);
        }
      }),
    );
  });

  it("are all matched ones at t = Infinity, and none of an empty pool", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const matched = pool.captions.filter((ids) => ids.length > 0).length;
        expect(keptAt(sortByTau([pool]), Number.POSITIVE_INFINITY)).toEqual({
          captions: matched,
          matches: pool.entryIds.length,
        });
      }),
    );
    expect(keptAt(sortByTau([]), 20)).toEqual({ captions: 0, matches: 0 });
  });
});
