import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueReader } from "../../../src/formats/jsonl/valueReader.ts";

const encoder = new TextEncoder();

/** A field's value as JSON.parse gives it. */
function byParse(line: string, field: string): unknown {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) return undefined;
  return Object.hasOwn(record, field) ? (record as Record<string, unknown>)[field] : undefined;
}

const anyName = fc.constantFrom("source", "sour\\u0063e", "width", "", "__proto__", "ä");
const anyValue = fc.oneof(
  fc.json(),
  fc.constantFrom('"\\ud83d\\udc36"', '"a\\nb"', "1e400", "-0", "0.1", "tru", '"open'),
);
const anyLine = fc.oneof(
  fc
    .array(fc.tuple(anyName, anyValue), { maxLength: 5 })
    .map((fields) => `{${fields.map(([name, value]) => `"${name}": ${value}`).join(", ")}}`),
  fc.constantFrom("", "[]", "null", '{"source": 1} x', '{"source"', "7"),
);

describe("one field of a record", () => {
  it("is read as JSON.parse of the line gives it", () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom("source", "width", "ä", ""), (line, field) => {
        const bytes = encoder.encode(`xx${line}yy`);
        const value = valueReader(field).read(bytes, 2, bytes.length - 2);
        expect(value).toEqual(byParse(line, field));
      }),
      { numRuns: 1000 },
    );
  });
});
