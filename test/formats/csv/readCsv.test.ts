import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CsvShape } from "../../../src/formats/csv/csvShape.ts";
import { readCsv } from "../../../src/formats/csv/readCsv.ts";
import { InputError } from "../../../src/formats/inputError.ts";
import type { RecordSource } from "../../../src/formats/records/record.ts";
import { encode } from "../support/anyLines.ts";
import { recordsOf, sourceOf } from "../support/recordSources.ts";
import {
  anyBytes,
  anyPieces,
  anyStyle,
  anyTable,
  columnsOf,
  recordOf,
  shapeOf,
  written,
} from "./csvTables.ts";

const PAIR = shapeOf(["url", "text"]);
const read = (text: string | Uint8Array, shape: CsvShape = PAIR, lengths?: readonly number[]) => {
  const bytes = typeof text === "string" ? encode(text) : text;
  return recordsOf(readCsv(sourceOf(bytes, "pairs.csv", lengths), shape));
};

const MIB = 2 ** 20;

describe("reading a table", () => {
  it("gives the cells that were written, in any pieces", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, anyStyle, anyPieces, fc.boolean(), async (...given) => {
        const [table, style, pieces, hasHeader] = given;
        const columns = columnsOf(table[0]);
        const { delimiter, encoding } = style;
        const shape = shapeOf(columns, { delimiter, encoding, hasHeader });
        expect(await read(written(table, style), shape, pieces)).toEqual({
          records: table.slice(Number(hasHeader)).map((row) => recordOf(columns, row)),
          error: null,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("gives the same of any bytes, in any pieces", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyPieces, fc.boolean(), async (file, pieces, quote) => {
        const shape = shapeOf(["a", "b"], { hasHeader: false, quote });
        expect(await read(file, shape, pieces)).toEqual(await read(file, shape));
      }),
      { numRuns: 2000 },
    );
  });

  it("skips blank lines, which are not records, and allows any line end", async () => {
    expect(await read('\r\nurl,text\r\n\n\r\nx,a\ny,""\r\n"z","b"')).toEqual({
      records: [
        { url: "x", text: "a" },
        { url: "y", text: "" },
        { url: "z", text: "b" },
      ],
      error: null,
    });
    expect((await read('a\n\n""\nb\n', shapeOf(["a"]))).records).toEqual([{ a: "" }, { a: "b" }]);
  });

  it("gives nothing of a file without rows", async () => {
    for (const text of ["", "\n", "url,text", "url,text\n", "\ufeffurl,text\r\n"]) {
      expect(await read(text)).toEqual({ records: [], error: null });
    }
  });

  it("takes a quote within an unquoted cell, and all quotes of an unquoted table, as they are", async () => {
    expect((await read('url,text\nx,a "big" dog"\n')).records).toEqual([
      { url: "x", text: 'a "big" dog"' },
    ]);
    const shape = shapeOf(["url", "text"], { delimiter: "\t", quote: false, hasHeader: false });
    expect((await read('x\t"big" dog\r\ny\t"a ""cat\n', shape)).records).toEqual([
      { url: "x", text: '"big" dog' },
      { url: "y", text: '"a ""cat' },
    ]);
  });

  it("keeps a byte order mark within the file", async () => {
    const shape = shapeOf(["url", "text"], { hasHeader: false });
    expect((await read("\ufeffx,a\n\ufeffy,\ufeffb\n", shape)).records).toEqual([
      { url: "x", text: "a" },
      { url: "\ufeffy", text: "\ufeffb" },
    ]);
  });

  it("makes a property of every column, whatever its name", async () => {
    const { records } = await read("a\nx,y\n", shapeOf(["__proto__", "constructor"]));
    expect(Object.entries(records[0] as object)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  it("gives batches of some thousand rows", async () => {
    const text = `url,text\n${"x,a\n".repeat(10_000)}`;
    const sizes: number[] = [];
    for await (const batch of readCsv(sourceOf(encode(text)), PAIR)) sizes.push(batch.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
    expect(sizes.reduce((a, b) => a + b)).toBe(10_000);
  });

  it("passes on what the source throws, after the rows before it", async () => {
    const source: RecordSource = {
      ...sourceOf(encode("")),
      async *stream() {
        yield encode("url,text\nx,a\ny,b");
        throw new Error("gone");
      },
    };
    expect(await recordsOf(readCsv(source, PAIR))).toEqual({
      records: [{ url: "x", text: "a" }],
      error: new Error("gone"),
    });
  });
});

describe("a row that cannot be read", () => {
  const bad = async (text: string | Uint8Array, shape?: CsvShape) =>
    (await read(text, shape)).records;

  it("has more or fewer cells than there are columns", async () => {
    expect(await bad('url,text\n"x\n",a\ny\nz,b,c\r\nw,d\n')).toEqual([
      { url: "x\n", text: "a" },
      { reason: "ragged-row", line: 4, beginning: "y" },
      { reason: "ragged-row", line: 5, beginning: "z,b,c" },
      { url: "w", text: "d" },
    ]);
  });

  it("has text after a closing quote, and ends where the line ends", async () => {
    expect(await bad('url,text\nx,"a" dog\ny,"a "big" dog"\n"z" ,b\nw,"d"\r\nv,"e"\re\n')).toEqual([
      { reason: "bad-quotes", line: 2, beginning: 'x,"a" dog' },
      { reason: "bad-quotes", line: 3, beginning: 'y,"a "big" dog"' },
      { reason: "bad-quotes", line: 4, beginning: '"z" ,b' },
      { url: "w", text: "d" },
      { reason: "bad-quotes", line: 6, beginning: 'v,"e"\re' },
    ]);
  });

  it("is not UTF-8", async () => {
    const latin1 = Buffer.from('url,text\nx,caf\xe9\ny,a\nz,"caf\xe9"\n', "latin1");
    expect(await bad(latin1)).toEqual([
      { reason: "not-utf8", line: 2, beginning: "x,caf\ufffd" },
      { url: "y", text: "a" },
      { reason: "not-utf8", line: 4, beginning: 'z,"caf\ufffd"' },
    ]);
    expect(await bad(latin1, shapeOf(["url", "text"], { encoding: "latin-1" }))).toEqual([
      { url: "x", text: "café" },
      { url: "y", text: "a" },
      { url: "z", text: "café" },
    ]);
  });

  it("is not UTF-16", async () => {
    const bytes = Buffer.from("\ufeffurl,text\nx,a\ud83d\ny,b\n", "utf16le");
    const shape = shapeOf(["url", "text"], { encoding: "utf-16le" });
    expect(await bad(bytes, shape)).toMatchObject([{ reason: "not-utf8" }, { text: "b" }]);
    expect(await bad(bytes.subarray(0, -3), shape)).toMatchObject([
      { reason: "not-utf8" },
      { reason: "not-utf8", line: 3 },
    ]);
  });

  it("is told by at most 200 characters, whole ones", async () => {
    const [{ beginning }] = (await bad(`url,text\na${"😀".repeat(300)}\n`)) as {
      beginning: string;
    }[];
    expect(beginning).toBe(`a${"😀".repeat(99)}`);
  });

  it.each([true, false])("has more than 16 MiB in a line, quoting %s", async (quote) => {
    const shape = shapeOf(["url", "text"], { quote });
    const cell = "x".repeat(16 * MIB - 2);
    const far = "x".repeat(2 ** 20);
    const text = `url,text\nx,${cell}\nx,${cell}x\n${quote ? '"a\n"' : "a"},${cell}${far}"yz"\ny,b\nz\n`;
    for (const lengths of [[65_536], [text.length]]) {
      const { records, error } = await read(text, shape, lengths);
      expect(error).toBe(null);
      expect(records).toHaveLength(5);
      expect((records[0] as { text: string }).text.length).toBe(16 * MIB - 2);
      expect(records.slice(1)).toMatchObject([
        { reason: "too-long", line: 3 },
        { reason: "too-long", line: 4 },
        { url: "y", text: "b" },
        { reason: "ragged-row", line: quote ? 7 : 6 },
      ]);
    }
  });
});

describe("a quote that is never closed", () => {
  it("ends the file after the rows before it, naming the line", async () => {
    const { records, error } = await read('url,text\nx,a\n"y\n",b\n"z\n\nz","c\nw,d\nv,e\n');
    expect(records).toEqual([
      { url: "x", text: "a" },
      { url: "y\n", text: "b" },
    ]);
    expect(error).toBeInstanceOf(InputError);
    expect(error?.message).toBe(
      "pairs.csv ends inside a quoted cell that begins in line 7. Close the quote there, or get the whole file again if its end is missing.",
    );
  });

  it("is told of the last row, too", async () => {
    for (const text of ['url,text\nx,"', 'url,text\nx,"a\n', 'url,text\nx,"a""']) {
      const { records, error } = await read(text, PAIR, [1]);
      expect(records).toEqual([]);
      expect(error?.message).toMatch(/in line 2\./);
    }
  });

  it("is told before 16 MiB of the file are taken into one cell", async () => {
    let given = 0;
    const rows = encode("x,a dog\n".repeat(8192));
    const source: RecordSource = {
      ...sourceOf(rows),
      async *stream() {
        yield encode("url,text\nw,b\n");
        yield rows;
        yield encode('y,"a dog\n');
        for (; given < 100 * MIB; given += rows.length) yield rows;
        yield encode('"');
      },
    };
    const { records, error } = await recordsOf(readCsv(source, PAIR));
    expect(records).toHaveLength(8193);
    expect(error).toBeInstanceOf(InputError);
    expect(error?.message).toBe(
      "pairs.csv holds a quoted cell that begins in line 8,195 and does not end within 16 MiB. Close the quote there, or double it where it is part of the text.",
    );
    expect(given).toBeLessThan(20 * MIB);
  });

  it("is told alike when the file comes in one piece", async () => {
    const text = `url,text\nx,a\ny,"${"x".repeat(17 * MIB)}"\nz,b\n`;
    for (const lengths of [[65_536], [text.length]]) {
      const { records, error } = await read(text, PAIR, lengths);
      expect(records).toEqual([{ url: "x", text: "a" }]);
      expect(error?.message).toMatch(/begins in line 3 and does not end within 16 MiB/);
    }
  });
});
