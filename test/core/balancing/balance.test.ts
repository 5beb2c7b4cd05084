import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balance, MAX_MATCHES_APART } from "../../../src/core/balancing/balance.ts";
import { captionChance } from "../../../src/core/balancing/probability.ts";
import { sum } from "../support/counts.ts";
import { anyPool, anyThreshold, ENTRIES, poolOf, slicesOf } from "../support/pool.ts";

describe("balancing", () => {
  it("gives what a look at every caption gives", () => {
    fc.assert(
      fc.property(anyPool, anyThreshold, (pool, t) => {
        const { captions, tau, entryCounts } = pool;
        const seen = captions.map((ids, i) => ({
          ids,
          chance: captionChance(
            ids.map((id) => entryCounts[id]),
            t,
          ),
          kept: tau[i] < t,
        }));
        const kept = seen.filter((caption) => caption.kept);
        const result = balance([pool], entryCounts, t);

        expect(result.t).toBe(t);
        expect(result.captionsKept).toBe(kept.length);
        expect(result.expectedKept).toBeCloseTo(sum(seen.map(({ chance }) => chance)), 9);
        const variance = sum(seen.map(({ chance }) => chance * (1 - chance)));
        expect(result.keptDeviation).toBeCloseTo(Math.sqrt(variance), 6);
        expect(result.balancedMatches).toBe(sum(kept.map(({ ids }) => ids.length)));
        expect(result.expectedBalancedMatches).toBeCloseTo(
          sum(seen.map(({ ids, chance }) => ids.length * chance)),
          9,
        );
        for (let id = 0; id < ENTRIES; id++) {
          expect(result.balancedCounts[id]).toBe(kept.filter(({ ids }) => ids.includes(id)).length);
          expect(result.expectedBalancedCounts[id]).toBeCloseTo(
            sum(seen.map(({ ids, chance }) => (ids.includes(id) ? chance : 0))),
            9,
          );
        }
        for (let matches = 0; matches <= ENTRIES; matches++) {
          const group = seen.filter(({ ids }) => ids.length === matches);
          const { keptByMatches } = result;
          expect(keptByMatches.captions[matches]).toBe(group.length);
          expect(keptByMatches.kept[matches]).toBe(group.filter((caption) => caption.kept).length);
          expect(keptByMatches.expectedKept[matches]).toBeCloseTo(
            sum(group.map(({ chance }) => chance)),
            9,
          );
        }
      }),
    );
  });

  it("gives the same however the pool is cut", () => {
    fc.assert(
      fc.property(anyPool, anyThreshold, fc.nat(1000), (pool, t, cut) => {
        const slices = slicesOf(pool, [cut % (pool.tau.length + 1)]);
        expect(balance(slices, pool.entryCounts, t)).toEqual(balance([pool], pool.entryCounts, t));
      }),
    );
  });

  it("does not keep the caption whose tau is t itself", () => {
    const pool = poolOf([[0], [0], [0], [0]], 1);
    for (const t of pool.tau) {
      const smaller = pool.tau.filter((tau) => tau < t).length;
      expect(balance([pool], pool.entryCounts, t).captionsKept).toBe(smaller);
    }
  });

  it("keeps all entries of a caption that one rare entry keeps", () => {
    const captions = [...Array.from({ length: 30 }, () => [0]), [0, 1], [0, 2]];
    const result = balance([poolOf(captions, 1)], poolOf(captions, 1).entryCounts, 2);
    expect(result.balancedCounts[1]).toBe(1);
    expect(result.balancedCounts[0]).toBeGreaterThanOrEqual(2);
    expect(result.expectedBalancedCounts[0]).toBeCloseTo(2 + 30 * (2 / 32), 12);
  });

  it("counts captions with very many matches together", () => {
    const matches = [63, 64, 65, 200];
    const entryIds = Uint32Array.from(matches.flatMap((n) => [...Array(n).keys()]));
    const pool = {
      matchStart: Uint32Array.of(0, 63, 127, 192, 392),
      entryIds,
      tau: Float64Array.of(0.5, 0.5, 3, 0.5),
    };
    const entryCounts = new Uint32Array(200).fill(4);
    const { captions, kept } = balance([pool], entryCounts, 1).keptByMatches;
    expect(captions.length).toBe(MAX_MATCHES_APART + 1);
    expect([captions[63], captions[64]]).toEqual([1, 3]);
    expect([kept[63], kept[64]]).toEqual([1, 2]);
  });

  it("keeps every matched caption at t = Infinity, and is sure of it", () => {
    const pool = poolOf([[0, 1], [], [0], [0]], 1);
    expect(balance([pool], pool.entryCounts, Number.POSITIVE_INFINITY)).toMatchObject({
      captionsKept: 3,
      expectedKept: 3,
      keptDeviation: 0,
      balancedMatches: 4,
      expectedBalancedMatches: 4,
    });
  });

  it("expects t captions of an entry that holds all matches, also for t below 1", () => {
    const captions = Array.from({ length: 50 }, () => [4]);
    const pool = poolOf(captions, 1);
    for (const t of [0.25, 1, 10, 50, 51]) {
      const { expectedKept } = balance([pool], pool.entryCounts, t);
      expect(expectedKept).toBeCloseTo(Math.min(t, 50), 9);
    }
  });

  it("of no captions, and of captions without matches, keeps nothing", () => {
    const nothing = { captionsKept: 0, expectedKept: 0, keptDeviation: 0, balancedMatches: 0 };
    expect(balance([], new Uint32Array(ENTRIES), 5)).toMatchObject(nothing);
    expect(balance([], new Uint32Array(), 5)).toMatchObject(nothing);
    const unmatched = poolOf([[], []], 1);
    const result = balance([unmatched], unmatched.entryCounts, 5);
    expect(result).toMatchObject(nothing);
    expect(result.keptByMatches.captions[0]).toBe(2);
  });
});
