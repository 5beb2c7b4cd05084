import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytesAt,
  bytesByThreshold,
  bytesPart,
  thresholdForBytes,
  thresholdForCaptions,
} from "../../../src/core/balancing/aim.ts";
import { keptAt, keptByThreshold, keptPart } from "../../../src/core/balancing/keptAt.ts";
import { anyPool } from "../support/pool.ts";

const LARGEST = 50;
const ALL = Array.from({ length: LARGEST }, (_, i) => i + 1);

describe("the threshold for a number of captions", () => {
  it("is the first whose captions kept are nearest", () => {
    fc.assert(
      fc.property(anyPool, fc.nat(60), (pool, wanted) => {
        const kept = keptByThreshold([keptPart([pool])]);
        const miss = (t: number) => Math.abs(keptAt(kept, t).captions - wanted);
        const nearest = Math.min(...ALL.map(miss));
        const t = thresholdForCaptions(kept, wanted, LARGEST);
        expect(miss(t)).toBe(nearest);
        expect(t).toBe(
          ALL.find((each) => keptAt(kept, each).captions === keptAt(kept, t).captions),
        );
      }),
    );
  });
});

describe("the threshold for a number of bytes", () => {
  /** Lines of 10, 11, 12 … bytes. */
  const linesOf = ({ tau }: { tau: Float64Array }) => {
    const lineStarts = new Uint32Array(tau.length);
    let bytes = 0;
    for (let i = 0; i < tau.length; i++) {
      lineStarts[i] = bytes;
      bytes += 10 + i;
    }
    return { tau, lineStarts, bytes };
  };

  it("is the largest whose kept lines fit", () => {
    fc.assert(
      fc.property(anyPool, fc.nat(1500), (pool, most) => {
        const bytes = bytesByThreshold([bytesPart([linesOf(pool)])]);
        const taken = (t: number) =>
          pool.tau.reduce((sum, tau, i) => (tau < t ? sum + 10 + i : sum), 0);
        for (const t of ALL) expect(bytesAt(bytes, t)).toBe(taken(t));
        const fitting = ALL.filter((t) => taken(t) <= most);
        expect(thresholdForBytes(bytes, most, LARGEST)).toBe(fitting.at(-1) ?? 1);
      }),
    );
  });

  it("is the same however the pool is cut", () => {
    fc.assert(
      fc.property(anyPool, anyPool, (one, other) => {
        const slices = [linesOf(one), linesOf(other)];
        expect(bytesByThreshold(slices.map((slice) => bytesPart([slice])))).toEqual(
          bytesByThreshold([bytesPart(slices)]),
        );
      }),
    );
  });
});
