import { beforeAll, describe, expect, it } from "vitest";
import { bandEdges } from "../../src/core/counting/bands.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { EntriesQuery, EntryRow, Pool } from "../../src/engine/types.ts";
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
const all: EntriesQuery = {
  search: "",
  file: null,
  sort: "matches",
  descending: true,
  offset: 0,
  limit: 100,
};
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

function rowsOf(counts: Uint32Array): EntryRow[] {
  return ENTRIES.map((entry, id) => ({
    id,
    entry,
    matches: counts[id],
    unmatchable: entry === "U.S.",
  }));
}

const byMatches = (a: EntryRow, b: EntryRow) => b.matches - a.matches || a.id - b.id;

describe("the entries table", () => {
  it("holds every entry with its matches in the pool, those without too", async () => {
    expect(await engine.entries(all)).toEqual({
      rows: rowsOf(pool.entryCounts).sort(byMatches),
      total: ENTRIES.length,
    });
  });

  it("counts one file when asked", async () => {
    for (const file of [0, 1]) {
      const { rows } = await engine.entries({ ...all, file });
      expect(rows).toEqual(rowsOf(alone[file].entryCounts).sort(byMatches));
    }
  });

  it("sorts by matches or entry, both ways", async () => {
    const entries = async (query: Partial<EntriesQuery>) =>
      (await engine.entries({ ...all, ...query })).rows.map(({ entry }) => entry);
    const ascending = await engine.entries({ ...all, descending: false });
    expect(ascending.rows).toEqual(
      rowsOf(pool.entryCounts).sort((a, b) => a.matches - b.matches || a.id - b.id),
    );
    expect(await entries({ sort: "entry", descending: false })).toEqual([...ENTRIES].sort());
    expect(await entries({ sort: "entry" })).toEqual([...ENTRIES].sort().reverse());
  });

  it("finds a part of an entry in any case, page by page", async () => {
    const query = { ...all, search: "D", sort: "entry" as const, descending: false, limit: 2 };
    const first = await engine.entries(query);
    expect(first.rows.map(({ entry }) => entry)).toEqual(["dog", "hot dog"]);
    expect(first.total).toBe(4);
    const second = await engine.entries({ ...query, offset: 2 });
    expect(second.rows.map(({ entry }) => entry)).toEqual(["red", "red cat"]);
    const beyond = await engine.entries({ ...query, offset: 10 });
    expect(beyond).toEqual({ rows: [], total: 4 });
  });

  it("takes percent signs, quotes and lone surrogates in a search as they are", async () => {
    for (const search of ["%", "'", '"', "\\", "\ud800", "_"]) {
      expect(await engine.entries({ ...all, search })).toEqual({ rows: [], total: 0 });
    }
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
    const one = jsonFile("one.jsonl", keyedLines(["a dog", "a cat"]));
    await load(engine, [one]);
    expect((await engine.entries({ ...all, limit: 1 })).rows).toMatchObject([
      { entry: "a", matches: 2 },
    ]);
    await load(engine, [jsonFile("two.jsonl", keyedLines(["zebra"]))], "add");
    await engine.changeMetadata(
      jsonFile("list.json", JSON.stringify(["zebra", "\ud800x", "é É"])),
      job,
    );
    expect(await engine.entries({ ...all, sort: "entry", descending: false })).toEqual({
      rows: [
        { id: 0, entry: "zebra", matches: 1, unmatchable: false },
        { id: 2, entry: "é É", matches: 0, unmatchable: false },
        { id: 1, entry: "\ufffdx", matches: 0, unmatchable: false },
      ],
      total: 3,
    });
    expect((await engine.entries({ ...all, search: "É É" })).total).toBe(1);
    await engine.changeMetadata("default", job);
    expect((await engine.entries({ ...all, file: 1, limit: 1 })).rows).toMatchObject([
      { entry: "zebra", matches: 1 },
    ]);
  });

  it("hold the counts of the source for a balanced subset with its manifest", async () => {
    const directory = directoryInMemory();
    const { files } = await engine.exportBalanced(
      {
        t: 3,
        p: 0.06,
        fixed: "t",
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
    const { rows } = await other.entries({ ...all, file: 0 });
    expect(rows).toEqual(rowsOf(pool.entryCounts).sort(byMatches));
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
    await expect(empty.entries(all)).rejects.toThrow("No pool is loaded");
  });
});
