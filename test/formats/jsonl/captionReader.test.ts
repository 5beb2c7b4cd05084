import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeWtf8, encodeWtf8Into } from "../../../src/core/text/wtf8.ts";
import { captionReader, type TextRange } from "../../../src/formats/jsonl/captionReader.ts";
import { captionKey } from "../../../src/formats/jsonl/fields.ts";
import { recordReader } from "../../../src/formats/jsonl/recordReader.ts";
import {
  anyRecord,
  anyText,
  encode,
  joined,
  mutatedLines,
  ORDINARY_LINES,
} from "../support/anyLines.ts";

const MUTATED_LINES = process.env.FUZZ === undefined ? 200_000 : 1_000_000;

/** Whether the caption was found in the bytes of the line, without JSON.parse. */
function isFound(line: string, captionField = "text"): boolean {
  const bytes = encode(line);
  const reader = captionReader(captionField);
  return reader.read(bytes, 0, bytes.length) === null && reader.text.bytes === bytes;
}

/** @throws Error when a surrogate pair is written as two */
function textOf({ bytes, start, end }: TextRange): string {
  const text = decodeWtf8(bytes, start, end);
  const length = encodeWtf8Into(text, new Uint8Array(text.length * 3), 0);
  if (length !== end - start) throw new Error(`${JSON.stringify(text)} is not written as WTF-8.`);
  return text;
}

/** Reads and parses a line, asserts that both tell the same, and gives what they tell. */
function comparer(captionField: string) {
  const reader = captionReader(captionField);
  const records = recordReader(captionField);
  return (line: Uint8Array) => {
    const bytes = joined(encode('"'), line, encode('}"\\'));
    const reason = reader.read(bytes, 1, 1 + line.length);
    const parsed = records.read(line, 0, line.length);
    const ours = reason ?? { text: textOf(reader.text), key: textOf(reader.key) };
    const theirs =
      typeof parsed === "string"
        ? parsed
        : { text: parsed.text, key: captionKey(parsed.record) ?? "" };
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      expect(ours, Buffer.from(line).toString("latin1")).toEqual(theirs);
    }
    return ours;
  };
}

function read(line: string, captionField = "text") {
  return comparer(captionField)(encode(line));
}

describe("reading a caption and its key", () => {
  it("tells of any record what JSON.parse tells", () => {
    const compare = comparer("text");
    let captions = 0;
    fc.assert(
      fc.property(anyRecord, (line) => {
        if (typeof compare(encode(line)) === "object") captions++;
      }),
      { numRuns: 3000 },
    );
    expect(captions).toBeGreaterThan(500);
  });

  it("reads a caption field of any name, also that of a key", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom("uid", "id", "__proto__")), (field) => {
        const line = JSON.stringify([[field, "a dog"]]).replace(
          /^\[\[(.*),("a dog")\]\]$/,
          "{$1:$2}",
        );
        expect(read(line, field)).toMatchObject({ text: "a dog" });
        expect(read(line.replace('"a dog"', '""'), field)).toBe("no-text");
      }),
    );
    expect(read('{"\ufffd": "a dog"}', "\ud800")).toBe("no-text");
  });

  it(`tells of ${MUTATED_LINES.toLocaleString("en")} mutated lines what JSON.parse tells`, () => {
    const compare = comparer("text");
    const outcomes = new Map<string, number>();
    for (const line of mutatedLines(MUTATED_LINES, 20_240_501)) {
      const outcome = compare(line);
      const kind = typeof outcome === "string" ? outcome : "caption";
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    for (const kind of ["caption", "not-json", "not-utf8", "no-text"]) {
      expect(outcomes.get(kind), kind).toBeGreaterThan(MUTATED_LINES / 50);
    }
  }, 60_000);

  it("accepts just the two-, three- and four-byte sequences that UTF-8 has", () => {
    const compare = comparer("text");
    const edges = [0x22, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff];
    let accepted = 0;
    for (let lead = 0x80; lead < 0x100; lead++) {
      for (const second of edges) {
        for (const third of edges) {
          for (const fourth of [0x22, 0x41, 0x7f, 0x80, 0xbf, 0xc0]) {
            const line = encode('{"text": "a____b"}');
            line.set([lead, second, third, fourth], 11);
            if (typeof compare(line) === "object") accepted++;
          }
        }
      }
    }
    expect(accepted).toBeGreaterThan(100);
  });

  it("accepts just the bytes that may stand for themselves or follow a backslash", () => {
    const compare = comparer("text");
    for (let byte = 0; byte < 0x100; byte++) {
      for (const spelled of ['{"text": "dogs_and cats"}', '{"text": "dogs\\_and cats"}']) {
        for (let shift = 0; shift < 4; shift++) {
          const line = encode(spelled.replace("dogs", "dogs".slice(shift)));
          line[line.indexOf(0x5f)] = byte;
          compare(line);
        }
      }
    }
  });

  it("takes the first key that holds a string or a number, and the last value of each", () => {
    expect(read('{"id": 7, "text": "dog", "uid": "a"}')).toEqual({ text: "dog", key: "a" });
    expect(read('{"uid": "a", "text": "dog", "uid": null, "id": 7}')).toEqual({
      text: "dog",
      key: "7",
    });
    expect(read('{"uid": "", "uuid": [1], "id": {}, "text": "dog"}')).toEqual({
      text: "dog",
      key: "",
    });
    expect(read('{"uid": {"uid": "b"}, "key": -12, "text": "dog"}')).toMatchObject({ key: "-12" });
  });

  it("writes a number as String does", () => {
    const numbers = ["0", "-0", "1.0", "1e3", "1E400", "123456789012345", "12345678901234567890"];
    for (const number of numbers) read(`{"id": ${number}, "key": "k", "text": "dog"}`);
    expect(read('{"id": 12345678901234567890, "text": "dog"}')).toMatchObject({
      key: "12345678901234567000",
    });
    expect(read('{"id": -0, "text": "dog"}')).toMatchObject({ key: "0" });
  });

  it("reads values of any depth", () => {
    for (const depth of [1, 60, 62, 63, 64, 65, 5000]) {
      const line = `{"a": ${"[".repeat(depth)}${"]".repeat(depth)}, "text": "dog"}`;
      expect(read(line)).toEqual({ text: "dog", key: "" });
      expect(read(line.replace("]", ""))).toBe("not-json");
    }
  });

  it("reads escapes longer than any before", () => {
    for (const length of [10, 5_000, 100, 50_000]) {
      const text = "\n\ud83d\ude00\udc00".repeat(length);
      const line = JSON.stringify({ text, uid: `\t${text}` });
      expect(read(line)).toEqual({ text, key: `\t${text}` });
    }
  });

  it("reads no byte after the line, where it is cut off at the end of its array", () => {
    const reader = captionReader("text");
    const line = encode('{"text": "a dog, é😀", "n": [{"a": [-1.5e-3, true]}], "id": 7}');
    for (let length = 0; length < line.length; length++) {
      const cut = line.slice(0, length);
      expect(reader.read(cut, 0, length)).toMatch(/^not-(json|utf8)$/);
    }
  });

  it("finds the captions of ordinary lines without JSON.parse", () => {
    for (const line of ORDINARY_LINES) expect(isFound(line), line).toBe(true);
  });

  it("leaves to JSON.parse what it is not sure of", () => {
    expect(isFound('{"te\\u0078t": "dog"}')).toBe(false);
    expect(isFound('{"id": 1.0, "text": "dog"}')).toBe(false);
  });
});
