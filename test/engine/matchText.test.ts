import { beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { Pool } from "../../src/engine/types.ts";
import {
  ENTRIES,
  job,
  jsonFile,
  keyedLines,
  load,
  sampleData,
  sampleTexts,
} from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const engine = createEngine(workersInNode(), sampleData, 1000);
let pool: Pool;

beforeAll(async () => {
  ({ pool } = await load(engine, [jsonFile("one.jsonl", keyedLines(sampleTexts(200)))]));
});

describe("a text of the user's own", () => {
  it("is matched against the pool's metadata, with its counts and places", async () => {
    const { text, entries, highlights, nearMisses } = await engine.matchText("a Dog and a red cat");
    const of = (entry: string) => {
      const id = ENTRIES.indexOf(entry);
      return { id, entry, count: pool.entryCounts[id] };
    };
    expect(entries).toEqual(["a", "red", "red cat", "cat"].map(of));
    expect(highlights.map(({ start, end }) => text.slice(start, end))).toEqual([
      "a",
      "a",
      "red cat",
    ]);
    expect(highlights.map(({ entryId }) => ENTRIES[entryId])).toEqual(["a", "a", "red cat"]);
    expect(nearMisses).toEqual([{ ...of("dog"), start: 2, end: 5, reasons: ["case"] }]);
  });

  it("is matched against the list that takes the place of the one before", async () => {
    await engine.matchText("zebra crossing");
    await engine.changeMetadata(jsonFile("list.json", JSON.stringify(["crossing"])), job);
    const { entries } = await engine.matchText("zebra crossing");
    expect(entries).toEqual([{ id: 0, entry: "crossing", count: 0 }]);
  });
});
