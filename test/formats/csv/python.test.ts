import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvWriter } from "../../../src/formats/csv/csvWriter.ts";
import { readCsv } from "../../../src/formats/csv/readCsv.ts";
import { recordsOf, sourceOf } from "../support/recordSources.ts";
import { anyDelimiter, anyTable, columnsOf, recordOf, shapeOf } from "./csvTables.ts";

const PYTHON = "/usr/bin/python3";

/** Runs a program over JSON. */
function python<T>(program: string, input: unknown): T {
  const output = execFileSync(PYTHON, ["-c", `import csv, io, json, sys\n${program}`], {
    input: JSON.stringify(input),
    maxBuffer: 2 ** 28,
    env: { PYTHONIOENCODING: "utf-8" },
  });
  return JSON.parse(output.toString());
}

const WRITE = `
def write(case):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=case["delimiter"], lineterminator=case["lineEnd"],
                        quoting=getattr(csv, case["quoting"]))
    writer.writerows(case["table"])
    return out.getvalue()
print(json.dumps([write(case) for case in json.load(sys.stdin)]))
`;
const READ = `
def read(case):
    return list(csv.reader(io.StringIO(case["text"], newline=""), delimiter=case["delimiter"]))
print(json.dumps([read(case) for case in json.load(sys.stdin)]))
`;

const anyCase = fc.record({
  table: anyTable,
  delimiter: anyDelimiter,
  lineEnd: fc.constantFrom("\n", "\r\n"),
  quoting: fc.constantFrom("QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC"),
});

describe.skipIf(!existsSync(PYTHON))("tables of Python's csv module (needs python3)", () => {
  it("are read as they were written", async () => {
    const cases = fc
      .sample(anyCase, 2000)
      // With "\\n" as line end it leaves "\\r" unquoted, which it does not read back either.
      .filter(({ table, lineEnd }) => lineEnd === "\r\n" || !table.flat().join().includes("\r"));
    const texts = python<string[]>(WRITE, cases);
    expect(texts.length).toBeGreaterThan(1000);
    for (const [i, { table, delimiter }] of cases.entries()) {
      const columns = columnsOf(table[0]);
      const shape = shapeOf(columns, { delimiter, hasHeader: false });
      // A mark of its own, lest one in the first cell be taken for it.
      const source = sourceOf(Buffer.from(`\ufeff${texts[i]}`), "a", [7]);
      expect(await recordsOf(readCsv(source, shape))).toEqual({
        records: table.map((row) => recordOf(columns, row)),
        error: null,
      });
    }
  });

  it("reads what is written here", () => {
    const cases = fc
      .sample(fc.tuple(anyTable, fc.constantFrom<"," | "\t">(",", "\t")), 1000)
      .map(([table, delimiter]) => {
        const writer = csvWriter(columnsOf(table[0]), delimiter);
        const text = writer.header() + table.map((row) => writer.row(row)).join("");
        return { table: [columnsOf(table[0]), ...table], delimiter, text };
      });
    expect(python(READ, cases)).toEqual(cases.map(({ table }) => table));
  });
});
