import fc from "fast-check";
import type { ColumnChunk, CompressionCodec, ParquetType, SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { parquetShape } from "../../../src/formats/parquet/parquetShape.ts";
import { readParquet } from "../../../src/formats/parquet/readParquet.ts";
import { BadRecord } from "../../../src/formats/records/record.ts";
import {
  allOf,
  type DuckDb,
  drained,
  handmadeFile,
  hasDuckDb,
  memorySource,
  openDuckDb,
} from "./support.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A file of one column, as the library writes it. */
function fileOf(element: SchemaElement, data: unknown[], rowGroupSize = 1000): Uint8Array {
  const out = new ByteWriter();
  const schema = [{ name: "root", num_children: 1 }, element];
  const writer = new ParquetWriter({ writer: out, schema, codec: "UNCOMPRESSED" });
  writer.write({ columnData: [{ name: element.name, data, encoding: "PLAIN" }], rowGroupSize });
  writer.finish();
  return out.getBytes().slice();
}

/** A chunk as it is told in a footer, for a file whose only chunk begins after the mark. */
function chunkOf(
  type: ParquetType,
  path_in_schema: string[],
  values: number,
  bytes: number,
  codec: CompressionCodec = "UNCOMPRESSED",
): ColumnChunk {
  const size = BigInt(bytes);
  return {
    file_offset: 4n,
    meta_data: {
      type,
      encodings: ["PLAIN"],
      path_in_schema,
      codec,
      num_values: BigInt(values),
      total_uncompressed_size: size,
      total_compressed_size: size,
      data_page_offset: 4n,
    },
  };
}

/** A data page of the older version, with levels of one bit or two. */
function pageV1(out: ByteWriter, values: Uint8Array, levels: readonly number[][], slots: number) {
  const page = new ByteWriter();
  for (const level of levels) {
    const packed = new ByteWriter();
    writeRleBitPackedHybrid(packed, level, level.some((value) => value > 1) ? 2 : 1);
    page.appendUint32(packed.offset);
    page.appendBytes(packed.getBytes());
  }
  page.appendBytes(values);
  writePageHeader(out, {
    type: "DATA_PAGE",
    uncompressed_page_size: page.offset,
    compressed_page_size: page.offset,
    data_page_header: {
      num_values: slots,
      encoding: "PLAIN",
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  });
  out.appendBytes(page.getBytes());
}

describe("records of a Parquet file", () => {
  const text: SchemaElement = {
    name: "text",
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    repetition_type: "OPTIONAL",
  };

  it("gives every text as it was, whatever the row groups", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.string({ unit: "grapheme" })), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 60 }),
        async (texts, rowGroupSize) => {
          const bytes = fileOf(text, texts, rowGroupSize);
          const records = await allOf(readParquet(memorySource(bytes), null));
          expect(records).toEqual(texts.map((text) => ({ text })));
        },
      ),
    );
  });

  it("gives batches of at most 4,096 records", async () => {
    const bytes = fileOf(
      { ...text, repetition_type: "REQUIRED" },
      new Array(9000).fill("dog"),
      5000,
    );
    const { given } = await drained(readParquet(memorySource(bytes), ["text"]));
    expect(Math.max(...given.map((batch) => batch.length))).toBe(4096);
    expect(given.flat()).toHaveLength(9000);
  });

  it("gives smaller batches of large records", async () => {
    const blob: SchemaElement = { name: "blob", type: "BYTE_ARRAY", repetition_type: "REQUIRED" };
    const bytes = fileOf(blob, new Array(100).fill(new Uint8Array(2 ** 20)));
    const { given } = await drained(readParquet(memorySource(bytes), null));
    expect(given.map((batch) => batch.length)).toEqual([32, 32, 32, 4]);
  });

  it("puts a bad record where a text is not UTF-8", async () => {
    const bytes = fileOf(text, ["dog", Uint8Array.of(0x63, 0xff, 0x74), "cat"]);
    const records = await allOf(readParquet(memorySource(bytes), ["text"]));
    expect(records).toEqual([
      { text: "dog" },
      new BadRecord("not-utf8", null, "c\ufffdt"),
      { text: "cat" },
    ]);
    expect(records[1]).toBeInstanceOf(BadRecord);
  });

  it("reads bytes as text where they are UTF-8, and in hexadecimal else", async () => {
    const blob: SchemaElement = { name: "blob", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" };
    const bytes = fileOf(blob, [utf8("größe"), Uint8Array.of(0x00, 0xff), null]);
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual([{ blob: "größe" }, { blob: "00ff" }, { blob: null }]);
    const fixed: SchemaElement = {
      name: "sha",
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 3,
      repetition_type: "REQUIRED",
    };
    const ofFixed = fileOf(fixed, [utf8("dog"), Uint8Array.of(0, 0xab, 0xff)]);
    expect(await allOf(readParquet(memorySource(ofFixed), null))).toEqual([
      { sha: "646f67" },
      { sha: "00abff" },
    ]);
  });

  it("reads whole numbers that a double does not hold as digits", async () => {
    const id: SchemaElement = { name: "id", type: "INT64", repetition_type: "REQUIRED" };
    const values = [1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n - 1n];
    expect(await allOf(readParquet(memorySource(fileOf(id, values)), null))).toEqual([
      { id: 1 },
      { id: "-9223372036854775808" },
      { id: "9007199254740992" },
      { id: 9007199254740991 },
    ]);
  });

  it("reads times of 12 bytes, as Spark wrote them", async () => {
    const schema: SchemaElement[] = [
      { name: "root", num_children: 1 },
      { name: "at", type: "INT96", repetition_type: "REQUIRED" },
    ];
    const stored = new DataView(new ArrayBuffer(12));
    stored.setBigInt64(0, 45_296_123_456_789n, true);
    stored.setUint32(8, 2_440_588 + 19_753, true);
    const out = new ByteWriter();
    pageV1(out, new Uint8Array(stored.buffer), [], 1);
    const bytes = handmadeFile(out.getBytes(), {
      schema,
      num_rows: 1n,
      row_groups: [
        {
          num_rows: 1n,
          total_byte_size: 0n,
          columns: [chunkOf("INT96", ["at"], 1, out.offset)],
        },
      ],
    });
    expect(await allOf(readParquet(memorySource(bytes), null))).toEqual([
      { at: "2024-01-31T12:34:56.123456789Z" },
    ]);
  });

  it("reads a row of a list that goes on in the next page", async () => {
    const schema: SchemaElement[] = [
      { name: "root", num_children: 1 },
      { name: "ids", repetition_type: "OPTIONAL", num_children: 1, logical_type: { type: "LIST" } },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", type: "INT32", repetition_type: "REQUIRED" },
    ];
    const int32 = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);
    const out = new ByteWriter();
    pageV1(
      out,
      int32(1, 2, 3),
      [
        [0, 0, 1],
        [2, 2, 2],
      ],
      3,
    );
    pageV1(
      out,
      int32(4, 5),
      [
        [1, 1],
        [2, 2],
      ],
      2,
    );
    pageV1(
      out,
      int32(6, 7),
      [
        [1, 0, 0, 0],
        [2, 1, 0, 2],
      ],
      4,
    );
    const bytes = handmadeFile(out.getBytes(), {
      schema,
      num_rows: 5n,
      row_groups: [
        {
          num_rows: 5n,
          total_byte_size: 0n,
          columns: [chunkOf("INT32", ["ids", "list", "element"], 9, out.offset)],
        },
      ],
    });
    expect(await allOf(readParquet(memorySource(bytes), null))).toEqual([
      { ids: [1] },
      { ids: [2, 3, 4, 5, 6] },
      { ids: [] },
      { ids: null },
      { ids: [7] },
    ]);
  });

  it("reads a file without rows, and rows without columns", async () => {
    const none = fileOf({ name: "id", type: "INT32", repetition_type: "REQUIRED" }, []);
    expect(await allOf(readParquet(memorySource(none), null))).toEqual([]);
    const three = fileOf(text, ["a", "b", "c"]);
    expect(await allOf(readParquet(memorySource(three), []))).toEqual([{}, {}, {}]);
  });

  it("names the columns there are, where one is not there", async () => {
    const { error } = await drained(readParquet(memorySource(fileOf(text, ["a"])), ["caption"]));
    expect(error).toEqual(
      new InputError('pool.parquet has no column "caption". Its columns are: text.'),
    );
  });

  describe("that cannot be read", () => {
    const schema: SchemaElement[] = [{ name: "root", num_children: 1 }, text];
    const fileWith = (chunk: ColumnChunk) =>
      handmadeFile(new Uint8Array(100), {
        schema,
        num_rows: 1n,
        row_groups: [{ num_rows: 1n, total_byte_size: 0n, columns: [chunk] }],
      });

    async function errorOf(bytes: Uint8Array): Promise<string> {
      const { given, error } = await drained(readParquet(memorySource(bytes), null));
      expect(given).toEqual([]);
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).message;
    }

    it("says so of a codec", async () => {
      expect(await errorOf(fileWith(chunkOf("BYTE_ARRAY", ["text"], 1, 100, "LZO")))).toBe(
        'In pool.parquet, column "text" is compressed with LZO, which Headtail does not read. Write the file again with zstd, for example in Spark: df.write.option("compression", "zstd").parquet("…").',
      );
    });

    it("says so of an encrypted column", async () => {
      expect(await errorOf(fileWith({ file_offset: 4n }))).toContain(
        'In pool.parquet, column "text" is encrypted, which Headtail does not read. Decrypt it first, for example: duckdb -c',
      );
    });

    it("says so of an encoding", async () => {
      const out = new ByteWriter();
      writePageHeader(out, {
        type: "DATA_PAGE",
        uncompressed_page_size: 0,
        compressed_page_size: 0,
        data_page_header: {
          num_values: 1,
          encoding: "BIT_PACKED",
          definition_level_encoding: "RLE",
          repetition_level_encoding: "RLE",
        },
      });
      const bytes = handmadeFile(out.getBytes(), {
        schema,
        num_rows: 1n,
        row_groups: [
          {
            num_rows: 1n,
            total_byte_size: 0n,
            columns: [chunkOf("BYTE_ARRAY", ["text"], 1, out.offset)],
          },
        ],
      });
      expect(await errorOf(bytes)).toBe(
        "pool.parquet has values in an encoding that Headtail does not read (BIT_PACKED) in row group 1 (rows 1 to 1): column \"text\" cannot be read from row 1 on. Write the file again, for example: duckdb -c \"COPY (FROM 'pool.parquet') TO 'new-pool.parquet'\".",
      );
    });

    it("says so of nesting that is no list, map or struct", async () => {
      const nested: SchemaElement[] = [
        { name: "root", num_children: 1 },
        { name: "map", repetition_type: "OPTIONAL", num_children: 1, converted_type: "MAP" },
        { name: "entries", repetition_type: "REPEATED", num_children: 2 },
        { name: "k", type: "INT32", repetition_type: "REQUIRED" },
        { name: "v", type: "INT32", repetition_type: "REQUIRED" },
      ];
      const out = new ByteWriter();
      const value = new Uint8Array(4);
      pageV1(out, value, [[0], [2]], 1);
      const { offset } = out;
      const chunk = (name: string) => chunkOf("INT32", ["map", "entries", name], 1, offset);
      const bytes = handmadeFile(out.getBytes(), {
        schema: nested,
        num_rows: 1n,
        row_groups: [{ num_rows: 1n, total_byte_size: 0n, columns: [chunk("k"), chunk("v")] }],
      });
      expect(await errorOf(bytes)).toContain(
        'In pool.parquet, column "map" is nested in a way that Headtail does not read.',
      );
    });

    it("gives the records before a damaged page", async () => {
      const texts = Array.from({ length: 9000 }, (_, i) => `a dog and ${i} cats`);
      const bytes = fileOf(text, texts, 5000);
      const { footer } = await parquetShape(memorySource(bytes));
      const [{ start, end }] = footer.groups[1].chunks;
      const damaged = bytes.slice().fill(0xff, start, end);
      const { given, error } = await drained(readParquet(memorySource(damaged), ["text"]));
      expect(given.flat()).toEqual(texts.slice(0, 5000).map((text) => ({ text })));
      expect(error).toEqual(
        new InputError(
          'pool.parquet is damaged in row group 2 (rows 5,001 to 9,000): column "text" cannot be read from row 5,001 on. Get the file again.',
        ),
      );
    });

    it("says so whatever the header of a page is, or gives as many records as there are", async () => {
      const bytes = fileOf(text, ["dog", null, "cat"]);
      const { footer } = await parquetShape(memorySource(bytes));
      const [{ start }] = footer.groups[0].chunks;
      for (let at = start; at < start + 28; at++) {
        for (let byte = 0; byte < 256; byte++) {
          const damaged = bytes.slice().fill(byte, at, at + 1);
          const { given, error } = await drained(readParquet(memorySource(damaged), null));
          if (error === null) expect(given.flat()).toHaveLength(3);
          else expect(error).toBeInstanceOf(InputError);
        }
      }
    });

    it("says so whatever bytes are wrong, or gives as many records as there are", async () => {
      const bytes = fileOf(
        text,
        Array.from({ length: 300 }, (_, i) => `dog ${i}`),
        100,
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (changes) => {
            const damaged = bytes.slice();
            for (const [at, byte] of changes) damaged[at] = byte;
            const { given, error } = await drained(readParquet(memorySource(damaged), null));
            if (error === null) expect(given.flat()).toHaveLength(300);
            else expect(error).toBeInstanceOf(InputError);
          },
        ),
        { numRuns: 300 },
      );
    });

    it("passes on why the file cannot be read", async () => {
      const bytes = fileOf(text, ["dog"]);
      const shape = await parquetShape(memorySource(bytes));
      const gone = new Error("The file is gone.");
      const source = { ...memorySource(bytes), read: () => Promise.reject(gone) };
      expect((await drained(readParquet(source, null, shape))).error).toBe(gone);
    });
  });
});

