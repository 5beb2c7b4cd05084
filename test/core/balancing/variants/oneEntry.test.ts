import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFor } from "../../../../src/core/balancing/draw.ts";
import { entryProbability } from "../../../../src/core/balancing/probability.ts";
import { decideByOneEntry } from "../../../../src/core/balancing/variants/oneEntry.ts";
import {
  anyDrawnPool,
  anyThreshold,
  entryLanes,
  keyedSlicesOf,
  poolOf,
} from "../../support/pool.ts";

describe("one random entry per caption", () => {
  it("keeps a caption from the u · count of one of its entries on, whatever t", () => {
    fc.assert(
      fc.property(anyDrawnPool, ({ pool, seed }) => {
        const { captions, entryCounts, keyLanes } = pool;
        const draw = drawFor(seed);
        const keptAt = (t: number) => decideByOneEntry(entryCounts, entryLanes, seed, t)(pool).kept;
        captions.forEach((ids, i) => {
          const own = ids.map((id) => draw(keyLanes, i, entryLanes, id) * entryCounts[id]);
          const picked = own.filter(
            (value) => keptAt(value)[i] === 0 && keptAt(value + 1e-9)[i] === 1,
          );
          expect(picked.length).toBe(ids.length === 0 ? 0 : 1);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("keeps nested captions, of those that the published rule keeps, with the mean chance", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, anyThreshold, ({ pool, seed }, a, b) => {
        const { captions, entryCounts, tau } = pool;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const at = (t: number) => decideByOneEntry(entryCounts, entryLanes, seed, t)(pool);
        const few = at(low);
        const many = at(high);
        captions.forEach((ids, i) => {
          expect(few.kept[i]).toBeLessThanOrEqual(many.kept[i]);
          if (many.kept[i] === 1) expect(tau[i]).toBeLessThan(high);
          const chances = ids.map((id) => entryProbability(entryCounts[id], low));
          const mean = chances.reduce((sum, p) => sum + p, 0) / Math.max(1, ids.length);
          expect(few.chance[i]).toBeCloseTo(mean, 12);
        });
      }),
    );
  });

  it("does not hang on the order of entries, nor on how the pool is cut", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, fc.nat(40), ({ pool, seed }, t, at) => {
        const { captions, entryCounts } = pool;
        const decide = decideByOneEntry(entryCounts, entryLanes, seed, t);
        const whole = [...decide(pool).kept];
        const backwards = poolOf(
          captions.map((ids) => [...ids].reverse()),
          seed,
        );
        expect([...decide(backwards).kept]).toEqual(whole);
        const parts = keyedSlicesOf(pool, [at]).flatMap((slice) => [...decide(slice).kept]);
        expect(parts).toEqual(whole);
      }),
    );
  });

  it("picks each entry of a caption as often, whatever their counts", () => {
    // Entry 0 keeps none of its captions at so small a t, entries 1 to 3 each keep theirs.
    const captions = Array.from({ length: 40 }, () => [0]);
    const pool = poolOf([[0, 1, 2, 3], ...captions], 0);
    const t = 1.5;
    const seeds = 4000;
    let kept = 0;
    for (let seed = 0; seed < seeds; seed++) {
      kept += decideByOneEntry(pool.entryCounts, entryLanes, seed, t)(pool).kept[0];
    }
    const chance = (3 + t / 41) / 4;
    const deviation = Math.sqrt(seeds * chance * (1 - chance));
    expect(Math.abs(kept - seeds * chance)).toBeLessThan(4 * deviation);
  });
});
