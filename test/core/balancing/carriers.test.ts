import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balance } from "../../../src/core/balancing/balance.ts";
import { carriersPart, sumCarriers } from "../../../src/core/balancing/carriers.ts";
import { drawFor } from "../../../src/core/balancing/draw.ts";
import { sum } from "../support/counts.ts";
import { anyDrawnPool, anyThreshold, ENTRIES, entryLanes, keyedSlicesOf } from "../support/pool.ts";

const anyEntry = fc.nat(ENTRIES - 1);

describe("the carriers of an entry", () => {
  it("are counted as one caption after the other says", () => {
    fc.assert(
      fc.property(
        anyDrawnPool,
        anyThreshold,
        anyEntry,
        fc.nat(40),
        ({ pool, seed }, t, entry, at) => {
          const { captions, entryCounts, keyLanes } = pool;
          const draw = drawFor(seed);
          const decided = new Map<number, number>();
          const passing = new Map<number, number>();
          let kept = 0;
          let withTail = 0;
          captions.forEach((ids, i) => {
            if (!ids.includes(entry)) return;
            const own = ids.map((id) => draw(keyLanes, i, entryLanes, id) * entryCounts[id]);
            const least = Math.min(...own);
            if (least >= t) return;
            kept++;
            if (ids.some((id) => entryCounts[id] < t)) withTail++;
            const first = ids[own.indexOf(least)];
            decided.set(first, (decided.get(first) ?? 0) + 1);
            ids.forEach((id, m) => {
              if (own[m] < t) passing.set(id, (passing.get(id) ?? 0) + 1);
            });
          });
          const parts = keyedSlicesOf(pool, [at]).map((slice) =>
            carriersPart([slice], entryCounts, entryLanes, seed, t, entry),
          );
          const found = sumCarriers(parts, ENTRIES);
          expect(found).toMatchObject({ captions: kept, withTail });
          expect([...found.entryIds]).toEqual([...passing.keys()].sort((a, b) => a - b));
          found.entryIds.forEach((id, i) => {
            expect(found.passing[i]).toBe(passing.get(id));
            expect(found.decided[i]).toBe(decided.get(id) ?? 0);
          });
        },
      ),
    );
  });

  it("decide every kept caption once: their sum is the entry's balanced count", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, anyEntry, ({ pool, seed }, t, entry) => {
        const { entryCounts } = pool;
        const found = carriersPart([pool], entryCounts, entryLanes, seed, t, entry);
        const { balancedCounts } = balance([pool], entryCounts, t);
        expect(found.captions).toBe(balancedCounts[entry]);
        expect(sum(found.decided)).toBe(balancedCounts[entry]);
      }),
    );
  });
});
