import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnMapping } from "../../../src/formats/records/mapping.ts";
import { BadRecord } from "../../../src/formats/records/record.ts";
import { continuesRecord, plainReject, recordText } from "../../../src/formats/records/text.ts";

const MAPPING: ColumnMapping = {
  captions: ["text"],
  uid: null,
  url: null,
  language: null,
  texts: "all",
};
const noFilter = () => null;

function linesOf(records: Parameters<ReturnType<typeof recordText>["add"]>[0], changes = {}) {
  const text = recordText("pairs.csv", { ...MAPPING, ...changes }, noFilter);
  return new TextDecoder().decode(text.add(records)).split("\n").slice(0, -1);
}

describe("the text of records", () => {
  it("is a line for each record, its columns as they were", () => {
    const records = [
      { url: "a.jpg", text: "a dog", width: 3 },
      { uid: "u1", text: 'a "cat"\n', note: null },
    ];
    expect(linesOf(records).map((line) => JSON.parse(line))).toEqual(records);
  });

  it("has a uid of its own where another column is the uid", () => {
    const [line] = linesOf([{ uid: 7, SAMPLE_ID: 12, text: "a dog" }], { uid: "SAMPLE_ID" });
    expect(JSON.parse(line)).toEqual({ uid: 12, SAMPLE_ID: 12, text: "a dog" });
  });

  it("gives each text of a record a line and a key, and what a parallel list tells of it", () => {
    const record = { uuid: "r", texts: ["un chien", "", "a dog"], languages: ["fr", "de", "en"] };
    const lines = linesOf([record, { text: "" }], { captions: ["texts"] });
    expect(lines.map((line) => continuesRecord(new TextEncoder().encode(line), 0))).toEqual([
      false,
      true,
      false,
    ]);
    expect(lines.slice(0, 2).map((line) => JSON.parse(line))).toEqual([
      { uuid: "r", texts: "un chien", languages: "fr" },
      { uid: "r#2", uuid: "r", texts: "a dog", languages: "en" },
    ]);
  });

  it("keys records without a key by their number once lines have others", () => {
    const lines = linesOf([{ text: ["a", "b"] }, { text: "c" }]);
    expect(lines.map((line) => JSON.parse(line).uid)).toEqual([
      "pairs.csv:1",
      "pairs.csv:1#1",
      "pairs.csv:2",
    ]);
    expect(JSON.parse(linesOf([{ text: "c" }])[0])).toEqual({ text: "c" });
  });

  it("picks one text of each record where that is asked for, whatever the others are", () => {
    const records = Array.from({ length: 300 }, (_, i) => ({
      uid: `u${i}`,
      text: ["a", "b", "c"],
    }));
    const picked = linesOf(records, { texts: "one" }).map((line) => JSON.parse(line).text);
    expect(picked).toHaveLength(300);
    for (const text of ["a", "b", "c"]) {
      expect(picked.filter((each) => each === text).length).toBeGreaterThan(60);
    }
  });

  it("tells of records without a caption in their place", () => {
    const text = recordText("pairs.csv", MAPPING, noFilter);
    const records = [new BadRecord("ragged-row", 17, "a,b"), { text: null }, { text: "a dog" }];
    const lines = new TextDecoder().decode(text.add(records)).split("\n");
    expect(plainReject(lines[0])).toEqual({ reason: "ragged-row", line: 17, beginning: "a,b" });
    expect(plainReject(lines[1])).toMatchObject({ reason: "no-text", line: null });
    expect(plainReject(lines[2])).toBeNull();
    expect(text.rejects).toEqual([
      { line: 1, lineOfFile: 17, reason: "ragged-row" },
      { line: 2, lineOfFile: null, reason: "no-text" },
    ]);
  });

  it("leaves an empty line for a caption that a filter stops", () => {
    const text = recordText("x", MAPPING, (_, caption) => (caption === "no" ? "length" : null));
    const lines = new TextDecoder().decode(
      text.add([{ text: ["no", "yes", "no"] }, { text: "no" }]),
    );
    expect(lines.split("\n").map((line) => line.slice(0, 2))).toEqual(["", " {", " ", "", ""]);
  });

  it("numbers records alike however they come", () => {
    const record = fc.oneof(
      fc.record({ text: fc.string() }),
      fc.record({ text: fc.array(fc.string(), { maxLength: 4 }) }),
      fc.constant(new BadRecord("not-json", 1, "x")),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.nat(30), (records, cut) => {
        const whole = recordText("f", MAPPING, noFilter);
        const parts = recordText("f", MAPPING, noFilter);
        const bytes = [...parts.add(records.slice(0, cut)), ...parts.add(records.slice(cut))];
        const all = whole.add(records);
        expect(bytes).toEqual([...all]);
        const lines = new TextDecoder().decode(all).split("\n").slice(0, -1);
        const first = lines.filter((line) => !line.startsWith(" "));
        expect(first).toHaveLength(records.length);
        expect(whole.lines).toBe(lines.length);
      }),
    );
  });
});
