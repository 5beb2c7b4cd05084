import { beforeAll, describe, expect, it } from "vitest";
import { captionChance } from "../../src/core/balancing/probability.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Pool, PreviewTab } from "../../src/engine/types.ts";
import { computeDirectly } from "./support/byCore.ts";
import { ENTRIES, jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const texts = sampleTexts(400);
const T = 4;
const engine = createEngine(workersInNode(), sampleData, 1000);
let pool: Pool;
let tau: Float64Array;

beforeAll(async () => {
  ({ pool } = await load(engine, [
    jsonFile("one.jsonl", keyedLines(texts.slice(0, 150), "a")),
    jsonFile("two.jsonl", `\n${keyedLines(texts.slice(150), "b")}`),
  ]));
  const captions = texts.map((text, i) => ({ key: i < 150 ? `a-${i}` : `b-${i - 150}`, text }));
  ({ tau } = computeDirectly(captions, ENTRIES, pool.seed));
});

async function allOf(tab: PreviewTab, limit: number): Promise<number[]> {
  const found: number[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page = await engine.preview({ tab, t: T, from, limit });
    found.push(...page.captions.map(({ index }) => index));
    from = page.next;
  }
  return found;
}

const positionsWhere = (passes: (value: number) => boolean) =>
  Array.from(tau.keys()).filter((i) => passes(tau[i]));

describe("the preview", () => {
  it("pages through kept, dropped and unmatched captions in order, each once", async () => {
    expect(await allOf("kept", 7)).toEqual(positionsWhere((value) => value < T));
    expect(await allOf("dropped", 7)).toEqual(
      positionsWhere((value) => value >= T && value < Infinity),
    );
    expect(await allOf("unmatched", 7)).toEqual(positionsWhere((value) => value === Infinity));
  });

  it("shows at the edge the captions whose tau is nearest t, nearest first", async () => {
    const { captions, next } = await engine.preview({ tab: "edge", t: T, from: 0, limit: 9 });
    const distance = (value: number) => Math.abs(Math.log(value / T));
    const nearest = positionsWhere((value) => value < Infinity).sort(
      (a, b) => distance(tau[a]) - distance(tau[b]),
    );
    expect(captions.map(({ index }) => index)).toEqual(nearest.slice(0, 9));
    const more = await engine.preview({ tab: "edge", t: T, from: next!, limit: 9 });
    expect(more.captions.map(({ index }) => index)).toEqual(nearest.slice(9, 18));
  });

  it("shows at the edge all matched captions where there are fewer than asked for", async () => {
    const { captions, next } = await engine.preview({ tab: "edge", t: T, from: 0, limit: 1000 });
    expect(captions).toHaveLength(pool.matchedCaptions);
    expect(next).toBeNull();
  });

  it("reads texts back with file, line, entries, chance and where entries stand", async () => {
    const { captions } = await engine.preview({ tab: "dropped", t: 1, from: 200, limit: 5 });
    expect(captions).toHaveLength(5);
    for (const { index, file, line, text, entries, chance, highlights } of captions) {
      expect(text).toBe(texts[index]);
      expect(file).toBe("two.jsonl");
      expect(line).toBe(index - 150 + 2);
      expect(entries.every(({ id, entry }) => ENTRIES[id] === entry)).toBe(true);
      expect(entries.every(({ id, count }) => pool.entryCounts[id] === count)).toBe(true);
      expect(chance).toBe(
        captionChance(
          entries.map(({ count }) => count),
          1,
        ),
      );
      for (const { start, end, entryId } of highlights) {
        expect(text.slice(start, end)).toBe(ENTRIES[entryId]);
      }
      expect(highlights.length).toBeGreaterThan(0);
    }
  });
});

describe("why a caption is kept", () => {
  it("is told by the draw of each entry, whose least u · count is tau", async () => {
    for (const index of [0, 149, 150, 399]) {
      const why = await engine.explain(index, T);
      expect(why).toMatchObject({
        index,
        text: texts[index],
        tau: tau[index],
        kept: tau[index] < T,
        seed: pool.seed,
        key: index < 150 ? `a-${index}` : `b-${index - 150}`,
      });
      expect(Math.min(...why.entries.map(({ draw, count }) => draw * count))).toBe(tau[index]);
      expect(why.kept).toBe(why.entries.some(({ draw, probability }) => draw < probability));
    }
  });

  it("is not asked of a caption that the pool does not have", async () => {
    await expect(engine.explain(400, T)).rejects.toThrow("The pool has 400 captions");
  });
});

describe("near misses of a caption", () => {
  it("are named with what stands there and why, the entries that match left out", async () => {
    const other = createEngine(workersInNode(), sampleData, 1000);
    const lines = keyedLines(["a (Dog) and a hot  dog's cat", "in the U.S. today"]);
    await load(other, [jsonFile("one.jsonl", lines)]);
    expect(await other.nearMisses(0)).toEqual([
      { id: 1, entry: "dog", count: 0, written: "(Dog)", reasons: ["case", "punctuation"] },
      {
        id: 2,
        entry: "hot dog",
        count: 0,
        written: "hot  dog's",
        reasons: ["spacing", "punctuation"],
      },
    ]);
    expect(await other.nearMisses(1)).toMatchObject([{ entry: "U.S.", reasons: ["unmatchable"] }]);
  });
});

describe("the image of a record", () => {
  it("comes with its caption", async () => {
    const other = createEngine(workersInNode(), sampleData, 1000);
    const records = [
      { uid: 1, text: "a dog", url: "https://images.example/1.jpg" },
      { uid: 2, text: "a dog", file_name: "train/2.png" },
      { uid: 3, text: "a dog", url: "javascript:alert(1)" },
    ];
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");
    await load(other, [jsonFile("one.jsonl", lines)]);
    const { captions } = await other.preview({ tab: "edge", t: 1, from: 0, limit: 9 });
    const images = [0, 1, 2].map((i) => captions.find(({ index }) => index === i)?.image);
    expect(images).toEqual([
      { url: "https://images.example/1.jpg", file: null },
      { url: null, file: "train/2.png" },
      null,
    ]);
  });
});
