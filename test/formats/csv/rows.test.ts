import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowLayout } from "../../../src/formats/csv/csvShape.ts";
import { MAX_ROWS, splitRows } from "../../../src/formats/csv/rows.ts";
import type { TextEncoding } from "../../../src/formats/encoding/textEncoding.ts";
import { encode } from "../support/anyLines.ts";
import { sourceOf } from "../support/recordSources.ts";
import { anyBytes, anyPieces, encoded } from "./csvTables.ts";

/** Rows as text, one character a byte, and the sentence of the error that ended them. */
async function rowsOf(
  bytes: Uint8Array,
  encoding: TextEncoding,
  quote: boolean,
  pieces: readonly number[],
  blockBytes?: number,
) {
  const rows: unknown[] = [];
  const stream = sourceOf(bytes, "a", pieces).stream();
  const layout = rowLayout({ delimiter: ",", quote });
  try {
    for await (const block of splitRows("a", stream, encoding, layout, blockBytes)) {
      const text = Buffer.from(block.bytes).toString("latin1");
      for (const { start, end, next, ...others } of block.rows) {
        rows.push({ ...others, cells: text.slice(start, end), lineEnd: text.slice(end, next) });
      }
    }
  } catch (error) {
    return { rows, sentence: (error as Error).message };
  }
  return { rows, sentence: null };
}

describe("the rows of a text file", () => {
  it("are the same in blocks and pieces of any length", async () => {
    const anyEncoding = fc.constantFrom<TextEncoding>("utf-8", "utf-16le", "utf-16be");
    const anyLength = fc.integer({ min: 1, max: 16 });
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        anyEncoding,
        fc.boolean(),
        anyPieces,
        anyLength,
        async (latin1, encoding, quote, pieces, blockBytes) => {
          const text = Buffer.from(latin1).toString("latin1");
          const bytes = encoding === "utf-8" ? latin1 : encoded(text, encoding);
          const whole = await rowsOf(bytes, encoding, quote, [1000]);
          expect(await rowsOf(bytes, encoding, quote, pieces, blockBytes)).toEqual(whole);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("end where lines end that no quote holds open", async () => {
    const { rows } = await rowsOf(encode('a,"b\r\n""\n"\r\n\n"",c"\n"\n'), "utf-8", true, [2], 1);
    expect(rows).toEqual([
      { line: 1, fault: null, cells: 'a,"b\r\n""\n"', lineEnd: "\r\n" },
      { line: 5, fault: null, cells: '"",c"', lineEnd: "\n" },
    ]);
    expect((await rowsOf(encode('"\n"'), "utf-8", false, [1], 1)).rows).toEqual([
      { line: 1, fault: null, cells: '"', lineEnd: "\n" },
      { line: 2, fault: null, cells: '"', lineEnd: "" },
    ]);
  });

  it("come in blocks of no more than some thousand", async () => {
    const bytes = encode("x\n".repeat(2 * MAX_ROWS + 1));
    const sizes: number[] = [];
    const layout = rowLayout({ delimiter: ",", quote: true });
    for await (const { rows } of splitRows("a", sourceOf(bytes).stream(), "utf-8", layout)) {
      sizes.push(rows.length);
    }
    expect(sizes).toEqual([MAX_ROWS, MAX_ROWS, 1]);
  });
});
