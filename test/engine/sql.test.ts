import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { captionChance } from "../../src/core/balancing/probability.ts";
import { SQL_TABLES } from "../../src/engine/duckdb/schema.ts";
import { createSqlDatabase, type SqlTables } from "../../src/engine/duckdb/sqlDatabase.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Pool, SqlAnswer, SqlOptions, SqlResult } from "../../src/engine/types.ts";
import { openDatabaseInNode } from "./support/databaseInNode.ts";
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
const texts = [200, 300].map((count, i) => sampleTexts(count, i + 2));
let pool: Pool;

beforeAll(async () => {
  const files = texts.map((list, i) => jsonFile(`it's ${i}.jsonl`, keyedLines(list, `${i}`)));
  ({ pool } = await load(engine, files));
});

const options: SqlOptions = {
  signal: new AbortController().signal,
  onStage: () => {},
  onManyCaptions: async () => true,
};

async function ask(statement: string, t = 5, of = engine, mostRows = 1000): Promise<SqlAnswer> {
  const balance = await of.balance(t);
  return of.sql({ statement, balance, mostRows }, options);
}

async function resultOf(...question: Parameters<typeof ask>): Promise<SqlResult> {
  const answer = await ask(...question);
  if ("problem" in answer) throw new Error(answer.problem);
  return answer;
}

async function rowsOf(...question: Parameters<typeof ask>) {
  return (await resultOf(...question)).rows;
}

describe("the tables for statements", () => {
  it("have the columns that the page tells of", async () => {
    for (const { name, columns } of SQL_TABLES) {
      const described = await rowsOf(`DESCRIBE ${name}`);
      expect(described.map(([column, type]) => [column, type])).toEqual(
        columns.map((column) => [column.name, column.type]),
      );
    }
    const shown = await rowsOf("SHOW TABLES");
    expect(shown.map(([name]) => name)).toEqual(SQL_TABLES.map(({ name }) => name).sort());
  });

  it("are told of in the documentation", () => {
    const text = readFileSync(new URL("../../docs/sql.md", import.meta.url), "utf8");
    const told = text
      .split(/^## /m)
      .slice(1, 4)
      .map((section) => ({
        name: section.slice(0, section.indexOf("\n")),
        columns: [...section.matchAll(/^\| (\w+) \| ([A-Z]+) \|/gm)].map(([, name, type]) => ({
          name,
          type,
        })),
      }));
    expect(told).toEqual(
      SQL_TABLES.map(({ name, columns }) => ({
        name,
        columns: columns.map(({ name, type }) => ({ name, type })),
      })),
    );
  });

  it("hold every entry, with what hangs on t at the t asked for", async () => {
    const all = pool.entryCounts.reduce((sum, count) => sum + count, 0);
    for (const t of [3, 60]) {
      const { balancedCounts } = await engine.balance(t);
      const rows = await rowsOf("FROM entries ORDER BY id", t);
      expect(rows).toEqual(
        ENTRIES.map((entry, id) => {
          const matches = pool.entryCounts[id];
          const unmatchable = entry === "U.S.";
          return [
            id,
            entry,
            id < 8 ? "word" : "number",
            matches,
            matches / all,
            Math.min(matches, t),
            balancedCounts[id],
            matches === 0 ? null : balancedCounts[id] / matches,
            unmatchable
              ? "unmatchable"
              : matches === 0
                ? "none here"
                : matches < t
                  ? "tail"
                  : "head",
            unmatchable,
          ];
        }),
      );
    }
  });

  it("hold every caption with its place, tau, chance and fate", async () => {
    const t = 7;
    const rows = await rowsOf(`FROM captions ORDER BY "index" DESC`, t);
    expect(rows.length).toBe(500);
    const { captions } = await engine.preview({ tab: "kept", t, from: 0, limit: 1000 });
    const kept = rows.filter((row) => row[6]).reverse();
    expect(kept).toEqual(
      captions.map(({ index, file, line, entries, tau, chance }) => [
        BigInt(index),
        file,
        line,
        entries.length,
        tau,
        chance,
        true,
      ]),
    );
    const unmatched = rows.filter((row) => row[4] === Number.POSITIVE_INFINITY);
    expect(unmatched.length).toBe(500 - pool.matchedCaptions);
    expect(unmatched.length).toBeGreaterThan(0);
    for (const row of unmatched) expect(row.slice(3)).toEqual([0, Infinity, 0, false]);
  });

  it("find captions by any condition, the columns side by side", async () => {
    const [[index, file, line]] = await rowsOf(
      `SELECT "index", file, line FROM captions WHERE file = 'it''s 1.jsonl' AND line = 17`,
    );
    expect([index, file, line]).toEqual([216n, "it's 1.jsonl", 17]);
    expect(await engine.captionTexts([Number(index), 3])).toEqual([texts[1][16], texts[0][3]]);
    const [[sum]] = await rowsOf("SELECT sum(chance) FROM captions WHERE matches > 1", 4);
    const { keptByMatches } = await engine.balance(4);
    const expected = keptByMatches.expectedKept.reduce((a, b, i) => (i > 1 ? a + b : a), 0);
    expect(sum).toBeCloseTo(expected, 9);
  });

  it("tell of the files", async () => {
    const rows = await rowsOf("SELECT file, captions, matches FROM files");
    expect(rows).toEqual(
      pool.files.map(({ name, captions, matches }) => [name, BigInt(captions), BigInt(matches)]),
    );
  });

  it("follow the draw, the metadata and the captions", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    await load(engine, [jsonFile("one.jsonl", keyedLines(sampleTexts(60)))]);
    const taus = () => rowsOf("SELECT tau FROM captions", 5, engine);
    const before = await taus();
    await engine.draw(1);
    expect(await taus()).not.toEqual(before);
    await engine.draw(0);
    expect(await taus()).toEqual(before);
    await engine.changeMetadata(jsonFile("list.json", '["zebra", "cat"]'), job);
    expect(await rowsOf("SELECT entry, source FROM entries", 5, engine)).toEqual([
      ["zebra", null],
      ["cat", null],
    ]);
    await load(engine, [jsonFile("two.jsonl", keyedLines(["zebra", "cat cat"]))]);
    expect(await rowsOf("SELECT entry, matches FROM entries", 5, engine)).toEqual([
      ["zebra", 1],
      ["cat", 1],
    ]);
    expect(await rowsOf("SELECT file, chance FROM captions", 1, engine)).toEqual([
      ["two.jsonl", captionChance([1], 1)],
      ["two.jsonl", 1],
    ]);
  });
});

