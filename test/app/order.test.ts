import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byMatches, type EntryOrder, orderEntries, statusOf } from "../../src/app/entries/order.ts";
import { ENTRY_SORTS, ENTRY_STATUSES } from "../../src/app/session/settings.ts";
import { distributionOf } from "../../src/core/counting/distribution.ts";
import type { EntrySort, Pool } from "../../src/engine/types.ts";
import { createFakeEngine } from "./fakeEngine.ts";

const { pool: base } = createFakeEngine();

const anyCount = fc.oneof(fc.nat(4), fc.nat(3000), fc.nat(2 ** 32 - 1));
const anyEntry = fc.record({
  count: anyCount,
  ofFile: anyCount,
  keptShare: fc.double({ min: 0, max: 1, noNaN: true }),
  isUnmatchable: fc.boolean(),
});
const anyRange = fc.option(
  fc.tuple(anyCount, anyCount).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
);
const anyOrder: fc.Arbitrary<EntryOrder> = fc.record({
  sort: fc.constantFrom(...ENTRY_SORTS),
  descending: fc.boolean(),
  status: fc.constantFrom(null, null, ...ENTRY_STATUSES),
  counts: fc.oneof(fc.constant(null), anyRange),
  t: fc.integer({ min: 1, max: 4000 }),
});

describe("the order of entries", () => {
  it("is that of a plain sort by what the column shows, whatever fits", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 60 }), anyOrder, (entries, order) => {
        const counts = Uint32Array.from(entries, (e) => (e.isUnmatchable ? 0 : e.count));
        const balanced = counts.map((count, i) => Math.floor(count * entries[i].keptShare));
        const places = counts.map((_, i) => (i * 7919) % 4096);
        const matches = Uint32Array.from(entries, ({ ofFile }) => ofFile);
        const pool: Pool = {
          ...base,
          metadata: {
            ...base.metadata,
            sources: [
              { name: "a", first: 0 },
              { name: "b", first: 20 },
            ],
          },
          entryCounts: counts,
          unmatchable: Uint8Array.from(entries, (e) => (e.isUnmatchable ? 1 : 0)),
        };
        const { sort, descending, status, counts: range, t } = order;
        const statusAt = (id: number) => statusOf(counts[id], entries[id].isUnmatchable, t);
        const keys: Record<EntrySort, (id: number) => number | null> = {
          entry: (id) => places[id],
          matches: (id) => matches[id],
          capped: (id) => Math.min(counts[id], t),
          balanced: (id) => balanced[id],
          share: (id) => counts[id],
          "kept-share": (id) =>
            counts[id] === 0 ? null : Math.round((balanced[id] / counts[id]) * (2 ** 32 - 3)),
          source: (id) => (id < 20 ? 0 : 1),
          status: (id) => ENTRY_STATUSES.indexOf(statusAt(id)),
        };
        const expected = [...entries.keys()]
          .filter((id) => status === null || statusAt(id) === status)
          .filter((id) => range === null || (counts[id] >= range.from && counts[id] <= range.to))
          .sort((a, b) => {
            const [x, y] = [keys[sort](a), keys[sort](b)];
            if (x !== y) {
              if (x === null || y === null) return x === null ? 1 : -1;
              return descending ? y - x : x - y;
            }
            return counts[b] - counts[a] || a - b;
          });
        const ids = byMatches(distributionOf(counts));
        const before = ids.slice();
        const found = orderEntries(ids, pool, { matches, balanced, places }, order);
        expect([...found]).toEqual(expected);
        expect(ids).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the status of an entry", () => {
  it("is tail strictly below t", () => {
    expect([0, 1, 4, 5, 6].map((count) => statusOf(count, false, 5))).toEqual([
      "none",
      "tail",
      "tail",
      "head",
      "head",
    ]);
    expect(statusOf(0, true, 5)).toBe("unmatchable");
  });
});
