import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptAt } from "../../src/core/balancing/keptAt.ts";
import { matchByRule } from "../../src/core/matching/rule.ts";
import { engineInMemory } from "../../src/embed/engineInMemory.ts";

const job = { signal: new AbortController().signal, onProgress: () => {} };
const words = fc.array(fc.constantFrom("a", "dog", "red", "hot dog", "zebra"), { maxLength: 6 });

describe("captions in memory", () => {
  it("are matched by the rule, and drawn and balanced as one pool", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 30 }), fc.nat(9), async (texts, seed) => {
        const captions = texts.map((text) => text.join(" "));
        const entries = ["a", "dog", "hot dog", "red", "U.S.", "dog"];
        const engine = engineInMemory(captions, entries);
        const { pool } = await engine.loadDemo(seed, job);
        const counts = [0, 0, 0, 0, 0];
        for (const caption of captions) {
          for (const id of matchByRule(caption, entries.slice(0, 5))) counts[id]++;
        }
        expect([...pool.entryCounts]).toEqual(counts);
        expect([...pool.unmatchable]).toEqual([0, 0, 0, 0, 1]);
        expect(pool.metadata).toMatchObject({ entries: 5, duplicates: 1, unmatchable: 1 });
        for (const t of [1, 3, 100]) {
          const { captionsKept, expectedKept, keptDeviation } = await engine.balance(t);
          expect(keptAt(pool.kept, t).captions).toBe(captionsKept);
          expect(Math.abs(captionsKept - expectedKept)).toBeLessThanOrEqual(
            6 * keptDeviation + 1e-9,
          );
        }
        const again = await engine.draw(seed);
        expect(again.kept).toEqual(pool.kept);
        expect(again.id).not.toBe(pool.id);
      }),
    );
  });

  it("need entries that are not empty", () => {
    expect(() => engineInMemory(["a dog"], ["dog", ""])).toThrow(/entry of the metadata is empty/);
  });
});