describe("answers", () => {
  it("come with names, the kind of each column, and their t", async () => {
    const { columns, t, isCut, readsCaptions } = await resultOf(
      "SELECT entry, matches AS n FROM entries",
      9,
    );
    expect(columns).toEqual([
      { name: "entry", isNumber: false },
      { name: "n", isNumber: true },
    ]);
    expect({ t, isCut, readsCaptions }).toEqual({ t: 9, isCut: false, readsCaptions: false });
    expect((await resultOf("SELECT count(*) FROM captions")).readsCaptions).toBe(true);
    expect((await resultOf("SELECT captions FROM files")).readsCaptions).toBe(false);
  });

  it("have columns also where there are no rows, and equal names apart", async () => {
    const empty = await resultOf("SELECT id, entry FROM entries WHERE id > 1000");
    expect(empty.columns.map(({ name }) => name)).toEqual(["id", "entry"]);
    expect(empty.rows).toEqual([]);
    expect(await rowsOf("SELECT 1 AS a, 2 AS a")).toEqual([[1, 2]]);
  });

  it("are cut after so many rows, and say so", async () => {
    const cut = await resultOf("FROM captions", 5, engine, 499);
    expect([cut.rows.length, cut.isCut]).toEqual([499, true]);
    const whole = await resultOf("FROM captions", 5, engine, 500);
    expect([whole.rows.length, whole.isCut]).toEqual([500, false]);
    const long = await resultOf("SELECT range FROM range(1000000000)", 5, engine, 10);
    expect([long.rows.length, long.isCut]).toEqual([10, true]);
    expect(await rowsOf("SELECT 1")).toEqual([[1]]);
  });

  it.each([
    ["sum(c)", "(SELECT 4000000000::UINTEGER AS c FROM range(3))", "12000000000"],
    ["-1.05", "range(1)", "-1.05"],
    ["9223372036854775807", "range(1)", 9223372036854775807n],
    ["true", "range(1)", true],
    ["NULL", "range(1)", null],
    ["[1, 2]", "range(1)", "[1,2]"],
    ["{'a': 'b'}", "range(1)", '{"a":"b"}'],
    ["DATE '2026-01-31'", "range(1)", "2026-01-31"],
    ["TIMESTAMP '2026-01-31 12:34:56.789'", "range(1)", "2026-01-31 12:34:56.789"],
    ["1 / 0", "range(1)", Infinity],
    ["0.5::DOUBLE", "range(1)", 0.5],
  ])("give %s as a value that can be shown", async (expression, from, expected) => {
    expect(await rowsOf(`SELECT ${expression} FROM ${from}`)).toEqual([[expected]]);
  });
});

