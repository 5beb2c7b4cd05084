import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvWriter } from "../../../src/formats/csv/csvWriter.ts";
import { readCsv } from "../../../src/formats/csv/readCsv.ts";
import { encode } from "../support/anyLines.ts";
import { recordsOf, sourceOf } from "../support/recordSources.ts";
import { anyPieces, anyTable, columnsOf, recordOf, shapeOf } from "./csvTables.ts";

describe("writing a table", () => {
  it("quotes cells that need it", () => {
    const cells = ["a dog", 'a "big" dog', "a, b", "a\tb", "a\nb", "a\rb", " a;b|c "];
    expect(csvWriter(["x"], ",").row(cells)).toBe(
      'a dog,"a ""big"" dog","a, b",a\tb,"a\nb","a\rb", a;b|c \n',
    );
    expect(csvWriter(["x"], "\t").row(cells)).toBe(
      'a dog\t"a ""big"" dog"\ta, b\t"a\tb"\t"a\nb"\t"a\rb"\t a;b|c \n',
    );
  });

  it("writes numbers, truth values and nothing", () => {
    const writer = csvWriter(["url", "a,b"], ",");
    expect(writer.header()).toBe('url,"a,b"\n');
    expect(writer.row([1.5, 2n ** 64n, true, false, null, 1e21, -0])).toBe(
      "1.5,18446744073709551616,true,false,,1e+21,0\n",
    );
    expect(csvWriter(["a"], ",").row([null])).toBe('""\n');
    expect(csvWriter(["a", "b"], ",").row([null, ""])).toBe(",\n");
  });

  it("is read back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.constantFrom(",", "\t"), anyPieces, async (...given) => {
        const [table, delimiter, pieces] = given as [string[][], "," | "\t", number[]];
        const columns = columnsOf(table[0]);
        const writer = csvWriter(columns, delimiter);
        const text = writer.header() + table.map((row) => writer.row(row)).join("");
        const source = sourceOf(encode(text), "a", pieces);
        expect(await recordsOf(readCsv(source, shapeOf(columns, { delimiter })))).toEqual({
          records: table.map((row) => recordOf(columns, row)),
          error: null,
        });
      }),
    );
  });
});
