import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonl, subsetJsonl } from "../../../src/formats/jsonl/jsonlRecords.ts";
import { BadRecord, type RecordSource } from "../../../src/formats/records/record.ts";

function sourceOf(text: string, piece = 7): RecordSource {
  const bytes = new TextEncoder().encode(text);
  return {
    name: "a.jsonl",
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.slice(at, at + piece);
    },
  };
}

async function recordsOf(source: RecordSource) {
  const records = [];
  for await (const batch of readJsonl(source)) records.push(...batch);
  return records;
}

async function subsetText(source: RecordSource, isKept: (record: number) => boolean) {
  let text = "";
  for await (const bytes of subsetJsonl(source, isKept)) text += new TextDecoder().decode(bytes);
  return text;
}

describe("records of JSONL", () => {
  it("are objects, one for each line, or why there is none", async () => {
    const records = await recordsOf(sourceOf('\ufeff{"a":1}\r\n\n [1]\n{"b"\n{"c":2}'));
    expect(records).toEqual([
      { a: 1 },
      null,
      new BadRecord("not-object", 3, " [1]"),
      new BadRecord("not-json", 4, '{"b"'),
      { c: 2 },
    ]);
  });

  it("are kept byte for byte, whatever the pieces", async () => {
    const line = fc.oneof(
      fc.json().map((json) => json.replaceAll("\n", " ")),
      fc.constant(""),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        async (lines, piece, kept) => {
          const source = sourceOf(lines.join("\n"), piece);
          const wanted = lines.filter((_, i) => kept[i]).join("\n");
          const subset = await subsetText(source, (record) => kept[record]);
          expect(subset.trim()).toBe(wanted.trim());
          const records = await recordsOf(source);
          expect(records.filter((record) => record !== null)).toHaveLength(
            lines.filter((each) => each.trim() !== "").length,
          );
        },
      ),
    );
  });
});
