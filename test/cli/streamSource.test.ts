import fc from "fast-check";
import { expect, it } from "vitest";
import { streamSource } from "../../src/cli/streamSource.ts";
import { readLines } from "../../src/formats/jsonl/lines.ts";

const byte = fc.constantFrom(0x0a, 0x0d, 0x20, 0x61, 0xef, 0xbb, 0xbf);

async function* inChunks(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

async function linesOf(source: Parameters<typeof readLines>[0], blockBytes: number) {
  const lines: { line: number[]; offset: number }[] = [];
  const onLine = (bytes: Uint8Array, start: number, end: number, offset: number) => {
    lines.push({ line: [...bytes.subarray(start, end)], offset });
  };
  const end = Number.POSITIVE_INFINITY;
  await readLines(source, 0, end, { onLine, onTooLong: () => {} }, blockBytes);
  return lines;
}

it("a stream has the lines of its bytes, however it is cut", async () => {
  const chunks = fc.array(fc.array(byte, { maxLength: 9 }));
  await fc.assert(
    fc.asyncProperty(
      chunks,
      fc.integer({ min: 1, max: 12 }),
      fc.nat(12),
      async (cut, size, head) => {
        const whole = Uint8Array.from(cut.flat());
        const file = {
          size: whole.length,
          read: async (start: number, end: number) => whole.subarray(start, end),
        };
        const stream = streamSource(inChunks(cut.map((chunk) => Uint8Array.from(chunk))));
        expect([...(await stream.read(0, head))]).toEqual([...whole.subarray(0, head)]);
        expect(await linesOf(stream, size)).toEqual(await linesOf(file, size));
        expect(stream.size).toBe(whole.length);
      },
    ),
  );
});
