import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ByteSource,
  countLines,
  countNewlines,
  isBlank,
  MAX_LINE_BYTES,
  readWholeLines,
} from "../../../src/formats/jsonl/lines.ts";

interface Line {
  readonly offset: number;
  /** One character a byte; null for a line that is too long. */
  readonly bytes: string | null;
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => {
      if (start < 0 || end > bytes.length || start >= end) {
        throw new RangeError(`bytes ${start} to ${end} were asked for`);
      }
      return bytes.slice(start, end);
    },
  };
}

async function linesOf(source: ByteSource, start: number, end: number): Promise<Line[]> {
  const whole = await readWholeLines(source, start, end);
  const lines = split(whole.bytes, whole.offset);
  if (whole.endsTooLong) lines.push({ offset: whole.offset + whole.bytes.length, bytes: null });
  return lines;
}

/** In slices that may hold no more than the longest line, as the engine reads. */
async function allLinesOf(bytes: Uint8Array): Promise<Line[]> {
  return inSlices(sourceOf(bytes));
}

async function inSlices(source: ByteSource, sliceBytes = MAX_LINE_BYTES): Promise<Line[]> {
  const lines: Line[] = [];
  for (let start = 0; start < source.size; start += sliceBytes) {
    lines.push(...(await linesOf(source, start, start + sliceBytes)));
  }
  return lines;
}

function split(bytes: Uint8Array, start: number): Line[] {
  const lines: Line[] = [];
  let offset = start;
  for (const line of Buffer.from(bytes).toString("latin1").split("\n")) {
    lines.push({ offset, bytes: line });
    offset += line.length + 1;
  }
  if (lines.at(-1)?.bytes === "") lines.pop();
  return lines;
}

function splitNaively(bytes: Uint8Array): Line[] {
  const mark = Buffer.from(bytes).toString("latin1").startsWith("\xef\xbb\xbf") ? 3 : 0;
  return split(bytes.subarray(mark), mark);
}

const encode = (text: string) => new TextEncoder().encode(text);

