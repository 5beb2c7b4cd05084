import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendFields } from "../../../src/formats/jsonl/appendFields.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("appending fields to a record", () => {
  it("adds them before the closing brace and changes no other byte", () => {
    const line = encode('{ "text":"a }dög" , "n": 1.0 } \t\r');
    expect(decode(appendFields(line, { tau: 0.5, matched_entries: ["dog", "}"] }))).toBe(
      '{ "text":"a }dög" , "n": 1.0 ,"tau":0.5,"matched_entries":["dog","}"]} \t\r',
    );
  });

  it("gives the old record and the new fields", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { minKeys: 1 }),
        fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()),
        fc.constantFrom("", "\r", " \t", "  \r"),
        (record, fields, space) => {
          const json = JSON.stringify(record);
          const line = encode(json + space);
          const extended = appendFields(line, fields);
          const expected = JSON.parse(json);
          for (const [name, value] of Object.entries(JSON.parse(JSON.stringify(fields)))) {
            Object.defineProperty(expected, name, {
              value,
              enumerable: true,
              configurable: true,
              writable: true,
            });
          }
          expect(JSON.parse(decode(extended))).toEqual(expected);
          const before = encode(json).length - 1;
          expect(extended.subarray(0, before)).toEqual(line.subarray(0, before));
          expect(decode(extended).endsWith(`}${space}`)).toBe(true);
        },
      ),
    );
  });

  it("leaves the line alone when there is nothing to add", () => {
    const line = encode('{"text": "dog"}');
    expect(decode(appendFields(line, {}))).toBe('{"text": "dog"}');
    expect(decode(appendFields(line, { tau: undefined }))).toBe('{"text": "dog"}');
  });

  it("writes lone surrogates as escapes", () => {
    const line = appendFields(encode('{"text": "dog"}'), { entry: "\ud83d" });
    expect(decode(line)).toBe('{"text": "dog","entry":"\\ud83d"}');
  });

  it("keeps bytes that are not UTF-8", () => {
    const line = Uint8Array.from(Buffer.from('{"text":"\xff"}', "latin1"));
    const extended = appendFields(line, { t: 1 });
    expect(Buffer.from(extended).toString("latin1")).toBe('{"text":"\xff","t":1}');
  });
});
