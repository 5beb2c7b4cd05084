import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/formats/csv/readCsv.ts";
import { subsetCsv } from "../../../src/formats/csv/subsetCsv.ts";
import { encode } from "../support/anyLines.ts";
import { bytesOf, recordsOf, sourceOf } from "../support/recordSources.ts";
import {
  anyBytes,
  anyPieces,
  anyStyle,
  anyTable,
  columnsOf,
  encoded,
  recordOf,
  shapeOf,
  written,
} from "./csvTables.ts";

const PAIR = shapeOf(["url", "text"]);

describe("the subset of a table", () => {
  it("is the file itself when all is kept", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, anyStyle, anyPieces, fc.boolean(), async (...given) => {
        const [table, style, pieces, hasHeader] = given;
        const bytes = written(table, style);
        const { delimiter, encoding } = style;
        const shape = shapeOf(columnsOf(table[0]), { delimiter, encoding, hasHeader });
        const subset = await bytesOf(subsetCsv(sourceOf(bytes, "a", pieces), shape, () => true));
        expect(subset.equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads as the kept records", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, anyStyle, anyPieces, fc.nat(), async (...given) => {
        const [table, style, pieces, bits] = given;
        const { delimiter, encoding } = style;
        const columns = columnsOf(table[0]);
        const shape = shapeOf(columns, { delimiter, encoding });
        const isKept = (record: number) => (bits >> record) % 2 === 1;
        const source = sourceOf(written(table, style), "a", pieces);
        const subset = await bytesOf(subsetCsv(source, shape, isKept));
        expect((await recordsOf(readCsv(sourceOf(subset), shape))).records).toEqual(
          table
            .slice(1)
            .filter((_, i) => isKept(i))
            .map((row) => recordOf(columns, row)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("numbers records as the reader does, broken ones too", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyPieces, fc.nat(), async (file, pieces, bits) => {
        const shape = shapeOf(["a", "b"], { hasHeader: false });
        const source = sourceOf(file, "a", pieces);
        const { records, error } = await recordsOf(readCsv(source, shape));
        fc.pre(error === null);
        const isKept = (record: number) => (bits >> record) % 2 === 1;
        const subset = await bytesOf(subsetCsv(source, shape, isKept));
        const again = (await recordsOf(readCsv(sourceOf(subset), shape))).records;
        const withoutLine = (record: unknown) => ({ ...(record as object), line: null });
        expect(again.map(withoutLine)).toEqual(
          records.filter((_, i) => isKept(i)).map(withoutLine),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["utf-8", "utf-16le", "utf-16be", "latin-1"] as const)(
    "keeps the quoting and line ends of a file in %s, and leaves out blank lines",
    async (encoding) => {
      const mark = encoding === "latin-1" ? "" : "\ufeff";
      const file = encoded(
        `${mark}\nurl;"text"\r\n\r\n"x";a\r\ny;"é\nb"\n\nz;"c"\r\nw;d ÿ`,
        encoding,
      );
      const shape = { ...PAIR, delimiter: ";", encoding } as const;
      const kept = async (...records: number[]) =>
        bytesOf(subsetCsv(sourceOf(file, "a", [3]), shape, (record) => records.includes(record)));
      expect(await kept(1, 3)).toEqual(encoded(`${mark}url;"text"\r\ny;"é\nb"\nw;d ÿ`, encoding));
      expect(await kept(0, 1)).toEqual(
        encoded(`${mark}url;"text"\r\n"x";a\r\ny;"é\nb"\n`, encoding),
      );
      expect(await kept()).toEqual(encoded(`${mark}url;"text"\r\n`, encoding));
    },
  );

  it("leaves out rows that are too long", async () => {
    const text = `url,text\nx,${"x".repeat(2 ** 24)}\ny,b\n`;
    const subset = await bytesOf(subsetCsv(sourceOf(encode(text)), PAIR, () => true));
    expect(subset.toString()).toBe("url,text\ny,b\n");
  });

  it("throws as the reader does", async () => {
    const source = sourceOf(encode('url,text\nx,"a\n'));
    await expect(bytesOf(subsetCsv(source, PAIR, () => true))).rejects.toThrow(
      "pairs.csv ends inside a quoted cell that begins in line 2.",
    );
  });

  it("leaves half a UTF-16 unit at the end as it is", async () => {
    const file = encoded("\ufeffurl,text\nx,a\n", "utf-16le");
    for (const end of [file.length - 1, file.length - 3]) {
      const cut = file.subarray(0, end);
      const shape = { ...PAIR, encoding: "utf-16le" } as const;
      expect(await bytesOf(subsetCsv(sourceOf(cut), shape, () => true))).toEqual(Buffer.from(cut));
    }
  });
});
