import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { criticalThresholds } from "../../../src/core/balancing/tau.ts";
import { addEntryCounts } from "../../../src/core/counting/entryCounts.ts";
import { createMatcher } from "../../../src/core/matching/matcher.ts";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { createMetadata } from "../../../src/core/metadata/metadata.ts";
import { hashKey } from "../../../src/core/text/hashKey.ts";
import { packText } from "../../../src/core/text/packedText.ts";
import { lineKey } from "../../../src/formats/captionKeys.ts";
import { captionKey } from "../../../src/formats/jsonl/fields.ts";
import { MAX_LINE_BYTES } from "../../../src/formats/jsonl/lines.ts";
import { recordReader } from "../../../src/formats/jsonl/recordReader.ts";
import { formatEntryCounts } from "../../../src/formats/manifest.ts";
import { parseMetadata } from "../../../src/formats/metadata.ts";
import { pythonRecipe } from "../../../src/formats/recipe/pythonRecipe.ts";
import { hasShared, shared } from "../../shared.ts";

const PYTHON = "/usr/bin/python3";
const hasPython =
  spawnSync(PYTHON, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headtail-recipe-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface CaptionFile {
  readonly name: string;
  readonly captionField: string;
  /** As it is on disk, without gzip. */
  readonly content: Buffer;
}

interface Setting {
  readonly t: number;
  readonly seed: number;
  /** By entry; those of the files where not given. */
  readonly counts?: ReadonlyMap<string, number>;
}

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, dirname(name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** The lines of captions that the core keeps, each with a newline, and the counts it used. */
function byCore(
  files: readonly CaptionFile[],
  entries: readonly string[],
  { t, seed, counts }: Setting,
) {
  const metadata = createMetadata(entries);
  const captions: { line: Buffer; text: string; key: string }[] = [];
  for (const { name, captionField, content } of files) {
    const reader = recordReader(captionField);
    let start = content.subarray(0, 3).toString("hex") === "efbbbf" ? 3 : 0;
    for (let number = 1; start < content.length; number++) {
      const newline = content.indexOf(10, start);
      const end = newline === -1 ? content.length : newline;
      const found = reader.read(content, start, end);
      if (typeof found === "object" && end - start <= MAX_LINE_BYTES) {
        const key = captionKey(found.record) ?? lineKey(basename(name), number);
        captions.push({ line: content.subarray(start, end), text: found.text, key });
      }
      start = end + 1;
    }
  }
  const matches = createMatcher(buildIndex(metadata.entries)).match(
    packText(captions.map(({ text }) => text)),
  );
  const entryCounts = new Uint32Array(entries.length);
  if (counts) for (const [i, entry] of entries.entries()) entryCounts[i] = counts.get(entry) ?? 0;
  else addEntryCounts(entryCounts, matches.entryIds);
  const keys = packText(captions.map(({ key }) => key));
  const keyLanes = new Uint32Array(captions.length * 2);
  captions.forEach((_, i) => {
    hashKey(keys.bytes, keys.starts[i], keys.starts[i + 1], keyLanes, i);
  });
  const tau = criticalThresholds({ ...matches, keyLanes }, entryCounts, metadata.lanes, seed);
  const kept = captions.filter((_, i) => tau[i] < t);
  const used = new Map<string, number>();
  entryCounts.forEach((count, id) => {
    if (count > 0) used.set(entries[id], count);
  });
  return {
    captions: captions.length,
    kept: kept.length,
    output: Buffer.concat(kept.flatMap(({ line }) => [line, Buffer.from("\n")])),
    counts: used,
  };
}

/** What the script writes to standard output. */
function byPython(metadata: string, files: readonly CaptionFile[], { t, seed }: Setting): Buffer {
  write("balance.py", pythonRecipe({ metadata, counts: "counts.json", files, t, seed }));
  const { status, stdout, stderr } = spawnSync(PYTHON, ["balance.py"], {
    cwd: folder,
    maxBuffer: 2 ** 28,
  });
  expect(stderr.toString()).toBe("");
  expect(status).toBe(0);
  return stdout;
}

const LONE_HIGH = "\ud83d";
const ENTRIES = [
  "dog",
  "hot dog",
  "dog house",
  "a",
  "hot  dog",
  " dog",
  ",",
  "dog , cat",
  "U.S.",
  "St. Louis",
  "é",
  "犬",
  "🐕",
  LONE_HIGH,
  `dog ${LONE_HIGH}`,
  "tab\there",
  "\u00a0",
  "7",
  "__proto__",
  "in a hot dog house of the",
];

const TEXTS = [
  "a dog",
  "A hot dog, a cat.",
  "hot  dog",
  "  dog",
  "dog,cat",
  "dog\thouse\ndog\rhouse",
  "(dog) dog's dog|cat",
  "U.S. St. Louis a",
  "é 犬 🐕",
  `dog ${LONE_HIGH} x`,
  `${LONE_HIGH}`,
  "\u00a0 7 __proto__",
  "in a hot dog house of the U.S.",
  "in a hot dog house of thee",
  "`dog`?!",
  "nothing",
  " ",
  'quote " \\ / \b \f \u0000 a',
];

/** Many records, with all kinds of keys. */
function oddLines(): string[] {
  const keys = [
    "",
    '"uid":"u1",',
    '"uid":"","uuid":"second",',
    '"uid":null,"id":17,',
    '"id":17.0,',
    '"id":-0,',
    '"uid":true,"key":1e21,',
    '"id":1e400,"key":"after infinity",',
    '"id":12345678901234567890,',
    '"id":123456789012345678901234,',
    '"id":0.000001,',
    '"id":1e-7,',
    '"id":-1.5e-9,',
    '"id":5e-324,',
    '"id":100,',
    '"uid":"\\ud83d\\ude00 \\ud83d \\u0000 é",',
    '"\\u0075id":"escaped name",',
    '"uid":"first","uid":"last of two",',
    '"nested":{"uid":"inner"},',
  ];
  const lines: string[] = [];
  for (const text of TEXTS) {
    for (const key of keys) {
      const spelled = JSON.stringify(text);
      lines.push(`{${key}"text":${spelled},"n":[1,{"text":"cat"}]}`);
      const escaped = spelled.replace(/[^\\"/bfnrtu0-9a-f]/g, (c) =>
        c === " " ? "\\u0020" : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      lines.push(`  {"text":"${"\\u0078"}",${key}"text":${escaped}}  `);
    }
  }
  return lines;
}

describe.skipIf(!hasPython)("the Python script", () => {
  it("keeps the lines that the core keeps: escapes, surrogates, all kinds of keys", () => {
    const odd: CaptionFile = {
      name: "a folder/odd 'lines'.jsonl",
      captionField: "text",
      content: Buffer.from(`\ufeff${oddLines().join("\n")}\n`),
    };
    const counts = new Map(ENTRIES.map((entry, i) => [entry, 100 + 7 * i] as const));
    write(odd.name, odd.content);
    write("list.json", JSON.stringify(ENTRIES));
    write("counts.json", formatEntryCounts(counts));
    for (const [t, seed] of [
      [20, 0],
      [33.5, 2 ** 32 - 1],
      [100, 12],
    ]) {
      const core = byCore([odd], ENTRIES, { t, seed, counts });
      expect(core.captions).toBe(oddLines().length);
      expect(core.kept).toBeGreaterThan(core.captions / 10);
      expect(core.kept).toBeLessThan(core.captions);
      const python = byPython("list.json", [odd], { t, seed });
      expect(python.equals(core.output)).toBe(true);
    }
  });

  it("passes over the lines that give no caption, and writes the others as they are", () => {
    const bad = [
      "",
      " \t\r",
      "{broken",
      "[1]",
      '"dog"',
      '{"text":""}',
      '{"text":7}',
      '{"caption":"dog"}',
      '{"text":"dog","n":NaN}',
      '{"text":"dog","n":-Infinity}',
      '{"text":"dog","n":01}',
      '{"text":"dog",}',
      '{"text":"dog\tdog"}',
      '\ufeff{"text":"dog"}',
      '{"text":"dog"} {"text":"dog"}',
      `{"text":"dog ${"x".repeat(2 ** 24)}"}`,
    ];
    const good = [`{"text":"dog","n":${"9".repeat(5000)}}`, '{"text":"dog"}\r', '{"text":"a dog"}'];
    const notUtf8 = [
      '{"text":"dog","n":"\xff"}',
      '{"text":"dog","n":"\xed\xa0\x80"}',
      '{"text":"dog","n":"\xc0\x80"}',
    ];
    const content = Buffer.concat([
      Buffer.from(`${bad.join("\n")}\n${good[0]}\n`),
      Buffer.from(`${notUtf8.join("\n")}\n`, "latin1"),
      Buffer.from(`${good[1]}\n${good[2]}`),
    ]);
    const files = [
      { name: "bad.jsonl", captionField: "text", content },
      { name: "empty.jsonl", captionField: "text", content: Buffer.alloc(0) },
      { name: "caption.jsonl", captionField: "caption", content: Buffer.from('{"caption":"dog"}') },
    ];
    for (const { name, content } of files) write(name, content);
    write("list.json", JSON.stringify(ENTRIES));
    write("counts.json", "{}");
    const { output } = byCore(files, ENTRIES, { t: 1, seed: 0, counts: new Map() });
    expect(output.toString()).toBe(`${good.join("\n")}\n{"caption":"dog"}\n`);
    expect(byPython("list.json", files, { t: 1, seed: 0 }).toString()).toBe(output.toString());
  });

  it("reads lists of one entry a line and gzip files, and takes their names into keys", () => {
    const lines = Array.from({ length: 400 }, (_, i) => `{"text":"a dog ${i}"}`).join("\r\n");
    const file = { name: "packed.jsonl.gz", captionField: "text", content: Buffer.from(lines) };
    write(file.name, gzipSync(file.content));
    write("list.txt.gz", gzipSync("\ufeffdog\r\n\r\na\n[x]\ndog\nhot dog\n"));
    write("counts.json", '{"dog": 400, "a": 400}');
    const { entries } = parseMetadata("list.txt", "dog\r\n\r\na\n[x]\ndog\nhot dog\n");
    const core = byCore([file], entries, { t: 100, seed: 5 });
    expect(core.kept).toBeGreaterThan(100);
    expect(core.kept).toBeLessThan(250);
    const python = byPython("list.txt.gz", [file], { t: 100, seed: 5 });
    expect(python.toString()).toBe(core.output.toString());
  });

  it("writes numbers as JavaScript does, since they are keys", () => {
    const numbers = fc.sample(
      fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.maxSafeInteger()),
      4000,
    );
    const content = Buffer.from(
      numbers.map((id) => `{"id":${Object.is(id, -0) ? "-0" : id},"text":"dog"}\n`).join(""),
    );
    const file = { name: "numbers.jsonl", captionField: "text", content };
    write(file.name, content);
    write("list.json", '["dog"]');
    write("counts.json", '{"dog": 4000}');
    const core = byCore([file], ["dog"], { t: 2000, seed: 1 });
    expect(core.kept).toBeGreaterThan(1000);
    expect(core.kept).toBeLessThan(3000);
    const python = byPython("list.json", [file], { t: 2000, seed: 1 });
    expect(python.equals(core.output)).toBe(true);
  });

  it("matches what the core matches in random captions", () => {
    const word = fc.oneof(
      fc.constantFrom("a", "dog", "hot", "house", "é", "", ",", "`", "\t", "\u2003", LONE_HIGH),
      fc.string({ unit: "binary", maxLength: 2 }),
    );
    const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
    const texts = fc.sample(text, 1000).filter((text) => text !== "");
    const entries = [...new Set(fc.sample(text, 200).filter((text) => text !== ""))];
    const content = Buffer.from(texts.map((text) => `${JSON.stringify({ text })}\n`).join(""));
    const file = { name: "random.jsonl", captionField: "text", content };
    const core = byCore([file], entries, { t: 3, seed: 1 });
    write(file.name, content);
    write("list.json", JSON.stringify(entries));
    write("counts.json", formatEntryCounts(core.counts));
    expect(core.kept).toBeGreaterThan(0);
    expect(byPython("list.json", [file], { t: 3, seed: 1 }).equals(core.output)).toBe(true);
  });

  it("holds whatever the files and fields are called", () => {
    const names = [
      '"quoted" \\ name.jsonl',
      "new\nline.jsonl",
      "$(x) `y` {z} 犬.jsonl",
      "'''.jsonl",
    ];
    const files = names.map((name, i) => ({
      name,
      captionField: `"""${name}`,
      content: Buffer.from(`${JSON.stringify({ [`"""${name}`]: "dog", i })}\n`),
    }));
    for (const { name, content } of files) write(name, content);
    write('list "1".json', '["dog"]');
    write("counts.json", '{"dog": 4}');
    const core = byCore(files, ["dog"], { t: 4, seed: 0 });
    expect(core.kept).toBe(4);
    expect(byPython('list "1".json', files, { t: 4, seed: 0 }).equals(core.output)).toBe(true);
  });
});

describe.skipIf(!hasPython || !hasShared)("the Python script on real pools", () => {
  it("keeps the lines that the core keeps", () => {
    const LINES = 4000;
    const list = readFileSync(join(shared, "data/metadata-500k.json"), "utf8");
    const { entries } = parseMetadata("metadata-500k.json", list);
    const files = [
      { name: "museums.jsonl", whole: gunzipSync(readFileSync(`${shared}/data/museums.jsonl.gz`)) },
      { name: "coco.jsonl", whole: readFileSync(`${shared}/data/coco-val2017.jsonl`) },
    ].map(({ name, whole }) => {
      const lines = whole.subarray(0, 4_000_000).toString().split("\n").slice(0, LINES);
      return { name, captionField: "text", content: Buffer.from(`${lines.join("\n")}\n`) };
    });
    const core = byCore(files, entries, { t: 8, seed: 4 });
    for (const { name, content } of files) write(name, content);
    write("list.json", list);
    write("counts.json", formatEntryCounts(core.counts));
    expect(core.captions).toBe(2 * LINES);
    expect(core.kept).toBeGreaterThan(LINES / 10);
    expect(core.kept).toBeLessThan(2 * LINES * 0.95);
    expect(byPython("list.json", files, { t: 8, seed: 4 }).equals(core.output)).toBe(true);
  }, 20_000);
});