describe("a statement with a fault", () => {
  it.each([
    ["SELECT 1 SELEC 1", 1, 16, 'syntax error at or near "1".'],
    ["SELECT\n  foo\nFROM entries", 2, 3, /^Referenced column "foo" not found in FROM clause!/],
    ["SELECT * FROM nothing", 1, 15, /^Table with name nothing does not exist!/],
    ["SELECT 'ä' AS x, foo FROM entries", 1, 18, /^Referenced column "foo"/],
    ["SELECT 'a'::ENUM ('a') AS e", null, null, /^The column e is an ENUM/],
    ["SELECT CAST('a' AS INT)", 1, 8, /^Could not convert string 'a' to INT32/],
  ])("%j is told of with its place", async (statement, line, column, problem) => {
    const answer = await ask(statement);
    expect(answer).toMatchObject({
      problem: expect.stringMatching(problem),
      place: line === null ? null : { line, column },
    });
  });

  it("is found in the midst of a long line too", async () => {
    const before = "1 + ".repeat(80);
    const answer = await ask(`SELECT 1,\n ${before}foo + ${before} 2 FROM entries`);
    expect(answer).toMatchObject({ place: { line: 2, column: before.length + 2 } });
  });

  it("is one that asks for nothing, or for more than one thing", async () => {
    expect(await ask(" -- nothing\n")).toMatchObject({ problem: /There is no statement/ });
    expect(await ask("SELECT 1; SELECT 2")).toMatchObject({
      problem: "There is more than one statement. Run them one at a time.",
    });
    expect(await rowsOf("/* one */ (SELECT 1); -- and no more")).toEqual([[1]]);
  });
});

describe("tables that can only be read", () => {
  it.each([
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "INSERT INTO pool.balanced VALUES (1)",
    "WITH one AS (SELECT 1) INSERT INTO pool.balanced FROM one",
    "EXPLAIN ANALYZE INSERT INTO pool.balanced VALUES (1)",
    "UPDATE pool.balanced SET balanced = 0",
    "DELETE FROM pool.balanced",
    "DROP VIEW entries",
    "COMMIT",
    "COMMIT; DROP VIEW entries",
    "SET threads = 2",
    "PRAGMA database_list",
    "ATTACH ':memory:' AS other",
    "USE pool",
    "COPY (SELECT 1) TO 'x.csv'",
    "EXPORT DATABASE 'x'",
    "INSTALL json",
    "LOAD json",
    "SELECT * FROM 'x.csv'",
    "SELECT * FROM read_csv('http://127.0.0.1/x.csv')",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT '{}'::JSON",
  ])("refuse %s", async (statement) => {
    const answer = await ask(statement);
    expect("problem" in answer && answer.problem).toMatch(/^[A-Z].*[.!?]$/);
    expect(await rowsOf("SELECT count(*) FROM entries")).toEqual([[BigInt(ENTRIES.length)]]);
    expect(await rowsOf("SELECT sum(balanced) > 20 FROM entries")).toEqual([[true]]);
  });
});

describe("a table of many captions", () => {
  it("is built only after a yes", async () => {
    const database = createSqlDatabase(openDatabaseInNode);
    const nothing = async () => null;
    const tables: SqlTables = {
      metadata: "",
      sources: [],
      entryCounts: new Uint32Array(0),
      files: pool.files,
      captions: 2_000_000,
      draw: {},
      readEntries: nothing,
      readCaptions: nothing,
      readChances: () => nothing,
    };
    const balance = { t: 1, balancedCounts: new Uint32Array(0) };
    const asked: unknown[] = [];
    const run = (statement: string, isWanted: boolean) =>
      database.run(
        tables,
        { statement, balance, mostRows: 1 },
        {
          ...options,
          onManyCaptions: async (...size) => {
            asked.push(size);
            return isWanted;
          },
        },
      );
    await run("FROM files", false);
    expect(asked).toEqual([]);
    await expect(run("FROM captions", false)).rejects.toMatchObject({ name: "AbortError" });
    expect(asked).toEqual([[2_000_000, 130_000_000]]);
    for (let i = 0; i < 2; i++) {
      expect(await run("SELECT count(*) FROM captions", true)).toMatchObject({ rows: [[0n]] });
    }
    expect(asked.length).toBe(2);
  });

  it("is not built, and nothing is asked, for statements without captions", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    await load(engine, [jsonFile("one.jsonl", keyedLines(sampleTexts(60)))]);
    const stages: string[] = [];
    const balance = await engine.balance(5);
    const watched = { ...options, onStage: (stage: string) => void stages.push(stage) };
    const run = (statement: string) => engine.sql({ statement, balance, mostRows: 10 }, watched);
    await run("FROM entries");
    expect(stages).toEqual(["opening", "entries", "running"]);
    await run("FROM captions");
    expect(stages.slice(3)).toEqual(["opening", "entries", "running", "captions", "running"]);
    await run("FROM captions");
    expect(stages.slice(8)).toEqual(["opening", "entries", "running"]);
  });
});

describe("a statement that is stopped", () => {
  it("is over at once, and the next one is answered", async () => {
    const balance = await engine.balance(5);
    const controller = new AbortController();
    const stopped = engine.sql(
      { statement: "FROM captions", balance, mostRows: 10 },
      { ...options, signal: controller.signal, onStage: () => controller.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await rowsOf("SELECT count(*) FROM captions")).toEqual([[500n]]);
  });
});