describe.skipIf(!hasDuckDb)("records of a file by DuckDB", () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });

  const ROWS = 5000;
  const LAION = `SELECT i AS SAMPLE_ID, 'https://example.com/' || i || '.jpg' AS URL,
      CASE WHEN i % 7 = 0 THEN NULL ELSE 'größe 犬 🐕 ' || i END AS TEXT,
      (i % 3000)::INT AS HEIGHT, 640 AS WIDTH, '?' AS LICENSE,
      CASE WHEN i % 3 = 0 THEN 'en' ELSE 'de' END AS "LANGUAGE", NULL::VARCHAR AS NSFW,
      i / 8 AS similarity
    FROM range(${ROWS}) AS r(i) ORDER BY i`;

  const laion = (i: number) => ({
    SAMPLE_ID: i,
    URL: `https://example.com/${i}.jpg`,
    TEXT: i % 7 === 0 ? null : `größe 犬 🐕 ${i}`,
    HEIGHT: i % 3000,
    WIDTH: 640,
    LICENSE: "?",
    LANGUAGE: i % 3 === 0 ? "en" : "de",
    NSFW: null,
    similarity: i / 8,
  });

  it.each([
    "CODEC snappy",
    "CODEC zstd",
    "CODEC gzip",
    "CODEC uncompressed",
    "CODEC lz4_raw",
    "CODEC brotli",
    "CODEC zstd, PARQUET_VERSION v2",
    "CODEC snappy, DICTIONARY_SIZE_LIMIT 1",
  ])("are those of LAION's columns: %s", async (options) => {
    const bytes = await db.write(LAION, `ROW_GROUP_SIZE 2048, ${options}`);
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual(Array.from({ length: ROWS }, (_, i) => laion(i)));
  });

  it("are read of the columns that are asked for only", async () => {
    const bytes = await db.write(LAION, "CODEC uncompressed, DICTIONARY_SIZE_LIMIT 1");
    const source = memorySource(bytes);
    const shape = await parquetShape(source);
    const before = source.bytesRead;
    const records = await allOf(readParquet(source, ["similarity", "SAMPLE_ID"], shape));
    expect(records[9]).toEqual({ SAMPLE_ID: 9, similarity: 9 / 8 });
    const asked = shape.columns.filter(({ name }) => /^(SAMPLE_ID|similarity)$/.test(name));
    expect(source.bytesRead - before).toBe(asked.reduce((sum, column) => sum + column.bytes, 0));
  });

  it("are those of DataComp's columns", async () => {
    const bytes = await db.write(
      `SELECT md5(i::VARCHAR) AS uid, 'u' || i AS url, 'dog ' || i AS text,
        640::BIGINT AS original_width, (i / 16)::FLOAT AS clip_b32_similarity_score,
        CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN [] WHEN 2 THEN [[]] WHEN 3 THEN [NULL, [NULL, 1.5]]
          ELSE [[0.1, 0.2, 0.3, 0.4], [i]] END::DOUBLE[][] AS face_bboxes,
        sha256(i::VARCHAR) AS sha256
      FROM range(${ROWS}) AS r(i) ORDER BY i`,
      "ROW_GROUP_SIZE 2048",
    );
    const hashes = await db.query(
      `SELECT md5(i::VARCHAR) AS uid, sha256(i::VARCHAR) AS sha256 FROM range(${ROWS}) AS r(i) ORDER BY i`,
    );
    const boxes = (i: number) =>
      [null, [], [[]], [null, [null, 1.5]], [[0.1, 0.2, 0.3, 0.4], [i]]][i % 5];
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual(
      hashes.map(({ uid, sha256 }, i) => ({
        uid,
        url: `u${i}`,
        text: `dog ${i}`,
        original_width: 640,
        clip_b32_similarity_score: i / 16,
        face_bboxes: boxes(i),
        sha256,
      })),
    );
  });

  it("are those of COYO's columns, numbers too large for doubles and times", async () => {
    const bytes = await db.write(
      `SELECT 9223372036854775807 - i AS id, 'u' || i AS url, 'dog ' || i AS text,
        (18446744073709551615 - i)::UBIGINT AS image_phash, i::UTINYINT AS num_faces,
        4294967295::UINTEGER AS unsigned, -1::TINYINT AS signed,
        (i * -1.17)::DECIMAL(9, 2) AS decimal, (i * -1.17)::DECIMAL(18, 3) AS longer,
        (i * 1.17)::DECIMAL(38, 5) AS longest, 'NaN'::DOUBLE AS nan, '-inf'::FLOAT AS infinite,
        DATE '1969-12-31' + i::INT AS day,
        TIMESTAMP '1969-12-31 23:59:59.000001' + INTERVAL (i) SECOND AS time,
        TIMESTAMPTZ '2024-01-31 12:34:56Z' AS instant,
        '2024-01-31 12:34:56.123456789'::TIMESTAMP_NS AS nanos, TIME '12:34:56.5' AS clock,
        'infinity'::DATE AS never, 'infinity'::TIMESTAMP AS never_at,
        '00112233-4455-6677-8899-aabbccddeeff'::UUID AS uuid, '{"a": [1, null]}'::JSON AS json,
        'b'::ENUM('a', 'b') AS enum, INTERVAL 1 DAY AS interval
      FROM range(3) AS r(i) ORDER BY i`,
    );
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual(
      [0, 1, 2].map((i) => ({
        id: `922337203685477580${7 - i}`,
        url: `u${i}`,
        text: `dog ${i}`,
        image_phash: `1844674407370955161${5 - i}`,
        num_faces: i,
        unsigned: 4294967295,
        signed: -1,
        decimal: [0, -1.17, -2.34][i],
        longer: [0, -1.17, -2.34][i],
        longest: [0, 1.17, 2.34][i],
        nan: null,
        infinite: null,
        day: ["1969-12-31", "1970-01-01", "1970-01-02"][i],
        time: [
          "1969-12-31T23:59:59.000001",
          "1970-01-01T00:00:00.000001",
          "1970-01-01T00:00:01.000001",
        ][i],
        instant: "2024-01-31T12:34:56.000Z",
        nanos: "2024-01-31T12:34:56.123456789",
        clock: "12:34:56.500",
        never: "2147483647",
        never_at: "9223372036854775807",
        uuid: "00112233-4455-6677-8899-aabbccddeeff",
        json: { a: [1, null] },
        enum: "b",
        interval: "000000000100000000000000",
      })),
    );
  });

  it("are those of lists, structs and maps in each other", async () => {
    const bytes = await db.write(
      `SELECT * FROM (VALUES
        (NULL, NULL, NULL, NULL),
        ([], {'a': NULL, 'b': NULL}, MAP {}, []),
        ([NULL], {'a': 1, 'b': []}, MAP {'k': NULL}, [NULL]),
        (['a', 'ü'], {'a': 2, 'b': [NULL, 'q']}, MAP {'k': 1, 'j': 9007199254740993},
          [{'x': 1, 'y': NULL}, {'x': NULL, 'y': ['z']}])
      ) AS t(texts, struct, map, structs)`,
    );
    expect(await allOf(readParquet(memorySource(bytes), null))).toEqual([
      { texts: null, struct: null, map: null, structs: null },
      { texts: [], struct: { a: null, b: null }, map: {}, structs: [] },
      { texts: [null], struct: { a: 1, b: [] }, map: { k: null }, structs: [null] },
      {
        texts: ["a", "ü"],
        struct: { a: 2, b: [null, "q"] },
        map: { k: 1, j: "9007199254740993" },
        structs: [
          { x: 1, y: null },
          { x: null, y: ["z"] },
        ],
      },
    ]);
  });

  it("are those of variants", async () => {
    const bytes = await db.write(
      "SELECT {'a': i, 'b': [1, NULL], 'c': 'ü', 'd': DATE '2024-01-31'}::VARIANT AS v FROM range(2) AS r(i)",
    );
    const records = await allOf(readParquet(memorySource(bytes), null));
    expect(records).toEqual(
      [0, 1].map((a) => ({ v: { a, b: [1, null], c: "ü", d: "2024-01-31" } })),
    );
  });
});
