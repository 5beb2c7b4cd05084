import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeWtf8, encodeWtf8Into } from "../../../src/core/text/wtf8.ts";
import { captionReader, type TextRange } from "../../../src/formats/jsonl/captionReader.ts";
import { captionKey } from "../../../src/formats/jsonl/fields.ts";
import { recordReader } from "../../../src/formats/jsonl/recordReader.ts";

const encode = (text: string) => new TextEncoder().encode(text);
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

const blanks = fc.stringMatching(/^[ \t\r\n]{0,2}$/);

/** A string spelled as JSON, each UTF-16 unit in one of the ways there are. */
const spelling = (text: string) =>
  fc
    .array(fc.nat(3), { minLength: text.length, maxLength: text.length })
    .map((ways) => `"${[...ways.keys()].map((i) => spelled(text, i, ways[i])).join("")}"`);

function spelled(text: string, i: number, way: number): string {
  const unit = text.charCodeAt(i);
  const hex = unit.toString(16).padStart(4, "0");
  if (way === 0) return `\\u${hex}`;
  if (way === 1) return `\\u${hex.toUpperCase()}`;
  if (way === 2 && text[i] === "/") return "\\/";
  return JSON.stringify(text[i]).slice(1, -1);
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })).map((units) => String.fromCharCode(...units)),
);
const anyString = anyText.chain((text) =>
  fc.oneof(spelling(text), fc.constant(JSON.stringify(text))),
);
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.maxSafeInteger().map(String),
  fc.stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,3})?([eE][+-]?\d{1,3})?$/),
);
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(anyString, anyNumber, fc.constantFrom("true", "false", "null", '""', "-0")),
    tie("array"),
    tie("object"),
  ),
  array: fc
    .tuple(blanks, fc.array(tie("value"), { maxLength: 3 }))
    .map(([blank, values]) => `[${blank}${values.join(`${blank},`)}${blank}]`),
  object: fc
    .tuple(blanks, fc.array(fc.tuple(anyString, tie("value")), { maxLength: 3 }))
    .map(([blank, fields]) => objectOf(blank, fields as [string, string][])),
}));

function objectOf(blank: string, fields: readonly [string, string][]): string {
  const written = fields.map(([name, value]) => `${blank}${name}${blank}:${blank}${value}${blank}`);
  return `{${written.join(",")}${written.length === 0 ? blank : ""}}`;
}

const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('"text"', '"uid"', '"uuid"', '"id"', '"key"') },
  { weight: 1, arbitrary: spelling("text") },
  { weight: 1, arbitrary: spelling("uid") },
  { weight: 2, arbitrary: anyString },
);
const anyRecord = fc
  .tuple(
    blanks,
    blanks,
    fc.array(fc.tuple(anyName, fc.oneof(anyString, anyValue as fc.Arbitrary<string>)), {
      maxLength: 8,
    }),
  )
  .map(([around, blank, fields]) => `${around}${objectOf(blank, fields)}${around}`);

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
    const random = randomFrom(20_240_501);
    const seeds = fc.sample(anyRecord, { numRuns: 400, seed: 7 }).map(encode);
    const lines = [...SEED_LINES.map(encode), ...seeds];
    const outcomes = new Map<string, number>();
    for (let i = 0; i < MUTATED_LINES; i++) {
      // The lines written here are short, and most of what can go wrong is near them.
      const pick = random(2) === 0 ? random(SEED_LINES.length) : random(lines.length);
      let line = mutated(lines[pick], random);
      if (random(4) === 0) line = mutated(line, random);
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

  it("finds the captions of ordinary lines without JSON.parse", () => {
    for (const line of ORDINARY_LINES) expect(isFound(line), line).toBe(true);
  });

  it("leaves to JSON.parse what it is not sure of", () => {
    expect(isFound('{"te\\u0078t": "dog"}')).toBe(false);
    expect(isFound('{"id": 1.0, "text": "dog"}')).toBe(false);
  });
});

const ORDINARY_LINES = [
  '{"text": "a dog"}',
  '{"uid":"a-1","text":"Ein Hund – 犬 😀","url":"http://example.org/a?b=1","width":640,"ratio":-1.5e-3}\r',
  ' {"tags": ["a", {"b": [true, false, null]}, []], "id": 123456789012345, "text": "dog", "é": {}} ',
  '{"uid": null, "uuid": "", "key": -5, "text": "dog \\"cat\\"", "text": "dog"}',
];
const SEED_LINES = [
  ...ORDINARY_LINES,
  '{"uid": "a\\u00e9\\ud83d\\ude00", "text": "d\\u006fg \\ud83d \\n\\/", "n": [0, -0.5, 1e9]}',
  '{"text":"犬é😀","id":10,"key":"k"}',
  '{"a":{"text":"no"},"text":"yes","uid":-12,"z":[[],{}]}',
  '{"text": "", "uid": "u"}',
];
/** What mutations put in: bytes that mean something in JSON or UTF-8. */
const TELLING = encode('{}[]":,\\/ubfnrt0123456789-+.eE \t\r\n\0\x1fdDaAé犬😀');

function mutated(line: Uint8Array, random: (below: number) => number): Uint8Array {
  if (line.length === 0) return line;
  const at = random(line.length);
  const byte = random(2) === 0 ? random(256) : TELLING[random(TELLING.length)];
  switch (random(5)) {
    case 0:
    case 1:
      return line.with(at, byte);
    case 2:
      return joined(line.subarray(0, at), line.subarray(at + 1));
    case 3:
      return joined(line.subarray(0, at), Uint8Array.of(byte), line.subarray(at));
    default:
      return random(4) === 0 ? line.slice(0, at) : line.with(at, line[random(line.length)]);
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Numbers that look random, the same for each seed (Mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
