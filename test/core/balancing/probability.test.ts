import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captionChance, entryProbability } from "../../../src/core/balancing/probability.ts";
import { anyThreshold } from "../support/pool.ts";

/** The chance that any coin lands heads: every outcome of all coins, each with its probability. */
function chanceByOutcomes(probabilities: readonly number[]): number {
  let chance = 0;
  for (let outcome = 1; outcome < 2 ** probabilities.length; outcome++) {
    chance += probabilities.reduce(
      (product, p, i) => product * ((outcome >> i) & 1 ? p : 1 - p),
      1,
    );
  }
  return chance;
}

describe("the probability of one match", () => {
  it("is t over the count, and 1 for tail entries and at t itself", () => {
    expect(entryProbability(10, 4)).toBe(0.4);
    expect(entryProbability(4, 4)).toBe(1);
    expect(entryProbability(1, 4)).toBe(1);
    expect(entryProbability(3, 0.75)).toBe(0.25);
    expect(entryProbability(1_000_000, Number.POSITIVE_INFINITY)).toBe(1);
  });
});

describe("the exact chance of a caption", () => {
  it("is that of all outcomes of its coins in which any lands heads", () => {
    const anyCounts = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyCounts, anyThreshold, (counts, t) => {
        const probabilities = counts.map((count) => entryProbability(count, t));
        expect(captionChance(counts, t)).toBeCloseTo(chanceByOutcomes(probabilities), 12);
      }),
    );
  });

  it("of two even coins is three quarters, not one", () => {
    expect(captionChance([2, 2], 1)).toBe(0.75);
  });

  it("is 0 without matches and 1 with one tail entry", () => {
    expect(captionChance([], 5)).toBe(0);
    expect(captionChance([1000, 4], 5)).toBe(1);
  });
});
