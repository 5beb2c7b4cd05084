import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balance, sumBalances } from "../../../../src/core/balancing/balance.ts";
import { drawFor } from "../../../../src/core/balancing/draw.ts";
import {
  type CappedRound,
  cappedProbabilities,
  capReport,
  decideByProbabilities,
  firstRound,
  nextRound,
  roundPart,
  sumRound,
} from "../../../../src/core/balancing/variants/cappedBalanced.ts";
import { decidedPart } from "../../../../src/core/balancing/variants/decide.ts";
import { sum } from "../../support/counts.ts";
import {
  anyDrawnPool,
  anyThreshold,
  ENTRIES,
  entryLanes,
  keyedSlicesOf,
  poolOf,
  type SmallPool,
} from "../../support/pool.ts";

/** 1 − Π(1 − p) of every caption, and its sum over the captions of each entry. */
function expectedByHand(captions: SmallPool["captions"], probabilities: ArrayLike<number>) {
  const chance = captions.map((ids) => 1 - ids.reduce((q, id) => q * (1 - probabilities[id]), 1));
  const counts = new Array<number>(ENTRIES).fill(0);
  captions.forEach((ids, i) => {
    for (const id of ids) counts[id] += chance[i];
  });
  return { chance, counts };
}

/** The probabilities by bisecting one entry's after the other, over and over. */
function solveByHand({ captions, entryCounts }: SmallPool, t: number): number[] {
  const p = Array.from(entryCounts, (count) => (count <= t ? 1 : t / count));
  const heads = p.flatMap((_, id) => (entryCounts[id] > t ? [id] : []));
  for (let round = 0; round < 300; round++) {
    for (const id of heads) {
      let low = 0;
      let high = 1;
      for (let i = 0; i < 30; i++) {
        p[id] = (low + high) / 2;
        if (expectedByHand(captions, p).counts[id] > t) high = p[id];
        else low = p[id];
      }
      p[id] = high < 1e-8 ? 0 : high;
    }
  }
  return p;
}

/** As a page or a command line has it. */
const wholeThreshold = fc.integer({ min: 1, max: 30 });

describe("the cap on balanced counts", () => {
  it("gives every head entry its t, or leaves it only to the captions that others keep", () => {
    fc.assert(
      fc.property(anyDrawnPool, wholeThreshold, ({ pool }, t) => {
        const { probabilities, isSettled } = cappedProbabilities([pool], pool.entryCounts, t);
        expect(isSettled).toBe(true);
        const { counts } = expectedByHand(pool.captions, probabilities);
        pool.entryCounts.forEach((count, id) => {
          if (count <= t) expect(probabilities[id]).toBe(1);
          else if (probabilities[id] === 0) expect(counts[id]).toBeGreaterThan(0.95 * t);
          else expect(Math.abs(counts[id] - t)).toBeLessThan(0.05 * t);
        });
      }),
    );
  });

  it("is what bisecting entry by entry ends at", () => {
    const someCaptions = fc.array(
      fc.uniqueArray(fc.nat(4), { maxLength: 4 }).map((ids) => ids.sort()),
      { minLength: 5, maxLength: 25 },
    );
    fc.assert(
      fc.property(someCaptions, fc.integer({ min: 1, max: 6 }), (captions, t) => {
        const pool = poolOf(captions, 1);
        const found = cappedProbabilities([pool], pool.entryCounts, t).probabilities;
        const right = expectedByHand(captions, solveByHand(pool, t));
        const { chance } = expectedByHand(captions, found);
        expect(Math.abs(sum(chance) - sum(right.chance))).toBeLessThan(0.02 * captions.length);
      }),
      { numRuns: 30 },
    );
  });

  it("settles where many entries stand in the same captions", () => {
    const all = Array.from({ length: ENTRIES }, (_, id) => id);
    const pool = poolOf(
      Array.from({ length: 200 }, () => all),
      1,
    );
    const { isSettled, probabilities } = cappedProbabilities([pool], pool.entryCounts, 20);
    expect(isSettled).toBe(true);
    expect(expectedByHand([all], probabilities).chance[0]).toBeCloseTo(0.1, 2);
  });

  it("asks no entry for more than the published rule", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, ({ pool }, t) => {
        const published = firstRound(pool.entryCounts, t).probabilities;
        const { probabilities } = cappedProbabilities([pool], pool.entryCounts, t);
        expect(probabilities.every((p, id) => p >= 0 && p <= published[id])).toBe(true);
      }),
    );
  });

  it("is the same however the pool is cut, but for rounding", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, fc.nat(40), ({ pool }, t, at) => {
        const slices = keyedSlicesOf(pool, [at]);
        let round: CappedRound = firstRound(pool.entryCounts, t);
        while (!round.isDone) {
          const { probabilities } = round;
          const parts = slices.map((slice) => roundPart([slice], probabilities));
          round = nextRound(round, sumRound(parts), pool.entryCounts, t);
        }
        const whole = cappedProbabilities([pool], pool.entryCounts, t);
        expect(round.rounds).toBe(whole.rounds);
        round.probabilities.forEach((p, id) => {
          expect(p).toBeCloseTo(whole.probabilities[id], 9);
        });
      }),
    );
  });

  it("may lower a caption's chance when t rises, so what it keeps is not nested in t", () => {
    const captions = [[0], [0, 1], [1], [2, 3], [0, 2], [0, 1, 2], [0, 1, 2]];
    const pool = poolOf(captions, 1);
    const [lower, higher] = [3, 4].map((t) => {
      const { probabilities } = cappedProbabilities([pool], pool.entryCounts, t);
      return expectedByHand(captions, probabilities).chance;
    });
    const falling = captions.filter((_, i) => higher[i] < lower[i] - 0.05);
    expect(falling.length).toBeGreaterThan(0);
  });

  it("tells of the head: at t, above by tail captions, above by those of other head entries", () => {
    // Entry 0 stands in 30 captions: in 10 with a tail entry each, in 20 with entry 1 or alone.
    const captions = [
      ...Array.from({ length: 10 }, (_, i) => [0, 2 + i]),
      ...Array.from({ length: 10 }, () => [0, 1]),
      ...Array.from({ length: 10 }, () => [0]),
    ];
    const pool = poolOf(captions, 1);
    const reportAt = (t: number) => {
      const round = cappedProbabilities([pool], pool.entryCounts, t);
      const sums = roundPart([pool], round.probabilities);
      return capReport(round, sums, pool.entryCounts, t);
    };
    const none = { headEntries: 2, atCap: 0, aboveByTail: 0, aboveByHead: 0, isSettled: true };
    expect(reportAt(5)).toMatchObject({ ...none, atCap: 1, aboveByTail: 1 });
    expect(reportAt(9.9)).toMatchObject({ ...none, atCap: 1, aboveByHead: 1 });
    expect(reportAt(30)).toMatchObject({ ...none, headEntries: 1, atCap: 1 });
  });
});

