import { beforeAll, describe, expect, it } from "vitest";
import { bandEdges } from "../../src/core/counting/bands.ts";
import { entryOf } from "../../src/core/metadata/metadata.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { EntriesQuery, EntrySort, Pool } from "../../src/engine/types.ts";
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
  status: null,
  counts: null,
  t: 60,
  balancedCounts: null,
  sort: "matches",
  descending: true,
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

const IDS = ENTRIES.map((_, id) => id);

/** All ids, sorted by a value; equal ones by matches, then id; those without a value last. */
function idsBy(
  keyOf: (id: number) => number | string | null,
  descending: boolean,
  counts = pool.entryCounts,
): number[] {
  const sign = descending ? -1 : 1;
  return [...IDS].sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x !== y) return x === null ? 1 : y === null || x < y ? -sign : sign;
    return counts[b] - counts[a] || a - b;
  });
}

async function found(query: Partial<EntriesQuery>, of = engine) {
  const { ids, matches } = await of.entries({ ...all, ...query });
  return { ids: [...ids], matches: [...matches] };
}

async function entriesFound(query: Partial<EntriesQuery>, of = engine): Promise<string[]> {
  return (await found(query, of)).ids.map((id) => ENTRIES[id]);
}

describe("the entries table", () => {
  it("holds every entry with its matches in the pool, those without too", async () => {
    const ids = idsBy((id) => pool.entryCounts[id], true);
    expect(await found({})).toEqual({ ids, matches: ids.map((id) => pool.entryCounts[id]) });
    expect(pool.entryCounts).toContain(0);
  });

  it("counts one file when asked", async () => {
    for (const file of [0, 1]) {
      const { entryCounts } = alone[file];
      const ids = idsBy((id) => entryCounts[id], true);
      expect(await found({ file })).toEqual({ ids, matches: ids.map((id) => entryCounts[id]) });
    }
  });

  it("sorts by every column, both ways, over all entries", async () => {
    const { t } = all;
    const { balancedCounts } = await engine.balance(t);
    const statusOf = (id: number) =>
      ENTRIES[id] === "U.S."
        ? 3
        : pool.entryCounts[id] === 0
          ? 2
          : pool.entryCounts[id] < t
            ? 1
            : 0;
    const values: Record<EntrySort, (id: number) => number | string | null> = {
      entry: (id) => ENTRIES[id],
      matches: (id) => pool.entryCounts[id],
      capped: (id) => Math.min(pool.entryCounts[id], t),
      balanced: (id) => balancedCounts[id],
      share: (id) => pool.entryCounts[id],
      "kept-share": (id) =>
        pool.entryCounts[id] === 0 ? null : balancedCounts[id] / pool.entryCounts[id],
      source: (id) => (id < 8 ? "word" : "number"),
      status: statusOf,
    };
    expect(new Set(IDS.map(statusOf)).size).toBe(3);
    expect(pool.entryCounts).not.toEqual(balancedCounts);
    for (const sort of Object.keys(values) as EntrySort[]) {
      for (const descending of [true, false]) {
        const { ids } = await found({ sort, descending, balancedCounts });
        expect({ sort, ids }).toEqual({ sort, ids: idsBy(values[sort], descending) });
      }
    }
  });

  it("sorts by the balanced counts that it is given last", async () => {
    const balancedCounts = Uint32Array.from(IDS);
    const first = await found({ sort: "balanced", balancedCounts });
    expect(first.ids).toEqual([...IDS].reverse());
    const second = await found({ sort: "balanced", balancedCounts: balancedCounts.toReversed() });
    expect(second.ids).toEqual(IDS);
  });

  it("finds a part of an entry in any case", async () => {
    const query = { search: "D", sort: "entry" as const, descending: false };
    expect(await entriesFound(query)).toEqual(["dog", "hot dog", "red", "red cat"]);
  });

  it("keeps to a status, and to a range of matches in the pool", async () => {
    const { t } = all;
    const counted = (low: number, high: number) =>
      IDS.filter((id) => pool.entryCounts[id] >= low && pool.entryCounts[id] <= high);
    const ids = async (query: Partial<EntriesQuery>) =>
      (await found(query)).ids.sort((a, b) => a - b);
    expect(await ids({ status: "head" })).toEqual(counted(t, Infinity));
    expect(await ids({ status: "tail" })).toEqual(counted(1, t - 1));
    expect(await entriesFound({ status: "unmatchable" })).toEqual(["U.S."]);
    const sorted = [...pool.entryCounts].sort((a, b) => a - b);
    const [from, to] = [sorted[4], sorted[7]];
    expect(await ids({ counts: { from, to } })).toEqual(counted(from, to));
    expect(await ids({ counts: { from, to }, file: 0 })).toEqual(counted(from, to));
    expect(await entriesFound({ counts: { from: 0, to: 0 }, status: "head" })).toEqual([]);
  });

  it("takes percent signs, quotes and lone surrogates in a search as they are", async () => {
    for (const search of ["%", "'", '"', "\\", "\ud800", "_"]) {
      expect(await found({ search })).toEqual({ ids: [], matches: [] });
    }
  });

  it("answers the newest question when many are asked at once", async () => {
    const searches = ["d", "do", "dog"].map((search) => entriesFound({ search }));
    const outcomes = await Promise.allSettled(searches);
    expect(outcomes[1]).toMatchObject({ status: "rejected", reason: { name: "AbortError" } });
    expect(outcomes[2]).toMatchObject({ status: "fulfilled" });
    expect(await searches[2]).toContain("hot dog");
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
    const { matches } = await found({}, engine);
    expect(matches.slice(0, 3)).toEqual([2, 1, 1]);
    await load(engine, [jsonFile("two.jsonl", keyedLines(["zebra"]))], "add");
    const { pool } = await engine.changeMetadata(
      jsonFile("list.json", JSON.stringify(["zebra", "\ud800x", "é É"])),
      job,
    );
    expect(await found({ sort: "entry", descending: false }, engine)).toEqual({
      ids: [0, 2, 1],
      matches: [1, 0, 0],
    });
    expect((await found({ search: "É É" }, engine)).ids).toEqual([2]);
    expect((await found({ status: "none" }, engine)).ids).toEqual([1, 2]);
    const byStatus = await found({ sort: "status", descending: true }, engine);
    expect(byStatus.ids).toEqual([1, 2, 0]);
    expect([0, 1, 2].map((id) => entryOf(pool, id))).toEqual(["zebra", "\ud800x", "é É"]);
    expect(pool.metadata.sources).toEqual([]);
    await engine.changeMetadata("default", job);
    expect((await entriesFound({ file: 1 }, engine))[0]).toBe("zebra");
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
    expect(await found({ file: 0 }, other)).toEqual(await found({}));
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
