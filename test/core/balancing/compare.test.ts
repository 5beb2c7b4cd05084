import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSettings, sumComparisons } from "../../../src/core/balancing/compare.ts";
import { captionChance } from "../../../src/core/balancing/probability.ts";
import { criticalThresholds } from "../../../src/core/balancing/tau.ts";
import { anyPool, anyThreshold, ENTRIES, entryLanes, type SmallPool } from "../support/pool.ts";

const anySeed = fc.nat(1000);

function twiceDrawn(pool: SmallPool, seed: number) {
  const secondTau = criticalThresholds(pool, pool.entryCounts, entryLanes, seed);
  return { ...pool, firstCaption: 0, firstTau: pool.tau, secondTau };
}

describe("two settings compared", () => {
  it("share out every caption and match that either keeps", () => {
    fc.assert(
      fc.property(anyPool, anySeed, anyThreshold, anyThreshold, (pool, seed, t1, t2) => {
        const drawn = twiceDrawn(pool, seed);
        const { captions, entryCounts } = pool;
        const all = captions.map((_, i) => i);
        const isFirst = (i: number) => drawn.firstTau[i] < t1;
        const isSecond = (i: number) => drawn.secondTau[i] < t2;
        const staying = all.filter((i) => isFirst(i) && isSecond(i));
        const leaving = all.filter((i) => isFirst(i) && !isSecond(i));
        const entering = all.filter((i) => !isFirst(i) && isSecond(i));
        const countsOf = (some: number[]) =>
          Uint32Array.from(
            { length: ENTRIES },
            (_, id) => some.filter((i) => captions[i].includes(id)).length,
          );
        const found = compareSettings([drawn], entryCounts, t1, t2, 5);
        expect(found).toMatchObject({
          staying: staying.length,
          leaving: leaving.length,
          entering: entering.length,
          stayingCounts: countsOf(staying),
          leavingCounts: countsOf(leaving),
          enteringCounts: countsOf(entering),
          leavingCaptions: leaving.slice(0, 5),
          enteringCaptions: entering.slice(0, 5),
        });
        const expected = captions.reduce((sum, ids) => {
          const counts = ids.map((id) => entryCounts[id]);
          return sum + captionChance(counts, t1) * captionChance(counts, t2);
        }, 0);
        expect(found.expectedStaying).toBeCloseTo(expected, 9);
      }),
    );
  });

  it("are the sums of their parts", () => {
    fc.assert(
      fc.property(anyPool, anyPool, anyThreshold, anyThreshold, (one, other, t1, t2) => {
        const slices = [
          twiceDrawn(one, 3),
          { ...twiceDrawn(other, 3), firstCaption: one.captions.length },
        ];
        const compare = (some: typeof slices) => compareSettings(some, one.entryCounts, t1, t2, 7);
        const whole = compare(slices);
        const { expectedStaying, ...summed } = sumComparisons(
          slices.map((slice) => compare([slice])),
          7,
        );
        expect(summed).toEqual({ ...whole, expectedStaying: undefined });
        expect(expectedStaying).toBeCloseTo(whole.expectedStaying, 9);
      }),
    );
  });

  it("only let captions in when t grows and the seed stays", () => {
    fc.assert(
      fc.property(anyPool, anyThreshold, anyThreshold, (pool, a, b) => {
        const drawn = { ...pool, firstCaption: 0, firstTau: pool.tau, secondTau: pool.tau };
        const { leaving } = compareSettings(
          [drawn],
          pool.entryCounts,
          Math.min(a, b),
          Math.max(a, b),
          0,
        );
        expect(leaving).toBe(0);
      }),
    );
  });
});
