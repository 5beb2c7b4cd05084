import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFor } from "../../../src/core/balancing/draw.ts";
import { criticalThresholds } from "../../../src/core/balancing/tau.ts";
import { anyPool, anyThreshold, entryLanes, poolOf, type SmallPool } from "../support/pool.ts";

const anySeed = fc.nat(2 ** 32 - 1);

function tauOf({ matchStart, entryIds, keyLanes, entryCounts }: SmallPool, seed: number) {
  const captions = { matchStart, entryIds, keyLanes };
  return criticalThresholds(captions, entryCounts, entryLanes, seed);
}

describe("the critical threshold of a caption", () => {
  it("keeps it at t exactly when one of the independent coins lands heads", () => {
    fc.assert(
      fc.property(anyPool, anySeed, anyThreshold, (pool, seed, t) => {
        const draw = drawFor(seed);
        const heads = pool.captions.map((ids, caption) =>
          ids.some(
            (entry) =>
              draw(pool.keyLanes, caption, entryLanes, entry) <
              Math.min(1, t / pool.entryCounts[entry]),
          ),
        );
        expect(Array.from(tauOf(pool, seed), (tau) => tau < t)).toEqual(heads);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps every caption of a lower t at a higher one", () => {
    fc.assert(
      fc.property(anyPool, anyThreshold, anyThreshold, ({ tau }, a, b) => {
        const kept = (t: number) => [...tau.keys()].filter((i) => tau[i] < t);
        expect(kept(Math.max(a, b))).toEqual(expect.arrayContaining(kept(Math.min(a, b))));
      }),
    );
  });

  it("is below every count of the caption, so that tail entries keep everything", () => {
    fc.assert(
      fc.property(anyPool, ({ captions, tau, entryCounts }) => {
        captions.forEach((ids, i) => {
          for (const id of ids) expect(tau[i]).toBeLessThan(entryCounts[id]);
        });
      }),
    );
  });

  it("is Infinity for a caption without matches", () => {
    const { tau } = poolOf([[], [0], []], 1);
    expect([tau[0], tau[2]]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(tau[1]).toBeLessThan(1);
    expect([...poolOf([], 1).tau]).toEqual([]);
  });

  it("is that of the whole pool's counts, which may be larger than the captions' own", () => {
    const pool = poolOf([[3]], 1);
    const larger = { ...pool, entryCounts: pool.entryCounts.map((count) => count * 128) };
    expect(tauOf(larger, 1)[0]).toBe(128 * pool.tau[0]);
  });
});
