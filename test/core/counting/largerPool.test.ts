import { describe, expect, it } from "vitest";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import { largerPool } from "../../../src/core/counting/largerPool.ts";
import { summarizeAt, tailShareAt } from "../../../src/core/counting/threshold.ts";

const COUNTS = Uint32Array.of(1, 1, 1, 2, 5, 9, 40, 300);

describe("a larger pool reckoned from a sample", () => {
  it("is the sample where it is no larger", () => {
    const distribution = distributionOf(COUNTS);
    expect(largerPool(distribution, 400, 120, 9, 400)).toMatchObject({
      scale: 1,
      t: 9,
      matches: 359,
      cappedMatches: summarizeAt(distribution, 9).cappedMatches,
      captionsKept: 120,
    });
  });

  it("has the tail share of the sample at its own t", () => {
    const larger = largerPool(distributionOf(COUNTS), 400, 120, 9, 40_000);
    const grown = distributionOf(COUNTS.map((count) => count * 100));
    expect(larger.t).toBe(900);
    expect(larger.captionsKept).toBe(12_000);
    expect(tailShareAt(grown, larger.t)).toBe(tailShareAt(distributionOf(COUNTS), 9));
    expect(larger.cappedMatches).toBe(summarizeAt(grown, larger.t).cappedMatches);
  });

  it("names what a sample leaves unsure", () => {
    const larger = largerPool(distributionOf(COUNTS), 400, 100, 25, 40_000);
    // 100 of 400: the share is 25% ± sqrt(0.25 · 0.75 / 400), which is 2.17%.
    expect(larger.keptError).toBeCloseTo(40_000 * 0.02165, 0);
    expect(larger.unseenShare).toBeCloseTo(3 / 359, 12);
    expect(larger.thresholdError).toBe(0.2);
    expect(largerPool(distributionOf(new Uint32Array(3)), 400, 0, 1, 800).unseenShare).toBe(0);
  });
});
