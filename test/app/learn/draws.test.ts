import { describe, expect, it } from "vitest";
import { drawsWith, isKeptWith } from "../../../src/app/learn/draws.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import {
  jsonFile,
  keyedLines,
  keylessLines,
  load,
  sampleData,
  sampleTexts,
} from "../../engine/support/samples.ts";
import { workersInNode } from "../../engine/support/workersInNode.ts";

const SEEDS = [0, 1, 2 ** 32 - 1];

describe("the draws of one caption", () => {
  it("are the pool's with every seed, whether its captions have keys or not", async () => {
    for (const lines of [keyedLines, keylessLines]) {
      const engine = createEngine(workersInNode(), sampleData, 1000);
      await load(engine, [jsonFile("some.jsonl", lines(sampleTexts(60)))]);
      const before = await engine.explain(7, 3);
      for (const seed of SEEDS) {
        await engine.draw(seed);
        for (const t of [1, 3, 1000]) {
          const { entries, kept } = await engine.explain(7, t);
          expect(drawsWith(before, seed)).toEqual(entries.map(({ draw }) => draw));
          expect(isKeptWith(before, seed, t)).toBe(kept);
        }
      }
    }
  });
});
