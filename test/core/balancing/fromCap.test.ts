import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { furthestAboveCap, summarizeHead } from "../../../src/core/balancing/fromCap.ts";
import { anyCountsAtThreshold, sum } from "../support/counts.ts";

/** Balanced counts: from min(count, t) to the count. */
const anyBalanced = anyCountsAtThreshold.chain((at) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: at.entryCounts.length,
      maxLength: at.entryCounts.length,
    })
    .map((shares) => ({
      ...at,
      balanced: at.entryCounts.map((count, id) => Math.floor(count * shares[id])),
    })),
);

describe("the entries furthest above their cap", () => {
  it("are those of the head that sorting finds", () => {
    fc.assert(
      fc.property(
        anyBalanced,
        fc.integer({ min: 1, max: 9 }),
        ({ distribution, entryCounts, t, balanced }, limit) => {
          const above = Array.from(entryCounts, (count, id) => ({ id, count }))
            .filter(({ id, count }) => count > 0 && count >= t && balanced[id] > t)
            .map(({ id }) => balanced[id])
            .sort((a, b) => b - a);
          const found = furthestAboveCap(distribution, balanced, t, limit);
          expect(found.map((entry) => entry.balanced)).toEqual(above.slice(0, limit));
          expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
          for (const entry of found) {
            expect(entry).toEqual({
              id: entry.id,
              count: entryCounts[entry.id],
              balanced: balanced[entry.id],
              cap: t,
            });
          }
        },
      ),
    );
  });
});

describe("the head as a rule leaves it", () => {
  it("is summed over entries with t matches or more", () => {
    fc.assert(
      fc.property(anyBalanced, ({ distribution, entryCounts, t, balanced }) => {
        const head = balanced.filter((_, id) => entryCounts[id] > 0 && entryCounts[id] >= t);
        expect(summarizeHead(distribution, balanced, t)).toEqual({
          headMatches: sum(head),
          entriesAbove: head.filter((count) => count > t).length,
          largest: Math.max(0, ...balanced),
        });
      }),
    );
  });
});
