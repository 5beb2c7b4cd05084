import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balance } from "../../../src/core/balancing/balance.ts";
import {
  expectedKeptAt,
  expectedKeptGrid,
  expectedKeptPart,
  gridFrom,
  gridSpacing,
  gridThresholds,
} from "../../../src/core/balancing/expectedKept.ts";
import { anyPool, anyThreshold, poolOf, slicesOf } from "../support/pool.ts";

const anyCuts = fc.array(fc.nat(1000), { maxLength: 4 });

describe("the grid of expected kept", () => {
  it("goes from t = 1 to one more than the largest count", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const { t } = expectedKeptGrid([pool], pool.entryCounts);
        expect(t[0]).toBe(1);
        expect(t.at(-1)).toBe(Math.max(...pool.entryCounts) + 1);
        expect(t.every((value, i) => i === 0 || value >= t[i - 1])).toBe(true);
      }),
    );
  });

  it("is exact at its thresholds for a pool that is no larger than the sample", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const grid = expectedKeptGrid([pool], pool.entryCounts, Math.max(1, pool.tau.length));
        for (let i = 0; i < grid.t.length; i += 9) {
          const { expectedKept } = balance([pool], pool.entryCounts, grid.t[i]);
          expect(grid.expectedKept[i]).toBeCloseTo(expectedKept, 9);
          expect(expectedKeptAt(grid, grid.t[i])).toBeCloseTo(expectedKept, 9);
        }
      }),
    );
  });

  it("never falls as t rises, and stays between 0 and the captions of the pool", () => {
    fc.assert(
      fc.property(
        anyPool,
        fc.integer({ min: 1, max: 60 }),
        anyThreshold,
        anyThreshold,
        (pool, sample, a, b) => {
          const grid = expectedKeptGrid([pool], pool.entryCounts, sample);
          const low = expectedKeptAt(grid, Math.min(a, b));
          const high = expectedKeptAt(grid, Math.max(a, b));
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeGreaterThanOrEqual(low - 1e-9);
          expect(high).toBeLessThanOrEqual(pool.tau.length + 1e-9);
        },
      ),
    );
  });

  it("holds all matched captions at its end and beyond", () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const matched = pool.captions.filter((ids) => ids.length > 0).length;
        const grid = expectedKeptGrid([pool], pool.entryCounts);
        expect(grid.expectedKept.at(-1)).toBe(matched);
        expect(expectedKeptAt(grid, Number.POSITIVE_INFINITY)).toBe(matched);
      }),
    );
  });

  it("looks at the same captions however the pool is cut, and at about as many as asked", () => {
    fc.assert(
      fc.property(anyPool, anyCuts, fc.integer({ min: 1, max: 60 }), (pool, cuts, sample) => {
        const edges = cuts.map((cut) => cut % (pool.tau.length + 1)).sort((a, b) => a - b);
        const { entryCounts } = pool;
        const t = gridThresholds(entryCounts);
        const spacing = gridSpacing(pool.tau.length, sample);
        let firstCaption = 0;
        const parts = slicesOf(pool, edges).map((slice) => {
          const part = expectedKeptPart([{ ...slice, firstCaption }], entryCounts, t, spacing);
          firstCaption += slice.tau.length;
          return part;
        });
        const sampled = parts.reduce((sum, part) => sum + part.sampled, 0);
        expect(Math.abs(sampled - Math.min(sample, pool.tau.length))).toBeLessThanOrEqual(1);
        const whole = expectedKeptGrid([pool], entryCounts, sample);
        gridFrom(parts, t).expectedKept.forEach((value, i) => {
          expect(value).toBeCloseTo(whole.expectedKept[i], 9);
        });
      }),
    );
  });

  it("estimates a larger pool from a part of it", () => {
    const captions = Array.from({ length: 4000 }, (_, i) => [i % 2, 2 + (i % 7)]);
    const pool = poolOf(captions, 1);
    const grid = expectedKeptGrid([pool], pool.entryCounts, 501);
    for (const t of [1, 10, 100, 500]) {
      const { expectedKept } = balance([pool], pool.entryCounts, t);
      expect(Math.abs(expectedKeptAt(grid, t) / expectedKept - 1)).toBeLessThan(0.02);
    }
  });

  it("of no captions, and of captions without matches, is 0", () => {
    const unmatched = poolOf([[], []], 1);
    for (const pool of [[], [unmatched]]) {
      const grid = expectedKeptGrid(pool, unmatched.entryCounts);
      for (const t of [1, 5]) expect(expectedKeptAt(grid, t)).toBe(0);
    }
  });
});
