import fc from "fast-check";
import type { SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { parquetShape } from "../../../src/formats/parquet/parquetShape.ts";
import { parquetWriter } from "../../../src/formats/parquet/parquetWriter.ts";
import { readParquet } from "../../../src/formats/parquet/readParquet.ts";
import { subsetParquet } from "../../../src/formats/parquet/subsetParquet.ts";
import {
  allOf,
  bytesOf,
  type DuckDb,
  drained,
  handmadeFile,
  hasDuckDb,
  memorySource,
  openDuckDb,
} from "./support.ts";

const subsetOf = (bytes: Uint8Array, isKept: (record: number) => boolean) =>
  bytesOf(subsetParquet(memorySource(bytes), isKept));

const recordsOf = (bytes: Uint8Array) => allOf(readParquet(memorySource(bytes), null));

describe("a subset of a Parquet file", () => {
  it("holds the records that are kept, in order", async () => {
    const record = fc.record({
      text: fc.option(fc.string({ unit: "grapheme" })),
      count: fc.option(fc.maxSafeInteger()),
      words: fc.option(fc.array(fc.string(), { maxLength: 4 })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(record, fc.boolean()), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          const writer = parquetWriter([
            { name: "text", type: "STRING" },
            { name: "count", type: "INT64" },
            { name: "words", type: "STRING_LIST" },
          ]);
          const column = (name: "text" | "count" | "words") => rows.map(([record]) => record[name]);
          const whole = joinBytes([
            writer.add([column("text"), column("count"), column("words")]),
            writer.finish(),
          ]);
          const asked: number[] = [];
          const subset = await subsetOf(whole, (record) => {
            asked.push(record);
            return rows[record][1];
          });
          expect(asked).toEqual(rows.map((_, i) => i));
          expect(await recordsOf(subset)).toEqual(
            rows.filter(([, isKept]) => isKept).map(([record]) => record),
          );
        },
      ),
    );
  });

  it("merges small row groups and divides large ones", async () => {
    const rowsOf = async (bytes: Uint8Array) =>
      (await parquetShape(memorySource(bytes))).footer.groups.map(({ rows }) => rows);
    const fileWith = (rowGroupSize: number[]) => {
      const out = new ByteWriter();
      const writer = new ParquetWriter({
        writer: out,
        schema: [
          { name: "root", num_children: 1 },
          { name: "id", type: "INT32", repetition_type: "REQUIRED" },
        ],
      });
      const rows = rowGroupSize.reduce((sum, size) => sum + size, 0);
      writer.write({ columnData: [{ name: "id", data: new Int32Array(rows) }], rowGroupSize });
      writer.finish();
      return out.getBytes().slice();
    };
    const every = (n: number) => (record: number) => record % n === 0;
    const small = fileWith([100_000, 100_000, 100_000, 50_000]);
    expect(await rowsOf(await subsetOf(small, every(1)))).toEqual([
      100_000, 100_000, 100_000, 50_000,
    ]);
    expect(await rowsOf(await subsetOf(small, every(5)))).toEqual([40_000, 30_000]);
    const large = fileWith([300_000]);
    expect(await rowsOf(await subsetOf(large, every(1)))).toEqual([131_072, 131_072, 37_856]);
    expect(await rowsOf(await subsetOf(large, every(3)))).toEqual([100_000]);
  });

  it("has small row groups of large records", async () => {
    const out = new ByteWriter();
    const writer = new ParquetWriter({
      writer: out,
      schema: [
        { name: "root", num_children: 1 },
        { name: "blob", type: "BYTE_ARRAY", repetition_type: "REQUIRED" },
      ],
      codec: "UNCOMPRESSED",
    });
    const data = new Array(100).fill(new Uint8Array(2 ** 20));
    writer.write({ columnData: [{ name: "blob", data, encoding: "PLAIN" }], rowGroupSize: 10 });
    writer.finish();
    const subset = await subsetOf(out.getBytes().slice(), (record) => record % 10 < 9);
    const { footer } = await parquetShape(memorySource(subset));
    expect(footer.groups.map(({ rows }) => rows)).toEqual([36, 36, 18]);
  });

  it("copies times of 12 bytes", async () => {
    const schema: SchemaElement[] = [
      { name: "root", num_children: 1 },
      { name: "at", type: "INT96", repetition_type: "REQUIRED" },
    ];
    const stored = Uint8Array.from({ length: 36 }, (_, i) => i);
    const out = new ByteWriter();
    writePageHeader(out, {
      type: "DATA_PAGE",
      uncompressed_page_size: 36,
      compressed_page_size: 36,
      data_page_header: {
        num_values: 3,
        encoding: "PLAIN",
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    });
    out.appendBytes(stored);
    const size = BigInt(out.offset);
    const whole = handmadeFile(out.getBytes(), {
      schema,
      num_rows: 3n,
      row_groups: [
        {
          num_rows: 3n,
          total_byte_size: size,
          columns: [
            {
              file_offset: 4n,
              meta_data: {
                type: "INT96",
                encodings: ["PLAIN"],
                path_in_schema: ["at"],
                codec: "UNCOMPRESSED",
                num_values: 3n,
                total_uncompressed_size: size,
                total_compressed_size: size,
                data_page_offset: 4n,
              },
            },
          ],
        },
      ],
    });
    const subset = await subsetOf(whole, (record) => record !== 1);
    const [first, , third] = await recordsOf(whole);
    expect(await recordsOf(subset)).toEqual([first, third]);
    expect((await parquetShape(memorySource(subset))).footer.schema[1].type).toBe("INT96");
  });

  it("ends with what is wrong with the file", async () => {
    const writer = parquetWriter([{ name: "text", type: "STRING" }]);
    const texts = Array.from({ length: 150_000 }, (_, i) => `dog ${i}`);
    const whole = joinBytes([writer.add([texts]), writer.finish()]);
    const { footer } = await parquetShape(memorySource(whole));
    const [{ start, end }] = footer.groups[1].chunks;
    const damaged = whole.slice().fill(0xff, start, end);
    const { error } = await drained(subsetParquet(memorySource(damaged), () => true));
    expect(error).toEqual(
      new InputError(
        'pool.parquet is damaged in row group 2 (rows 100,001 to 150,000): column "text" cannot be read from row 100,001 on. Get the file again.',
      ),
    );
  });
});

describe.skipIf(!hasDuckDb)("a subset of a file by DuckDB", () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });

  const SCHEMA = `SELECT name, type, type_length, repetition_type, num_children, converted_type,
    scale, precision, field_id, logical_type FROM parquet_schema(FILE)`;

  /** Everything that DuckDB has types for that captions come with, nulls and nesting too. */
  const EVERYTHING = `SELECT i AS id, i::UTINYINT AS u8, i::TINYINT AS i8, i::USMALLINT AS u16,
      (4294967295 - i)::UINTEGER AS u32, (18446744073709551615 - i)::UBIGINT AS u64,
      (9223372036854775807 - i)::BIGINT AS i64, i::HUGEINT AS huge,
      CASE WHEN i % 3 = 0 THEN NULL ELSE 'größe ' || i || ' 🐕' END AS text,
      'en' AS "LANGUAGE", md5(i::VARCHAR) AS uid, i / 7 AS double, (i / 7)::FLOAT AS float,
      i % 2 = 0 AS flag, CASE WHEN i % 2 = 0 THEN 'NaN'::DOUBLE END AS nan,
      (i % 50 * -1.17)::DECIMAL(4, 2) AS decimal, (i * -1.17)::DECIMAL(18, 3) AS longer,
      (i * -1.17)::DECIMAL(38, 5) AS longest, DATE '1969-12-31' + i::INT AS day,
      TIMESTAMP '1969-12-31 12:34:56.123456' + INTERVAL (i) SECOND AS time,
      TIMESTAMPTZ '2024-01-31 12:34:56.123456Z' AS instant,
      '2024-01-31 12:34:56.123456789'::TIMESTAMP_NS AS nanos,
      '2024-01-31 12:34:56.123'::TIMESTAMP_MS AS millis, TIME '12:34:56.5' AS clock,
      gen.uuid, '\\xAA\\xFF'::BLOB AS blob, INTERVAL (i) DAY AS interval, '{"a": [1]}'::JSON AS json,
      CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END::ENUM('a', 'b') AS enum, NULL::VARCHAR AS nothing,
      CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN [] WHEN 2 THEN [[]] WHEN 3 THEN [NULL, [NULL, 1.5]]
        ELSE [[0.1, 0.2, 0.3, 0.4], [i]] END::DOUBLE[][] AS face_bboxes,
      CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN {'a': NULL, 'b': NULL} WHEN 2 THEN {'a': 1, 'b': []}
        ELSE {'a': 2, 'b': ['q', NULL]} END::STRUCT(a INT, b VARCHAR[]) AS struct,
      CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN MAP {} WHEN 2 THEN MAP {'k': NULL}
        ELSE MAP {'k': 1, 'j': i} END::MAP(VARCHAR, INT) AS map,
      CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN [] WHEN 2 THEN [NULL]
        ELSE [{'x': 1, 'y': NULL}, {'x': NULL, 'y': 'z'}] END::STRUCT(x INT, y VARCHAR)[] AS structs
    FROM (SELECT i::INT AS i, md5(i::VARCHAR)::UUID AS uuid FROM range(100) AS r(i)) AS gen
    ORDER BY i`;

  it.each([
    "CODEC snappy",
    "CODEC zstd, PARQUET_VERSION v2",
    "CODEC uncompressed, DICTIONARY_SIZE_LIMIT 1",
  ])("has the same schema and values: %s", async (options) => {
    const whole = await db.write(EVERYTHING, options);
    const isKept = (record: number) => record % 3 !== 1;
    const subset = await subsetOf(whole, isKept);
    expect(await db.ask(subset, SCHEMA)).toEqual(await db.ask(whole, SCHEMA));
    expect(await db.ask(subset, "DESCRIBE FROM FILE")).toEqual(
      await db.ask(whole, "DESCRIBE FROM FILE"),
    );
    const rows = await db.ask(whole, "FROM FILE");
    expect(rows).toHaveLength(100);
    expect(await db.ask(subset, "FROM FILE")).toEqual(rows.filter((_, i) => isKept(i)));
  });

  it("is found by what the least and greatest values of its columns are", async () => {
    const whole = await db.write(EVERYTHING);
    const subset = await subsetOf(whole, (record) => record % 2 === 0);
    const count = async (where: string) => {
      const [{ n }] = await db.ask(subset, `SELECT count(*)::INT AS n FROM FILE WHERE ${where}`);
      return n;
    };
    expect(await count("u32 = 4294967245")).toBe(1);
    expect(await count("u64 = 18446744073709551517")).toBe(1);
    expect(await count("longest < -110")).toBe(2);
    expect(await count("decimal < -56")).toBe(2);
    expect(await count("text > 'größe 97'")).toBe(1);
    expect(await count("time >= TIMESTAMP '1969-12-31 12:36:34'")).toBe(1);
    expect(await count("day = DATE '1970-01-01'")).toBe(0);
    expect(await count("day = DATE '1970-01-02'")).toBe(1);
    expect(await count("uuid = md5('4')::UUID")).toBe(1);
  });

  it("keeps what other programs put beside the data", async () => {
    const whole = await db.write(
      "SELECT 1 AS id",
      "KV_METADATA {pandas: '{\"ü\": 1}', huggingface: '{}'}",
    );
    const pairs =
      "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(FILE)";
    expect(await db.ask(await subsetOf(whole, () => true), pairs)).toEqual([
      { key: "pandas", value: '{"ü": 1}' },
      { key: "huggingface", value: "{}" },
    ]);
  });

  it("may hold nothing", async () => {
    const whole = await db.write(EVERYTHING);
    const subset = await subsetOf(whole, () => false);
    expect(await db.ask(subset, "FROM FILE")).toEqual([]);
    expect(await db.ask(subset, SCHEMA)).toEqual(await db.ask(whole, SCHEMA));
  });

  it("has lists of lists as they were, across pages and row groups", async () => {
    const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const boxes = fc.option(
      fc.array(fc.option(fc.array(number, { maxLength: 5 })), { maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(boxes, { minLength: 1, maxLength: 30 }),
        fc.nat(6),
        async (rows, skip) => {
          const values = rows.map((row) => `('${JSON.stringify(row)}'::JSON)`).join(", ");
          const whole = await db.write(
            `SELECT (i || value::VARCHAR) AS text, value::DOUBLE[][] AS boxes
          FROM (VALUES ${values}) AS t(value), range(300) AS r(i)`,
            "ROW_GROUP_SIZE 2048, CODEC zstd",
          );
          const isKept = (record: number) => record % 7 !== skip;
          const subset = await subsetOf(whole, isKept);
          const expected = (await db.ask(whole, "FROM FILE")).filter((_, i) => isKept(i));
          expect(await db.ask(subset, "FROM FILE")).toEqual(expected);
          const read = await recordsOf(subset);
          const boxesOf = (row: Record<string, unknown>) => JSON.stringify(row.boxes);
          expect(read.map((row) => boxesOf(row as Record<string, unknown>))).toEqual(
            expected.map(boxesOf),
          );
        },
      ),
      { numRuns: 12 },
    );
  });
});
