import fc from "fast-check";

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

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

export const anyText = fc.oneof(
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
export const anyRecord = fc
  .tuple(
    blanks,
    blanks,
    fc.array(fc.tuple(anyName, fc.oneof(anyString, anyValue as fc.Arbitrary<string>)), {
      maxLength: 8,
    }),
  )
  .map(([around, blank, fields]) => `${around}${objectOf(blank, fields)}${around}`);

export const ORDINARY_LINES = [
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

/** Lines of JSON, most of them broken or changed in one or two places; the same for each seed. */
export function* mutatedLines(count: number, seed: number): Generator<Uint8Array> {
  const random = randomFrom(seed);
  const seeds = fc.sample(anyRecord, { numRuns: 400, seed: 7 }).map(encode);
  const lines = [...SEED_LINES.map(encode), ...seeds];
  for (let i = 0; i < count; i++) {
    // The lines written here are short, and most of what can go wrong is near them.
    const pick = random(2) === 0 ? random(SEED_LINES.length) : random(lines.length);
    const line = mutated(lines[pick], random);
    yield random(4) === 0 ? mutated(line, random) : line;
  }
}

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

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
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