describe("reading lines", () => {
  const files = fc
    .tuple(
      fc.boolean(),
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(0x0a, 0x0d, 0x20, 0x7b, 0xef, 0xbb, 0xbf) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
        ),
        { maxLength: 60 },
      ),
    )
    .map(([mark, bytes]) => Uint8Array.from(mark ? [0xef, 0xbb, 0xbf, ...bytes] : bytes));

  it("gives every line once, whatever the slices", async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(63), { maxLength: 8 }), async (bytes, inner) => {
        const cuts = [0, ...inner.map((cut) => Math.min(cut, bytes.length)), bytes.length];
        cuts.sort((a, b) => a - b);
        const lines: Line[] = [];
        for (let i = 1; i < cuts.length; i++) {
          lines.push(...(await linesOf(sourceOf(bytes), cuts[i - 1], cuts[i])));
        }
        expect(lines).toEqual(splitNaively(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it("gives every line once, when lines are longer than slices and than what is read ahead", async () => {
    const lengths = [5, 70_000, 0, 9_000, 300_000, 1, 8_191, 8_192, 8_193, 20_000];
    const bytes = encode(lengths.map((length) => "x".repeat(length)).join("\n"));
    for (const sliceBytes of [1_000, 8_192, 50_000, 262_144, 1_000_000]) {
      expect(await inSlices(sourceOf(bytes), sliceBytes)).toEqual(splitNaively(bytes));
    }
  });

  it("gives a line to the slice that holds its first byte", async () => {
    const source = sourceOf(encode("ab\ncd\nef"));
    const offsets = async (start: number, end: number) =>
      (await linesOf(source, start, end)).map(({ offset }) => offset);
    expect(await offsets(0, 3)).toEqual([0]);
    expect(await offsets(0, 4)).toEqual([0, 3]);
    expect(await offsets(3, 6)).toEqual([3]);
    expect(await offsets(4, 6)).toEqual([]);
    expect(await offsets(4, 7)).toEqual([6]);
    expect(await offsets(2, 2)).toEqual([]);
  });

  it("keeps a carriage return and blank lines, and makes no line of a final newline", async () => {
    expect(await allLinesOf(encode("a\r\n\n \nb\n"))).toEqual([
      { offset: 0, bytes: "a\r" },
      { offset: 3, bytes: "" },
      { offset: 4, bytes: " " },
      { offset: 6, bytes: "b" },
    ]);
    expect(await allLinesOf(new Uint8Array(0))).toEqual([]);
  });

  it("leaves a byte order mark out of the first line only", async () => {
    expect(await allLinesOf(encode("\ufeffa\n\ufeffb"))).toEqual([
      { offset: 3, bytes: "a" },
      { offset: 5, bytes: "\xef\xbb\xbfb" },
    ]);
    expect(await allLinesOf(encode("\ufeff"))).toEqual([]);
  });

  it("reads a line of 3 MB", async () => {
    const caption = "x".repeat(3_000_000);
    const lines = await allLinesOf(encode(`a\n${caption}\nb`));
    expect(lines.map(({ offset }) => offset)).toEqual([0, 2, 3_000_003]);
    expect(lines[1].bytes === caption).toBe(true);
  });

  it("reads little beyond its slice", async () => {
    const bytes = encode("0123456789\n".repeat(400_000));
    let last = 0;
    const source = sourceOf(bytes);
    const watched: ByteSource = {
      size: source.size,
      read: (start, end) => {
        last = Math.max(last, end);
        return source.read(start, end);
      },
    };
    await linesOf(watched, 0, 2_000_000);
    expect(last).toBeGreaterThan(2_000_000);
    expect(last).toBeLessThan(2_100_000);
  });

  /** A file of one repeated byte between two short lines; none of it is held. */
  function longLineSource(length: number): ByteSource {
    const before = encode("a\n");
    const after = encode("\nb");
    const size = before.length + length + after.length;
    return {
      size,
      read: async (start, end) => {
        const block = new Uint8Array(end - start).fill(0x78);
        for (let i = start; i < end; i++) {
          if (i < before.length) block[i - start] = before[i];
          else if (i >= size - after.length) {
            block[i - start] = after[i - (size - after.length)];
          }
        }
        return block;
      },
    };
  }

  it("reads a line of the greatest length and passes over a longer one", async () => {
    for (const [length, isTooLong] of [
      [MAX_LINE_BYTES, false],
      [MAX_LINE_BYTES + 1, true],
      [3 * MAX_LINE_BYTES, true],
    ] as const) {
      const source = longLineSource(length);
      const lines = await inSlices(source);
      expect(lines.map(({ offset }) => offset)).toEqual([0, 2, length + 3]);
      expect(lines.map(({ bytes }) => bytes?.length)).toEqual([
        1,
        isTooLong ? undefined : length,
        1,
      ]);
    }
  });

  it("passes over a line that is too long at the end of the file", async () => {
    const bytes = new Uint8Array(MAX_LINE_BYTES + 3).fill(0x78);
    bytes[1] = 0x0a;
    expect(await allLinesOf(bytes)).toEqual([
      { offset: 0, bytes: "x" },
      { offset: 2, bytes: null },
    ]);
  });

  it("passes on what the source throws", async () => {
    const source: ByteSource = { size: 10, read: () => Promise.reject(new Error("gone")) };
    await expect(linesOf(source, 0, 10)).rejects.toThrow("gone");
  });
});

const pool = new URL("../../../../shared/data/coco-val2017.jsonl", import.meta.url);

describe.skipIf(!existsSync(pool))("reading the lines of the COCO pool (needs shared data)", () => {
  it("gives the same lines in seven slices as in one", async () => {
    const bytes = readFileSync(pool);
    const lines: Line[] = [];
    for (let i = 0; i < 7; i++) {
      const start = Math.floor((bytes.length * i) / 7);
      const end = Math.floor((bytes.length * (i + 1)) / 7);
      lines.push(...(await linesOf(sourceOf(bytes), start, end)));
    }
    const expected = splitNaively(bytes);
    expect(lines.length).toBe(expected.length);
    expect(lines.every((line, i) => line.bytes === expected[i].bytes)).toBe(true);
    expect(lines.every((line, i) => line.offset === expected[i].offset)).toBe(true);
  });
});

describe("counting lines", () => {
  it("counts a last line without a newline, and no empty one after it", () => {
    const lines = (text: string) => countLines(encode(text));
    expect(["", "a", "a\n", "a\nb", "\n", "\n\n", "\na"].map(lines)).toEqual([0, 1, 1, 2, 1, 2, 2]);
    expect(countNewlines(encode("\na\n\nb"))).toBe(3);
  });
});

describe("isBlank", () => {
  it("is true of spaces, tabs and carriage returns alone", () => {
    const blank = (text: string) => isBlank(encode(text), 0, encode(text).length);
    expect(["", " ", "\t", "\r", " \t \r"].map(blank)).toEqual([true, true, true, true, true]);
    expect(["a", " a ", "\u00a0", "\v", "\0"].map(blank)).toEqual(Array(5).fill(false));
  });

  it("looks at the bytes of the line only", () => {
    expect(isBlank(encode("a  b"), 1, 3)).toBe(true);
    expect(isBlank(encode("a  b"), 1, 4)).toBe(false);
  });
});
