import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordReader } from "../../../src/formats/jsonl/recordReader.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function read(line: string | Uint8Array, captionField = "text") {
  const bytes = typeof line === "string" ? encode(line) : line;
  return recordReader(captionField).read(bytes, 0, bytes.length);
}

describe("reading a record", () => {
  it("gives what JSON.parse gives", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()),
        fc.string({ unit: "binary", minLength: 1 }),
        (others, text) => {
          const json = JSON.stringify({ ...others, text });
          const record = JSON.parse(json);
          expect(read(json)).toEqual({ record, text });
        },
      ),
    );
  });

  it("reads only the bytes of the line", () => {
    const bytes = encode('xx{"text": "dog"}yy');
    expect(recordReader("text").read(bytes, 2, bytes.length - 2)).toEqual({
      record: { text: "dog" },
      text: "dog",
    });
  });

  it("allows white space and a carriage return around the object", () => {
    expect(read(' \t{"text": "dog"} \r')).toMatchObject({ text: "dog" });
  });

  it("reads lone surrogates and NUL from their escapes", () => {
    expect(read('{"text": "a\\ud83d b\\u0000"}')).toMatchObject({ text: "a\ud83d b\0" });
  });

  it("rejects a raw NUL, which is not JSON", () => {
    expect(read('{"text": "a\0b"}')).toBe("not-json");
  });

  it("takes the last of fields with one name, as JSON.parse does", () => {
    expect(read('{"text": "dog", "text": "cat"}')).toEqual({
      record: { text: "cat" },
      text: "cat",
    });
    expect(read('{"text": "dog", "text": 1}')).toBe("no-text");
  });

  it("reads a caption of 50 kB", () => {
    const text = "a dog – ".repeat(5_000);
    expect(read(JSON.stringify({ text }))).toMatchObject({ text });
  });

  it("says when a line is not JSON", () => {
    for (const line of ["dog", "{'text': 'dog'}", '{"text": "dog"', '{"text": "dog"} {}', "NaN"]) {
      expect(read(line)).toBe("not-json");
    }
    expect(read('\ufeff{"text": "dog"}')).toBe("not-json");
  });

  it("says when a line is JSON but not an object", () => {
    for (const line of ['["text"]', "null", "12", '"dog"', "true"]) {
      expect(read(line)).toBe("not-object");
    }
  });

  it("says when there is no text in the caption field", () => {
    for (const line of ["{}", '{"caption": "dog"}', '{"text": ""}', '{"text": null}']) {
      expect(read(line)).toBe("no-text");
    }
    for (const line of ['{"text": 5}', '{"text": ["dog"]}', '{"TEXT": "dog"}']) {
      expect(read(line)).toBe("no-text");
    }
  });

  it("looks at the record's own fields only", () => {
    Object.defineProperty(Object.prototype, "inherited", { value: "dog", configurable: true });
    try {
      expect(read("{}", "inherited")).toBe("no-text");
    } finally {
      Reflect.deleteProperty(Object.prototype, "inherited");
    }
    expect(read("{}", "__proto__")).toBe("no-text");
    expect(read('{"__proto__": "dog"}', "__proto__")).toMatchObject({ text: "dog" });
  });

  it("keeps text that is only white space", () => {
    expect(read('{"text": " "}')).toMatchObject({ text: " " });
  });

  it("says when a line is not UTF-8, and reads on", () => {
    const reader = recordReader("text");
    const good = encode('{"text": "dög"}');
    const bad = Uint8Array.from(Buffer.from('{"text": "d\xf6g"}', "latin1"));
    const cut = good.slice(0, good.indexOf(0xc3) + 1);
    for (const bytes of [bad, cut, encode('{"text": "dog"}').fill(0xed, 10, 12)]) {
      expect(reader.read(bytes, 0, bytes.length)).toBe("not-utf8");
      expect(reader.read(good, 0, good.length)).toMatchObject({ text: "dög" });
    }
  });
});
