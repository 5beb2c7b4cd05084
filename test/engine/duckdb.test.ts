import { beforeAll, describe, expect, it } from "vitest";
import { bandEdges } from "../../src/core/counting/bands.ts";
import { entryOf } from "../../src/core/metadata/metadata.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Pool } from "../../src/engine/types.ts";
import { openDatabaseInNode } from "./support/databaseInNode.ts";
import { directoryInMemory } from "./support/directoryInMemory.ts";
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
let alone: Pool[];

beforeAll(async () => {
  const files = [2, 3].map((seed) =>
    jsonFile(`${seed}.jsonl`, keyedLines(sampleTexts(100 * seed, seed))),
  );
  ({ pool } = await load(engine, files));
  alone = await Promise.all(
    files.map(async (file) => {
      const other = createEngine(workersInNode(), sampleData);
      return (await load(other, [file])).pool;
    }),
  );
});

async function search(text: string, of = engine): Promise<number[]> {
  return [...(await of.searchEntries(text))].sort((a, b) => a - b);
}

const namesOf = (ids: readonly number[]) => ids.map((id) => ENTRIES[id]);

describe("the entries", () => {
  it("are found by a part, in any case", async () => {
    expect(namesOf(await search("D"))).toEqual(["dog", "hot dog", "red", "red cat"]);
    expect(namesOf(await search("ed c"))).toEqual(["red cat"]);
    expect(await search("")).toEqual(ENTRIES.map((_, id) => id));
  });

  it("are searched for percent signs, quotes and lone surrogates as they are", async () => {
    for (const text of ["%", "'", '"', "\\", "\ud800", "_"]) expect(await search(text)).toEqual([]);
  });

  it("are searched for the newest of many texts asked for at once", async () => {
    const searches = ["d", "do", "dog"].map((text) => search(text));
    const outcomes = await Promise.allSettled(searches);
    expect(outcomes[1]).toMatchObject({ status: "rejected", reason: { name: "AbortError" } });
    expect(namesOf(await searches[2])).toEqual(["dog", "hot dog"]);
  });

  it("have their places in the alphabet", async () => {
    const sorted = [...ENTRIES].sort();
    expect([...(await engine.entryPlaces())]).toEqual(
      ENTRIES.map((entry) => sorted.indexOf(entry) + 1),
    );
  });

  it("are counted in one file when asked", async () => {
    for (const file of [0, 1]) {
      expect(await engine.matchesOfFile(file)).toEqual(alone[file].entryCounts);
    }
    expect(alone[0].entryCounts).not.toEqual(alone[1].entryCounts);
  });

  it("stand in the pool, each with its source where the list tells", () => {
    expect(ENTRIES.map((_, id) => entryOf(pool, id))).toEqual(ENTRIES);
    expect([...pool.unmatchable]).toEqual(ENTRIES.map((entry) => (entry === "U.S." ? 1 : 0)));
    expect(pool.metadata.sources).toEqual(sampleData.sources);
  });
});

describe("the count bands by file", () => {
  it("put each entry in the band of its count in the pool", async () => {
    const edges = bandEdges(Math.max(...pool.entryCounts));
    const expected: unknown[] = [];
    for (let band = 0; band + 1 < edges.length; band++) {
      for (const file of [0, 1]) {
        const ids = ENTRIES.map((_, id) => id).filter(
          (id) =>
            pool.entryCounts[id] >= edges[band] &&
            pool.entryCounts[id] < edges[band + 1] &&
            alone[file].entryCounts[id] > 0,
        );
        const matches = ids.reduce((sum, id) => sum + alone[file].entryCounts[id], 0);
        if (ids.length > 0) expected.push({ band, file, entries: ids.length, matches });
      }
    }
    expect(await engine.bandsByFile(edges)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(4);
  });
});

describe("the tables after a change of the pool", () => {
  it("are those of the new pool, also when many changes come before a query", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    await load(engine, [jsonFile("one.jsonl", keyedLines(["a dog", "a cat"]))]);
    expect((await engine.matchesOfFile(0)).slice(0, 2)).toEqual(Uint32Array.of(2, 1));
    await load(engine, [jsonFile("two.jsonl", keyedLines(["zebra"]))], "add");
    const { pool } = await engine.changeMetadata(
      jsonFile("list.json", JSON.stringify(["zebra", "\ud800x", "é É"])),
      job,
    );
    expect(await engine.matchesOfFile(0)).toEqual(Uint32Array.of(0, 0, 0));
    expect(await engine.matchesOfFile(1)).toEqual(Uint32Array.of(1, 0, 0));
    expect([...(await engine.entryPlaces())]).toEqual([1, 3, 2]);
    expect(await search("É É", engine)).toEqual([2]);
    expect([0, 1, 2].map((id) => entryOf(pool, id))).toEqual(["zebra", "\ud800x", "é É"]);
    expect(pool.metadata.sources).toEqual([]);
    await engine.changeMetadata("default", job);
    const zebra = ENTRIES.indexOf("zebra");
    expect(await search("zeb", engine)).toEqual([zebra]);
    expect((await engine.matchesOfFile(1))[zebra]).toBe(1);
  });

  it("hold the counts of the source for a balanced subset with its manifest", async () => {
    const directory = directoryInMemory();
    const { files } = await engine.exportBalanced(
      {
        t: 3,
        p: 0.06,
        fixed: "t",
        shape: "same" as const,
        sideFiles: [],
        withColumns: false,
        directory: directory.handle,
        baseName: "balanced",
      },
      job,
    );
    const other = createEngine(workersInNode(), sampleData);
    await load(
      other,
      files.slice(0, 2).map((name) => jsonFile(name, directory.files.get(name)!)),
    );
    expect(await other.matchesOfFile(0)).toEqual(pool.entryCounts);
  });
});

describe("DuckDB", () => {
  it("fetches no extension", async () => {
    const database = await openDatabaseInNode();
    const settings = await database.query(
      "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'",
    );
    expect(settings.toArray().map((row) => row.toJSON())).toEqual([
      { name: "autoinstall_known_extensions", value: "false" },
      { name: "autoload_known_extensions", value: "false" },
    ]);
    await expect(database.query("SELECT '{}'::JSON")).rejects.toThrow();
  });

  it("says when nothing is loaded yet", async () => {
    const empty = createEngine(workersInNode(), sampleData);
    await expect(empty.searchEntries("a")).rejects.toThrow("No pool is loaded");
  });
});
