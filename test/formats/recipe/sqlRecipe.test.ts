import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sqlRecipe } from "../../../src/formats/recipe/sqlRecipe.ts";

const duckdb = await import("@duckdb/node-api").catch(() => null);
const folder = mkdtempSync(join(tmpdir(), "headtail-sql-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(duckdb === null)("the SQL statements", () => {
  it("select the captions with tau below t, from the table that the comment makes", async () => {
    const instance = await duckdb?.DuckDBInstance.create();
    const connection = await instance?.connect();
    if (!connection) throw new Error("DuckDB did not start");
    const taus = [0, 19.999, 20, null, 1e9, 12];
    writeFileSync(
      join(folder, "captions.tau.jsonl"),
      taus.map((tau, i) => `${JSON.stringify({ uid: `c${i}`, tau })}\n`).join(""),
    );
    const sql = sqlRecipe({ table: 'my "own"\ncaptions', t: 20, seed: 3 });
    const [create] = sqlRecipe({ table: "captions", t: 20, seed: 3 }).match(/CREATE TABLE.*/) ?? [];
    await connection.run(`${create}`.replace("captions.tau", join(folder, "captions.tau")));
    await connection.run('ALTER TABLE "captions" RENAME TO "my ""own""\ncaptions"');

    const statements = sql
      .replace(/^--.*$/gm, "")
      .split(/;\n/)
      .filter((statement) => statement.trim() !== "");
    const answers: unknown[] = [];
    for (const statement of statements) {
      answers.push((await connection.runAndReadAll(statement)).getRowsJson());
    }
    const uidsOf = (rows: unknown) => (rows as string[][]).map(([uid]) => uid);
    expect(uidsOf(answers[0])).toEqual(["c0", "c1", "c5"]);
    expect(answers[1]).toEqual([["3"]]);
    expect(uidsOf(answers[2])).toEqual(["c0", "c5", "c1", "c2", "c4"]);
    expect(answers).toHaveLength(3);
    expect(sql).toContain("seed 3");
    connection.closeSync();
  });

  it("writes thresholds as SQL reads them", () => {
    expect(sqlRecipe({ table: "captions", t: 12.5, seed: 0 })).toContain("WHERE tau < 12.5;");
  });
});
