import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { parquetShape } from "../../../src/formats/parquet/parquetShape.ts";
import {
  type ColumnValues,
  parquetWriter,
  type WrittenColumn,
} from "../../../src/formats/parquet/parquetWriter.ts";
import { readParquet } from "../../../src/formats/parquet/readParquet.ts";
import { allOf, type DuckDb, hasDuckDb, memorySource, openDuckDb } from "./support.ts";

const COLUMNS: readonly WrittenColumn[] = [
  { name: "text", type: "STRING" },
  { name: "tau", type: "DOUBLE" },
  { name: "count", type: "INT64" },
  { name: "line", type: "INT32" },
  { name: "kept", type: "BOOLEAN" },
  { name: "matched_entries", type: "STRING_LIST" },
];

const anyRow = fc.tuple(
  fc.option(fc.string({ unit: "grapheme" })),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.option(fc.maxSafeInteger()),
  fc.option(fc.integer()),
  fc.option(fc.boolean()),
  fc.option(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 })),
);

function columnsOf(rows: readonly (readonly ColumnValues[number][])[]): ColumnValues[] {
  return COLUMNS.map((_, i) => rows.map((row) => row[i]));
}

function fileOf(batches: readonly (readonly ColumnValues[])[]): Uint8Array {
  const writer = parquetWriter(COLUMNS);
  return joinBytes([...batches.map((batch) => writer.add(batch)), writer.finish()]);
}

describe("writing a Parquet file", () => {
  it("writes what is read again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 60 }), async (rows) => {
        const records = await allOf(readParquet(memorySource(fileOf([columnsOf(rows)])), null));
        expect(records).toEqual(
          rows.map((row) => Object.fromEntries(COLUMNS.map(({ name }, i) => [name, row[i]]))),
        );
      }),
    );
  });

  it("writes the same bytes however the rows come", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), fc.nat(40), (rows, cut) => {
        const parts = [rows.slice(0, cut), rows.slice(cut)].map(columnsOf);
        expect(fileOf(parts)).toEqual(fileOf([columnsOf(rows)]));
      }),
    );
  });

  it("gives the bytes of a row group as soon as it has its rows", async () => {
    const writer = parquetWriter([{ name: "id", type: "INT64" }]);
    const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    const parts = [
      writer.add([ids(0, 60_000)]),
      writer.add([ids(60_000, 120_000)]),
      writer.add([ids(120_000, 350_000)]),
      writer.finish(),
    ];
    const file = joinBytes(parts);
    const { footer } = await parquetShape(memorySource(file));
    expect(footer.groups.map(({ rows }) => rows)).toEqual([100_000, 100_000, 100_000, 50_000]);
    expect(parts[0].length).toBe(4);
    expect(parts[1].length).toBeGreaterThan(100_000);
    const records = await allOf(readParquet(memorySource(file), null));
    expect(records.every((record, i) => record !== null && "id" in record && record.id === i)).toBe(
      true,
    );
    expect(records).toHaveLength(350_000);
  });

  it("refuses columns that do not have equally many rows", () => {
    const writer = parquetWriter([
      { name: "entry", type: "STRING" },
      { name: "count", type: "INT64" },
    ]);
    expect(() => writer.add([["dog", "cat"], [1]])).toThrow("Column count has other rows.");
  });
});

describe.skipIf(!hasDuckDb)("a written file, read by DuckDB", () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });

  it("has columns of the types, and the values", async () => {
    const file = fileOf([
      [
        ["größe 🐕", null, ""],
        [0.1, null, -0.5],
        [9007199254740993n, null, -1],
        [-2147483648, null, 2147483647],
        [true, null, false],
        [["dog", "größe"], null, []],
      ],
    ]);
    expect(
      (await db.ask(file, "DESCRIBE FROM FILE")).map(({ column_name, column_type }) => [
        column_name,
        column_type,
      ]),
    ).toEqual([
      ["text", "VARCHAR"],
      ["tau", "DOUBLE"],
      ["count", "BIGINT"],
      ["line", "INTEGER"],
      ["kept", "BOOLEAN"],
      ["matched_entries", "VARCHAR[]"],
    ]);
    expect(await db.ask(file, "FROM FILE")).toEqual([
      {
        text: "größe 🐕",
        tau: 0.1,
        count: "9007199254740993",
        line: -2147483648,
        kept: true,
        matched_entries: ["dog", "größe"],
      },
      { text: null, tau: null, count: null, line: null, kept: null, matched_entries: null },
      { text: "", tau: -0.5, count: "-1", line: 2147483647, kept: false, matched_entries: [] },
    ]);
  });

  it("may be without rows", async () => {
    expect(await db.ask(fileOf([]), "FROM FILE")).toEqual([]);
    expect(await db.ask(fileOf([]), "DESCRIBE FROM FILE")).toHaveLength(COLUMNS.length);
  });

  it("holds the counts of many entries that add up", async () => {
    const writer = parquetWriter([
      { name: "entry", type: "STRING" },
      { name: "count", type: "INT64" },
    ]);
    const parts: Uint8Array[] = [];
    for (let from = 0; from < 300_000; from += 4096) {
      const ids = Array.from({ length: Math.min(4096, 300_000 - from) }, (_, i) => from + i);
      parts.push(writer.add([ids.map((id) => `entry ${id}`), ids]));
    }
    parts.push(writer.finish());
    expect(
      await db.ask(
        joinBytes(parts),
        "SELECT count(DISTINCT entry)::INT AS entries, sum(count)::BIGINT AS sum FROM FILE WHERE entry = 'entry ' || count",
      ),
    ).toEqual([{ entries: 300_000, sum: String((300_000 * 299_999) / 2) }]);
  });
});
