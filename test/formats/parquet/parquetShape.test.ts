import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import { parquetShape } from "../../../src/formats/parquet/parquetShape.ts";
import { parquetWriter } from "../../../src/formats/parquet/parquetWriter.ts";
import { type DuckDb, handmadeFile, hasDuckDb, memorySource, openDuckDb } from "./support.ts";

function someFile(): Uint8Array<ArrayBuffer> {
  const writer = parquetWriter([{ name: "text", type: "STRING" }]);
  return joinBytes([writer.add([["dog", "cat", null]]), writer.finish()]);
}

async function errorOf(bytes: Uint8Array): Promise<string> {
  try {
    await parquetShape(memorySource(bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("no error");
}

describe("the shape of a Parquet file", () => {
  it("tells rows, row groups and columns", async () => {
    const bytes = someFile();
    expect(await parquetShape(memorySource(bytes))).toMatchObject({
      format: "parquet",
      rows: 3,
      rowGroups: 1,
      columns: [{ name: "text", kind: "text" }],
      createdBy: "headtail",
    });
  });

  it("reads a footer that is longer than what is read at once", async () => {
    const out = new ByteWriter();
    const value = "x".repeat(700_000);
    const writer = new ParquetWriter({
      writer: out,
      schema: [
        { name: "root", num_children: 1 },
        { name: "id", type: "INT32", repetition_type: "REQUIRED" },
      ],
      kvMetadata: [{ key: "long", value }],
    });
    writer.write({ columnData: [{ name: "id", data: [1, 2] }] });
    writer.finish();
    const shape = await parquetShape(memorySource(out.getBytes().slice()));
    expect(shape.footer.keyValues).toEqual([{ key: "long", value }]);
    expect(shape.columns).toMatchObject([{ name: "id", kind: "number" }]);
  });

  it("says when a file is cut short", async () => {
    const bytes = someFile();
    for (const length of [12, bytes.length - 1, Math.floor(bytes.length / 2)]) {
      expect(await errorOf(bytes.subarray(0, length))).toBe(
        "pool.parquet is cut short: it begins as a Parquet file, but the footer at its end is missing. Get the whole file again.",
      );
    }
    expect(await errorOf(bytes.subarray(0, 7))).toContain("is too short for a Parquet file");
  });

  it("says when a file is another", async () => {
    const bytes = someFile().fill(0x20, 0, 4);
    expect(await errorOf(bytes)).toContain("pool.parquet is not a Parquet file");
  });

  it("says when the footer is damaged", async () => {
    const tooLong = someFile();
    tooLong.fill(0xff, tooLong.length - 8, tooLong.length - 4);
    const garbled = someFile();
    garbled.fill(0xa5, garbled.length - 60, garbled.length - 8);
    for (const bytes of [tooLong, garbled]) {
      expect(await errorOf(bytes)).toBe(
        "The footer of pool.parquet is damaged, so that its columns cannot be found. Get the file again.",
      );
    }
  });

  it("says when columns are where the file is not, or rows are not what they sum up to", async () => {
    const schema = [
      { name: "root", num_children: 1 },
      { name: "id", type: "INT32", repetition_type: "REQUIRED" } as const,
    ];
    const file = (num_rows: bigint, total_compressed_size: bigint) =>
      handmadeFile(new Uint8Array(8), {
        schema,
        num_rows,
        row_groups: [
          {
            num_rows: 2n,
            total_byte_size: 8n,
            columns: [
              {
                file_offset: 4n,
                meta_data: {
                  type: "INT32",
                  encodings: ["PLAIN"],
                  path_in_schema: ["id"],
                  codec: "UNCOMPRESSED",
                  num_values: 2n,
                  total_uncompressed_size: 8n,
                  total_compressed_size,
                  data_page_offset: 4n,
                },
              },
            ],
          },
        ],
      });
    expect(await parquetShape(memorySource(file(2n, 8n)))).toMatchObject({ rows: 2 });
    expect(await errorOf(file(3n, 8n))).toContain("is damaged");
    expect(await errorOf(file(2n, 8000n))).toContain("is damaged");
  });

  it("says when a file is an index of others", async () => {
    const bytes = handmadeFile(new Uint8Array(0), {
      schema: [
        { name: "root", num_children: 1 },
        { name: "id", type: "INT32", repetition_type: "REQUIRED" },
      ],
      num_rows: 1n,
      row_groups: [
        {
          num_rows: 1n,
          total_byte_size: 0n,
          columns: [{ file_offset: 0n, file_path: "part-0.parquet" }],
        },
      ],
    });
    expect(await errorOf(bytes)).toBe(
      "pool.parquet holds no data itself: it is an index of other files, such as part-0.parquet. Choose those files instead.",
    );
  });
});

describe.skipIf(!hasDuckDb)("the shape of a file by DuckDB", () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });

  it("tells the kinds of columns, and can be copied", async () => {
    const bytes = await db.write(
      `SELECT 'a' AS text, 1::INT AS int, 1::UBIGINT AS big, 1.5::DECIMAL(9, 2) AS decimal,
        0.5::FLOAT AS float, true AS flag, '\\xFF'::BLOB AS blob, uuid() AS uuid,
        DATE '2024-01-31' AS day, now() AS time, [[1.5]] AS boxes, {'a': 1} AS struct,
        MAP {'a': 1} AS map, '{}'::JSON AS json, INTERVAL 1 DAY AS interval
      FROM range(5000)`,
      "ROW_GROUP_SIZE 2048",
    );
    const shape = await parquetShape(memorySource(bytes));
    expect(shape.rows).toBe(5000);
    expect(shape.rowGroups).toBe(3);
    expect(shape.createdBy).toContain("DuckDB");
    expect(shape.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["text", "text"],
      ["int", "number"],
      ["big", "number"],
      ["decimal", "number"],
      ["float", "number"],
      ["flag", "boolean"],
      ["blob", "bytes"],
      ["uuid", "text"],
      ["day", "date"],
      ["time", "date"],
      ["boxes", "nested"],
      ["struct", "nested"],
      ["map", "nested"],
      ["json", "text"],
      ["interval", "bytes"],
    ]);
    const bytesOfColumns = shape.columns.reduce((sum, column) => sum + column.bytes, 0);
    expect(bytesOfColumns).toBeGreaterThan(0.5 * bytes.length);
    expect(bytesOfColumns).toBeLessThan(bytes.length);
    expect(structuredClone(shape)).toEqual(shape);
    expect(() => JSON.stringify(shape)).not.toThrow();
  });

  it("says when the footer is encrypted", async () => {
    await db.query("SET force_mbedtls_unsafe = 'true'");
    await db.query("PRAGMA add_parquet_key('key', '0123456789abcdef')");
    const bytes = await db.write("SELECT 1 AS id", "ENCRYPTION_CONFIG {footer_key: 'key'}");
    expect(await errorOf(bytes)).toContain(
      "The footer of pool.parquet is encrypted, which Headtail does not read. Decrypt it first, for example: duckdb -c",
    );
  });
});
