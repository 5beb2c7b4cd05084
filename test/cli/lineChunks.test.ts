import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LineChunk, lineChunks } from "../../src/cli/lineChunks.ts";
import { MAX_LINE_BYTES } from "../../src/formats/jsonl/lines.ts";

async function chunksOf(blocks: readonly Uint8Array[]): Promise<LineChunk[]> {
  async function* stream() {
    yield* blocks;
  }
  const chunks: LineChunk[] = [];
  for await (const chunk of lineChunks(stream())) chunks.push(chunk);
  return chunks;
}

/** A text in blocks that end at some places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
  ends.sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

const encode = (text: string) => new TextEncoder().encode(text);

describe("chunks of lines", () => {
  it("hold all bytes in order, and whole lines", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "\n", "é", "\r"), maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.boolean(),
        async (text, places, hasMark) => {
          const blocks = cut(encode(text), places);
          const chunks = await chunksOf(hasMark ? [encode("\ufeff"), ...blocks] : blocks);
          expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).toString()).toBe(text);
          const lines = text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
          expect(chunks.reduce((sum, chunk) => sum + chunk.lines, 0)).toBe(lines);
        },
      ),
    );
  });

  it("are about 1 MiB each, and end with a line", async () => {
    const bytes = encode("0123456789\n".repeat(400_000));
    const chunks = await chunksOf(
      cut(
        bytes,
        [...Array(70).keys()].map((i) => i * 65_536),
      ),
    );
    expect(chunks.length).toBeGreaterThan(3);
    for (const { bytes: chunk } of chunks.slice(0, -1)) {
      expect(chunk.at(-1)).toBe(0x0a);
      expect(chunk.length).toBeGreaterThanOrEqual(2 ** 20);
      expect(chunk.length).toBeLessThan(2 ** 20 + 2 ** 17);
    }
    expect(Buffer.compare(Buffer.concat(chunks.map((chunk) => chunk.bytes)), bytes)).toBe(0);
  });

  it("leave out lines that are too long, wherever they stand", async () => {
    const long = new Uint8Array(MAX_LINE_BYTES + 1).fill(0x78);
    const limit = long.subarray(1);
    const block = 2 ** 22;
    for (const [before, after] of [
      ["", ""],
      ["a\n", "\nb"],
      ["a\nb\n", "\n"],
    ]) {
      const places = [block, 2 * block, 3 * block, 4 * block];
      const withLong = Buffer.concat([encode(before), long, encode(after)]);
      const chunks = await chunksOf(cut(withLong, places));
      expect(chunks.map(({ bytes }) => Buffer.from(bytes).toString()).join("")).toBe(
        before + after.slice(1),
      );
      expect(chunks.filter(({ endsTooLong }) => endsTooLong).length).toBe(1);
      const withLimit = Buffer.concat([encode(before), limit, encode(after)]);
      const whole = await chunksOf(cut(withLimit, places));
      expect(whole.some(({ endsTooLong }) => endsTooLong)).toBe(false);
      expect(Buffer.compare(Buffer.concat(whole.map((chunk) => chunk.bytes)), withLimit)).toBe(0);
    }
  });
});
