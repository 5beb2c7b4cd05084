import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptAt, keptByThreshold, keptPart } from "../../../src/core/balancing/keptAt.ts";
import { sum } from "../support/counts.ts";
import { anyPool, slicesOf } from "../support/pool.ts";

const anyCuts = fc.array(fc.nat(1000), { maxLength: 4 });
const anyWhole = fc.oneof(fc.nat(45), fc.constant(Number.POSITIVE_INFINITY));
/** Where the table ends, and captions are sorted instead. */
const anyLimit = fc.oneof(fc.nat(20), fc.constant(2 ** 22));

describe("captions kept at a whole t", () => {
  it("are those with a smaller tau, and their matches, whether in the table or above it", () => {
    fc.assert(
      fc.property(anyPool, anyWhole, anyLimit, (pool, t, limit) => {
        const kept = pool.captions.filter((_, i) => pool.tau[i] < t);
        expect(keptAt(keptByThreshold([keptPart([pool], limit)]), t)).toEqual({
          captions: kept.length,
          matches: sum(kept.map((ids) => ids.length)),
        });
      }),
    );
  });

  it("do not hold the caption whose tau is t itself", () => {
    const tau = Float64Array.of(2, 3, 3, 7, Number.POSITIVE_INFINITY);
    const matchStart = Uint32Array.of(0, 1, 2, 4, 5, 5);
    const slice = { tau, matchStart, entryIds: new Uint32Array(5) };
    for (const limit of [0, 3, 100]) {
      const kept = keptByThreshold([keptPart([slice], limit)]);
      expect(keptAt(kept, 2).captions).toBe(0);
      expect(keptAt(kept, 3)).toEqual({ captions: 1, matches: 1 });
      expect(keptAt(kept, 7)).toEqual({ captions: 3, matches: 4 });
      expect(keptAt(kept, 8)).toEqual({ captions: 4, matches: 5 });
    }
  });

  it("are the same however the pool is cut into parts", () => {
    fc.assert(
      fc.property(anyPool, anyCuts, anyLimit, (pool, cuts, limit) => {
        const edges = cuts.map((cut) => cut % (pool.tau.length + 1)).sort((a, b) => a - b);
        const slices = slicesOf(pool, edges);
        const whole = keptByThreshold([keptPart([pool], limit)]);
        expect(keptByThreshold([keptPart(slices, limit)])).toEqual(whole);
        expect(keptByThreshold(slices.map((slice) => keptPart([slice], limit)))).toEqual(whole);
      }),
    );
  });

  it("are none of an empty pool", () => {
    for (const t of [0, 20, Number.POSITIVE_INFINITY]) {
      expect(keptAt(keptByThreshold([]), t)).toEqual({ captions: 0, matches: 0 });
    }
  });
});
