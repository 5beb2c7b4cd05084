import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextEncoding } from "../../../src/formats/encoding/textEncoding.ts";
import { readLines } from "../../../src/formats/plain/readLines.ts";
import { subsetLines } from "../../../src/formats/plain/subsetLines.ts";
import { anyPieces, encoded } from "../csv/csvTables.ts";
import { encode } from "../support/anyLines.ts";
import { bytesOf, recordsOf, sourceOf } from "../support/recordSources.ts";

const read = (bytes: Uint8Array, encoding: TextEncoding = "utf-8", lengths?: readonly number[]) =>
  recordsOf(readLines(sourceOf(bytes, "a.txt", lengths), encoding));

const subset = (bytes: Uint8Array, encoding: TextEncoding, isKept: (record: number) => boolean) =>
  bytesOf(subsetLines(sourceOf(bytes, "a.txt", [7]), encoding, isKept));

const anyLine = fc.oneof(
  fc.constantFrom("a dog", "", " ", "\t", '"', 'a "big" dog, "', "\ufeffa", "\u00a0", "a\rb"),
  fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, "")),
);
const anyEncoding = fc.constantFrom<TextEncoding>("utf-8", "utf-16le", "utf-16be");
const isBlank = (line: string) => /^[ \t\r]*$/.test(line);

describe("the lines of a text file", () => {
  const anyFile = fc.record({
    lines: fc.array(anyLine, { maxLength: 20 }),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    endsInNewline: fc.boolean(),
    encoding: anyEncoding,
    pieces: anyPieces,
    bits: fc.nat(),
  });

  it("are records but for blank ones, and a subset holds the kept ones byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async ({ lines, lineEnd, endsInNewline, ...others }) => {
        const { encoding, pieces, bits } = others;
        const ended = lines.map((line, i) =>
          i < lines.length - 1 || endsInNewline ? line + lineEnd : line,
        );
        const file = encoded(`\ufeff${ended.join("")}`, encoding);
        const full = [...lines.keys()].filter((i) => !isBlank(lines[i]));
        expect(await read(file, encoding, pieces)).toEqual({
          records: full.map((i) => ({ text: lines[i] })),
          error: null,
        });
        const isKept = (record: number) => (bits >> record) % 2 === 1;
        const kept = full.filter((_, record) => isKept(record)).map((i) => ended[i]);
        expect(await subset(file, encoding, isKept)).toEqual(
          encoded(`\ufeff${kept.join("")}`, encoding),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("are told where they are not UTF-8, or too long", async () => {
    const bytes = Buffer.concat([
      Buffer.from("a dog\n\ncaf\xe9\n", "latin1"),
      encode(`${"é".repeat(2 ** 23)}x\na cat\n`),
    ]);
    const { records, error } = await read(bytes);
    expect(error).toBe(null);
    expect(records).toEqual([
      { text: "a dog" },
      { reason: "not-utf8", line: 3, beginning: "caf\ufffd" },
      { reason: "too-long", line: 4, beginning: "é".repeat(200) },
      { text: "a cat" },
    ]);
    expect((await subset(bytes, "utf-8", () => true)).toString("latin1")).toBe(
      "a dog\ncaf\xe9\na cat\n",
    );
    expect((await read(Buffer.from("caf\xe9 \x80\n", "latin1"), "latin-1")).records).toEqual([
      { text: "café €" },
    ]);
  });

  it("may be none", async () => {
    for (const text of ["", "\n \n", "\ufeff"]) {
      expect(await read(encode(text))).toEqual({ records: [], error: null });
    }
  });

  it("keep their white space, a carriage return at the end excepted", async () => {
    expect((await read(encode(" a \t\r\nb\r"))).records).toEqual([
      { text: " a \t" },
      { text: "b" },
    ]);
  });
});
