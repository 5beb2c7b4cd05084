import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { RejectedLine } from "../../src/engine/types.ts";
import { jsonFile, load, sampleData } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const LONG = `[${"1,".repeat(400)}1]`;

/** Lines of which every third gives no caption, now and then a blank one. */
const lines = Array.from({ length: 300 }, (_, i) => {
  if (i % 50 === 49) return "";
  if (i % 9 === 0) return `{"uid": ${i}}`;
  if (i % 9 === 3) return `not json ${i} é`;
  if (i % 9 === 6) return LONG;
  return JSON.stringify({ uid: i, text: `a dog ${i}` });
});
const rejected = lines.flatMap((line, i) =>
  line !== "" && !line.includes('"text"') ? [{ line: i + 1, content: line }] : [],
);

async function allOf(sliceBytes: number, file: number | null, limit: number) {
  const engine = createEngine(workersInNode(), sampleData, sliceBytes);
  await load(engine, [
    jsonFile("one.jsonl", `\ufeff${lines.join("\n")}`),
    jsonFile("two.jsonl", '{"text":"a cat"}\n5\n'),
  ]);
  const found: RejectedLine[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page = await engine.rejectedLines({ file, from, limit });
    expect(page.lines.length).toBeLessThanOrEqual(limit);
    found.push(...page.lines);
    from = page.next;
  }
  return found;
}

describe("rejected lines", () => {
  it.each([400, 3000, 2 ** 20])(
    "are read back by their number, with slices of %i bytes",
    async (bytes) => {
      const found = await allOf(bytes, 0, 7);
      expect(found.map(({ line, beginning, isCut }) => ({ line, beginning, isCut }))).toEqual(
        rejected.map(({ line, content }) => ({
          line,
          beginning: content.slice(0, 400),
          isCut: content.length > 400,
        })),
      );
    },
  );

  it("tell the reason and the file", async () => {
    const found = await allOf(3000, null, 1000);
    expect(found[0]).toMatchObject({ file: 0, line: 1, reason: "no-text" });
    expect(found[1]).toMatchObject({ file: 0, line: 4, reason: "not-json" });
    expect(found.at(-1)).toEqual({
      file: 1,
      line: 2,
      reason: "not-object",
      beginning: "5",
      isCut: false,
    });
    expect(await allOf(3000, 1, 10)).toHaveLength(1);
  });
});
