import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMatcher } from "../../src/core/matching/matcher.ts";
import { buildIndex } from "../../src/core/matching/metadataIndex.ts";
import { packText } from "../../src/core/text/packedText.ts";
import type { LineColumns } from "../../src/kernel/lineColumns.ts";
import { canRunWasm } from "../../src/kernel/module.ts";
import { placeIndex } from "../../src/kernel/placedIndex.ts";
import { ALL_LINES } from "../../src/kernel/sampling.ts";
import { createTypescriptKernel } from "../../src/kernel/typescriptKernel.ts";
import { createWasmKernel } from "../../src/kernel/wasmKernel.ts";
import { TOKENS } from "../core/support/nastyText.ts";
import { anyRecord, anyText, encode, joined, mutatedLines } from "../formats/support/anyLines.ts";

const ENTRIES = ["a", "dog", "a dog", "yes", 'cat"', "", "犬", "Ein Hund", "b", ...TOKENS].filter(
  (entry, i, all) => entry !== "" && all.indexOf(entry) === i,
);
const MUTATED_LINES = process.env.FUZZ === undefined ? 200_000 : 1_000_000;
const LINES_AT_ONCE = 5_000;

/** Both kernels over one index. */
function kernelsOf(entries: readonly string[]) {
  const index = buildIndex(packText(entries));
  const typescript = createTypescriptKernel(createMatcher(index));
  const wasm = createWasmKernel(placeIndex(index, 2), 1);
  return {
    /** What both find in some lines, which must be the same. */
    match(lines: Uint8Array, captionField = "text", sampling = ALL_LINES): LineColumns {
      const before = lines.slice();
      const found = wasm.matchLines(lines, captionField, sampling);
      expect(Buffer.compare(lines, before)).toBe(0);
      const expected = typescript.matchLines(lines, captionField, sampling);
      if (!sameColumns(found, expected)) expect(found).toEqual(expected);
      return found;
    },
  };
}

function sameColumns(a: LineColumns, b: LineColumns): boolean {
  return Object.entries(a).every(([name, column]) => {
    const other = b[name as keyof LineColumns];
    return ArrayBuffer.isView(column)
      ? Buffer.compare(Buffer.from(column.buffer), Buffer.from((other as Uint32Array).buffer)) === 0
      : JSON.stringify(column) === JSON.stringify(other);
  });
}

const lineOf = (text: string) => JSON.stringify({ text });