describe("captions drawn by the capped variant", () => {
  it("are those with a draw below the probability of an entry, and all with a tail entry", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, ({ pool, seed }, t) => {
        const { captions, entryCounts, keyLanes, tau } = pool;
        const { probabilities } = cappedProbabilities([pool], entryCounts, t);
        const decide = decideByProbabilities(probabilities, entryCounts, entryLanes, seed);
        const { chance, kept } = decide(pool);
        const draw = drawFor(seed);
        const byHand = expectedByHand(captions, probabilities);
        captions.forEach((ids, i) => {
          const passes = ids.some((id) => draw(keyLanes, i, entryLanes, id) < probabilities[id]);
          expect(kept[i]).toBe(passes ? 1 : 0);
          expect(chance[i]).toBeCloseTo(byHand.chance[i], 12);
          if (ids.some((id) => entryCounts[id] < t)) expect(kept[i]).toBe(1);
          if (kept[i] === 1) expect(tau[i]).toBeLessThan(t);
        });
      }),
    );
  });

  it("are summed as the published ones: with its probabilities, they are those", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, fc.nat(40), ({ pool, seed }, t, at) => {
        const { entryCounts } = pool;
        const { probabilities } = firstRound(entryCounts, t);
        const decide = decideByProbabilities(probabilities, entryCounts, entryLanes, seed);
        const parts = keyedSlicesOf(pool, [at]).map((slice) =>
          decidedPart([slice], ENTRIES, decide),
        );
        const found = sumBalances(parts, t);
        const expected = balance([pool], entryCounts, t);
        expect(found.balancedCounts).toEqual(expected.balancedCounts);
        expect(found.captionsKept).toBe(expected.captionsKept);
        expect(found.balancedMatches).toBe(expected.balancedMatches);
        expect(found.keptByMatches.captions).toEqual(expected.keptByMatches.captions);
        expect(found.keptByMatches.kept).toEqual(expected.keptByMatches.kept);
        expect(found.expectedKept).toBeCloseTo(expected.expectedKept, 9);
        expect(found.keptDeviation ** 2).toBeCloseTo(expected.keptDeviation ** 2, 9);
        expect(found.expectedBalancedMatches).toBeCloseTo(expected.expectedBalancedMatches, 9);
      }),
    );
  });
});
