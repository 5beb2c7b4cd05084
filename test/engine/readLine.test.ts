import { describe, expect, it } from "vitest";
import { readLine } from "../../src/engine/workers/readLine.ts";

const LINES = ["short", "", `long ${"x".repeat(200_000)}`, "é 日本", "last"];
const STARTS = LINES.map(
  (_, i) => new TextEncoder().encode(LINES.slice(0, i).join("\n")).length + Math.min(i, 1),
);

/** A file of these lines, and how much of it was read. */
function sourceOf(text: string) {
  const bytes = new TextEncoder().encode(text);
  const source = {
    size: bytes.length,
    bytesRead: 0,
    async read(start: number, end: number) {
      source.bytesRead += end - start;
      return bytes.slice(start, end);
    },
  };
  return source;
}

describe("reading a line by where it starts", () => {
  it.each([
    ["a newline at the end", `${LINES.join("\n")}\n`],
    ["no newline at the end", LINES.join("\n")],
  ])("gives it whole, wherever it is thought to end, with %s", async (_, text) => {
    for (const [i, line] of LINES.entries()) {
      for (const end of [0, STARTS[i], STARTS[i] + 1, STARTS[i] + 100_000, text.length * 2]) {
        const source = sourceOf(text);
        const read = await readLine(source, STARTS[i], Math.min(end, source.size));
        expect(new TextDecoder().decode(read) === line).toBe(true);
      }
    }
  });

  it("reads no more than the line where its end is known", async () => {
    const source = sourceOf(LINES.join("\n"));
    await readLine(source, STARTS[2], STARTS[3]);
    expect(source.bytesRead).toBe(LINES[2].length + 1);
  });

  it("reads little of what stands between the line and the next caption", async () => {
    const source = sourceOf(`caption\n${"x".repeat(10_000_000)}\ncaption\n`);
    await readLine(source, 0, 10_000_009);
    expect(source.bytesRead).toBeLessThan(100_000);
  });
});