describe("the two kernels", () => {
  const kernels = kernelsOf(ENTRIES);

  it("both run here", () => {
    expect(canRunWasm()).toBe(true);
  });

  it(`find the same in ${MUTATED_LINES.toLocaleString("en")} lines of valid and broken JSON`, () => {
    const totals = { captions: 0, rejected: 0, blank: 0, matches: 0 };
    let lines: Uint8Array[] = [];
    for (const line of mutatedLines(MUTATED_LINES, 7)) {
      lines.push(line, Uint8Array.of(0x0a));
      if (lines.length < LINES_AT_ONCE * 2) continue;
      const found = kernels.match(joined(...lines));
      totals.captions += found.lineStarts.length;
      totals.rejected += found.rejected;
      totals.blank += found.blank;
      totals.matches += found.entryIds.length;
      lines = [];
    }
    expect(totals.captions).toBeGreaterThan(MUTATED_LINES / 20);
    expect(totals.rejected).toBeGreaterThan(MUTATED_LINES / 20);
    expect(totals.matches).toBeGreaterThan(MUTATED_LINES / 20);
  }, 300_000);

  it("find the same in any records, in a field of any name", () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), anyText, (lines, field) => {
        kernels.match(encode(lines.join("\n")));
        kernels.match(encode(lines.join("\n")), field);
      }),
    );
    expect(kernels.match(encode('{"犬": "a dog"}'), "犬").lineStarts.length).toBe(1);
  });

  it("give the columns of each caption, and the lines without", () => {
    const lines = [
      '{"text": "a dog", "id": 7}',
      "",
      '{"text": ""}',
      "\t \r",
      "{",
      '{"text": "yes, a dog"}',
      "\xff",
      "[1]",
    ];
    const found = kernels.match(new Uint8Array(Buffer.from(lines.join("\n"), "latin1")));
    expect([...found.lineStarts]).toEqual([0, 47]);
    expect([...found.captionLines]).toEqual([0, 5]);
    expect([...found.keyless]).toEqual([1]);
    expect([...found.keyLanes.subarray(2)]).toEqual([0, 0]);
    expect(found.rejects).toEqual([
      { line: 2, reason: "no-text" },
      { line: 4, reason: "not-json" },
      { line: 6, reason: "not-utf8" },
      { line: 7, reason: "not-object" },
    ]);
    expect(found).toMatchObject({ lines: 8, blank: 2, rejected: 4, matchedCaptions: 2 });
    expect([...found.matchStart]).toEqual([0, 3, 8]);
    expect(Array.from(found.entryIds, (id) => ENTRIES[id])).toEqual([
      "a",
      "a dog",
      "dog",
      "yes",
      ",",
      "a",
      "a dog",
      "dog",
    ]);
  });

  it("take the same lines of a sample, and count what they pass over", () => {
    const lines: Uint8Array[] = [];
    for (const line of mutatedLines(2_000, 3)) lines.push(line, Uint8Array.of(0x0a));
    const bytes = joined(...lines);
    const all = kernels.match(bytes).lines;
    for (const oneIn of [2, 3, 10, 5_000]) {
      for (const offset of [0, 2 ** 31, 2 ** 32 + 7, 2 ** 52]) {
        const found = kernels.match(bytes, "text", { oneIn, offset });
        const { blank, rejected, passedOver } = found;
        expect(found.lines).toBe(all);
        expect(found.lineStarts.length + blank + rejected + passedOver).toBe(all);
        const deviation = Math.sqrt(all / oneIn);
        expect(Math.abs(all - passedOver - all / oneIn)).toBeLessThan(5 * deviation + 1);
      }
    }
  });

  it("take the same lines of a sample however the file is cut", () => {
    const line = encode(`${lineOf("a dog")}\n`);
    const bytes = joined(...Array.from({ length: 300 }, () => line));
    const taken = (first: number, end: number) => {
      const offset = 2 ** 32 - 1_000 + first * line.length;
      const cut = bytes.subarray(first * line.length, end * line.length);
      const { captionLines, lineStarts } = kernels.match(cut, "text", { oneIn: 3, offset });
      return Array.from(lineStarts, (start, i) => {
        const number = captionLines[i] ?? i;
        expect(start).toBe(number * line.length);
        return first + number;
      });
    };
    const whole = taken(0, 300);
    expect(whole.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (cut) => {
        expect([...taken(0, cut), ...taken(cut, 300)]).toEqual(whole);
      }),
    );
  });

  it("find nothing in no lines, and in a newline one blank line", () => {
    expect(kernels.match(new Uint8Array(0))).toMatchObject({ lines: 0, matchedCaptions: 0 });
    expect(kernels.match(encode("\n"))).toMatchObject({ lines: 1, blank: 1 });
    expect(kernels.match(encode("\n\n\n"))).toMatchObject({ lines: 3, blank: 3 });
  });

  it("find the same where the WASM kernel has no room", () => {
    const long = "a dog ".repeat(20_000);
    expect(kernels.match(encode(`${lineOf("b")}\n${lineOf(long)}\n${lineOf("b")}`))).toMatchObject({
      lines: 3,
      matchedCaptions: 3,
    });
    kernels.match(encode(`${lineOf("dog").padEnd(6_000_000)}\n${lineOf("b")}`));
    kernels.match(encode("\n".repeat(300_000)));
    kernels.match(encode('{"text":"b"}\n'.repeat(300_000)));
    kernels.match(encode(`{"${"f".repeat(9_000)}": "dog"}`), "f".repeat(9_000));
    // It goes on as before.
    expect(kernels.match(encode(lineOf("a dog"))).matchedCaptions).toBe(1);
  });

  it("tell tokens apart that differ in their length alone, when they were seen before too", () => {
    const lengths = Array.from({ length: 24 }, (_, i) => i + 1);
    const words = lengths.flatMap((n) => ["a".repeat(n), `a${"\0".repeat(n)}`, "\0".repeat(n)]);
    const some = kernelsOf(words.filter((_, i) => i % 2 === 0));
    const line = lineOf([...words, ...words.toReversed()].join(" "));
    const found = some.match(encode(`${line}\n`.repeat(100)));
    expect(found.entryIds.length).toBe((words.length / 2) * 100);
  });

  it("find the same with entries of many tokens", () => {
    const words = Array.from({ length: 120 }, (_, i) => `w${i % 7}`);
    const entries = words.map((_, i) => words.slice(0, i + 1).join(" "));
    const many = kernelsOf(entries);
    const text = [...words, ...words, ...words].join(" ");
    const found = many.match(encode(`${lineOf(text)}\n`.repeat(2_000)));
    expect(found.entryIds.length).toBe(120 * 2_000);
  });
});
