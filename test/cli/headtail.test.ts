import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { computeDirectly } from "../engine/support/byCore.ts";
import { ENTRIES, keyedLines, keylessLines, sampleTexts } from "../engine/support/samples.ts";
import { keptByCore } from "../keptByCore.ts";
import { hasShared, publishedCounts, shared } from "../shared.ts";
import { headtail, PROGRAM } from "./headtail.ts";

const SEED = 77;
const T = 20;
const KEYED = keyedLines(sampleTexts(400));
const BALANCE = ["balance", "--metadata", "list.json", "--counts", "counts.json"];
const BALANCE_AT_T = [...BALANCE, "-t", `${T}`, "--seed", `${SEED}`];
const COUNT = ["count", "--metadata", "list.json"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-"));
  await write("list.json", JSON.stringify(ENTRIES));
  await write("keyed.jsonl", KEYED);
  const { output } = await run([...COUNT, "keyed.jsonl"]);
  await write("counts.json", output);
});
afterAll(() => rm(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) =>
  writeFile(join(folder, name), content);
const run = (words: readonly string[], input?: string | Uint8Array) =>
  headtail(folder, words, input);

describe("headtail count", () => {
  it("writes the count of every entry with a match, in metadata order", async () => {
    const { entryCounts } = keptByCore(KEYED, ENTRIES, T, SEED);
    const counted = ENTRIES.flatMap((entry, id) =>
      entryCounts[id] > 0 ? [`${JSON.stringify(entry)}: ${entryCounts[id]}`] : [],
    );
    const { code, output, errors } = await run([...COUNT, "keyed.jsonl"]);
    expect(counted.length).toBeGreaterThan(5);
    expect(output.toString()).toBe(`{\n${counted.join(",\n")}\n}\n`);
    expect(code).toBe(0);
    expect(errors).toMatch(/^Lines: 400, and 0 blank\. Rejected: 0\. Captions: 400, of which /);
  });

  it("adds up files and standard input", async () => {
    const { output } = await run([...COUNT, "keyed.jsonl", "-"], KEYED);
    const once = JSON.parse(await readFile(join(folder, "counts.json"), "utf8"));
    const doubled = Object.entries<number>(once).map(([entry, count]) => [entry, 2 * count]);
    expect(JSON.parse(output.toString())).toEqual(Object.fromEntries(doubled));
  });

  it("finds the caption field of each file, or takes the one that is named", async () => {
    await write("alt.jsonl", '{"alt":"dog","note":"cat"}\n');
    await write("caption.jsonl", '{"caption":"dog","note":"zebra"}\n');
    const files = ["alt.jsonl", "caption.jsonl"];
    const found = await run([...COUNT, ...files]);
    expect(JSON.parse(found.output.toString())).toEqual({ dog: 2 });
    const named = await run([...COUNT, "--field", "note", ...files]);
    expect(JSON.parse(named.output.toString())).toEqual({ cat: 1, zebra: 1 });
  });

  it("says which field to name where no line gives a caption", async () => {
    const { code, output, errors } = await run([...COUNT, "--field", "nope", "keyed.jsonl"]);
    expect(code).toBe(1);
    expect(output.length).toBe(0);
    expect(errors).toMatch(/^None of the 400 lines gives a caption: .* "nope".* --field NAME\.\n$/);
  });

  it("names the first lines without a caption, counts all, and goes on", async () => {
    const broken = ["{broken", "[1]", '{"n":1}', ...Array(10).fill("{")];
    await write("broken.jsonl", `{"text":"a dog"}\n\n${broken.join("\n")}\n{"text":"cat"}\n`);
    await write("utf8.jsonl", Buffer.from('{"text":"dog"}\n{"text":"\xff"}\n', "latin1"));
    const { code, output, errors } = await run([...COUNT, "broken.jsonl", "utf8.jsonl"]);
    expect(code).toBe(0);
    expect(JSON.parse(output.toString())).toEqual({ a: 1, dog: 2, cat: 1 });
    const sentences = errors.split("\n");
    expect(sentences.slice(0, 4)).toEqual([
      "broken.jsonl, line 3: not valid JSON.",
      "broken.jsonl, line 4: JSON, but not an object.",
      "broken.jsonl, line 5: no text in the caption field.",
      "broken.jsonl, line 6: not valid JSON.",
    ]);
    expect(sentences.slice(10, 12)).toEqual([
      "4 more lines gave no caption.",
      "Lines: 17, and 1 blank. Rejected: 14. Captions: 3, of which 3 match.",
    ]);
  });

  it("reads gzip files of one member and of many, and standard input in gzip", async () => {
    const half = KEYED.indexOf("\n", KEYED.length / 2) - 7;
    const members = [gzipSync(KEYED.slice(0, half)), gzipSync(""), gzipSync(KEYED.slice(half))];
    await write("keyed.jsonl.gz", Buffer.concat(members));
    const counts = await readFile(join(folder, "counts.json"));
    for (const answer of [
      await run([...COUNT, "keyed.jsonl.gz"]),
      await run([...COUNT, "-"], gzipSync(KEYED)),
    ]) {
      expect(answer.output.equals(counts)).toBe(true);
    }
  });

  it("reads metadata from a gzip file", async () => {
    await write("list.json.gz", gzipSync(await readFile(join(folder, "list.json"))));
    const { output } = await run(["count", "--metadata", "list.json.gz", "keyed.jsonl"]);
    expect(output.equals((await run([...COUNT, "keyed.jsonl"])).output)).toBe(true);
    await write("cut.json.gz", gzipSync('["dog"]').subarray(0, 20));
    expect(await run(["count", "--metadata", "cut.json.gz", "keyed.jsonl"])).toMatchObject({
      code: 1,
      errors: expect.stringContaining("cut.json.gz is cut short"),
    });
  });

  it("says of a gzip file that is cut short or damaged", async () => {
    const packed = gzipSync(KEYED);
    await write("cut.jsonl.gz", packed.subarray(0, packed.length - 20));
    await write("damaged.jsonl.gz", packed.with(packed.length - 6, packed[packed.length - 6] ^ 1));
    await write("image.gz", gzipSync(Buffer.from("\x89PNG\r\n\x1a\n", "latin1")));
    const cut = await run([...COUNT, "cut.jsonl.gz"]);
    expect(cut).toMatchObject({ code: 1, errors: expect.stringContaining("is cut short") });
    expect(cut.output.length).toBe(0);
    const damaged = await run([...COUNT, "damaged.jsonl.gz"]);
    expect(damaged).toMatchObject({ code: 1, errors: expect.stringContaining("is damaged") });
    const image = await run([...COUNT, "image.gz"]);
    expect(image).toMatchObject({ code: 1, errors: expect.stringContaining("is a PNG image") });
  });

  it("passes over a line that is longer than 16 MiB, and reads one that is not", async () => {
    const line = (bytes: number) => `{"text":"dog ${"x".repeat(bytes - 15)}"}`;
    const input = `${line(2 ** 24 + 1)}\n${line(2 ** 24)}`;
    const { output, errors } = await run([...COUNT, "-"], input);
    expect(JSON.parse(output.toString())).toEqual({ dog: 1 });
    expect(errors).toContain("Standard input, line 1: longer than 16 MiB.\n");
  });
});

describe("headtail balance", () => {
  it("writes the lines that the core keeps, byte for byte and in order", async () => {
    const { lines } = keptByCore(KEYED, ENTRIES, T, SEED);
    const { code, output, errors } = await run([...BALANCE_AT_T, "keyed.jsonl"]);
    expect(output.toString()).toBe(`${lines.join("\n")}\n`);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.length).toBeLessThan(350);
    expect(code).toBe(0);
    expect(errors).toContain(`Kept at t = ${T} `);
    expect(errors).not.toContain("no count");
  });

  it("keeps the same lines from standard input, since their keys are their own", async () => {
    const fromFile = await run([...BALANCE_AT_T, "keyed.jsonl"]);
    const fromInput = await run([...BALANCE_AT_T, "-"], KEYED);
    expect(fromInput.output.equals(fromFile.output)).toBe(true);
  });

  it("takes the file's name without its folder and the line number as key of other records", async () => {
    const texts = sampleTexts(200, 3);
    await mkdir(join(folder, "inner"), { recursive: true });
    await write("inner/plain.jsonl", `\n${keylessLines(texts)}`);
    await write("plain-counts.json", (await run([...COUNT, "inner/plain.jsonl"])).output);
    const options = ["--counts", "plain-counts.json", "-t", `${T}`, "--seed", `${SEED}`];
    const balance = ["balance", "--metadata", "list.json", ...options];
    const keptWith = (name: string) => {
      const captions = texts.map((text, i) => ({ key: `${name}:${i + 2}`, text }));
      const { tau } = computeDirectly(captions, ENTRIES, SEED);
      return keylessLines(texts.filter((_, i) => tau[i] < T));
    };
    const fromFile = await run([...balance, "inner/plain.jsonl"]);
    expect(fromFile.output.toString()).toBe(keptWith("plain.jsonl"));
    const fromInput = await run([...balance, "-"], `\n${keylessLines(texts)}`);
    expect(fromInput.output.toString()).toBe(keptWith("-"));
  });

  it("leaves out a byte order mark, keeps CR, and ends a last line without newline", async () => {
    const lines = ['{"text":"zebra"} \r', '{"text":"nothing"}', '{"text":"7 zebra"}'];
    await write("odd.jsonl", `\ufeff${lines.join("\n")}`);
    const everything = [...BALANCE, "-t", "1e9", "--seed", "0"];
    const { output } = await run([...everything, "odd.jsonl", "keyed.jsonl"]);
    const { output: keyed } = await run([...everything, "keyed.jsonl"]);
    expect(output.toString()).toBe(`${lines[0]}\n${lines[2]}\n${keyed}`);
  });

  it("computes the threshold from the tail share of the counts", async () => {
    await write("shares.json", '{"zebra": 6, "cat": 14, "dog": 80}');
    const words = ["balance", "--metadata", "list.json", "--counts", "shares.json", "--seed", "1"];
    const byShare = await run([...words, "-p", "0.2", "--json", "keyed.jsonl"]);
    const byThreshold = await run([...words, "-t", "14", "--json", "keyed.jsonl"]);
    expect(JSON.parse(byShare.errors)).toMatchObject({ t: 14, p: 0.2 });
    expect(JSON.parse(byThreshold.errors)).toMatchObject({ t: 14, p: 0.06 });
    expect(byShare.output.equals(byThreshold.output)).toBe(true);
  });

  it("keeps the captions of entries without a count, and says how many entries", async () => {
    await write("few.json", '{"dog": 100000}');
    await write("two.jsonl", '{"text":"zebra cat"}\n{"text":"a"}\n{"text":"nothing"}\n');
    const words = ["balance", "--metadata", "list.json", "--counts", "few.json"];
    const { output, errors } = await run([...words, "-t", "1", "--seed", "0", "two.jsonl"]);
    expect(output.toString()).toBe('{"text":"zebra cat"}\n{"text":"a"}\n');
    expect(errors).toContain("Entries that match here but have no count: 3.");
  });

  it("ends quietly when its reader stops", async () => {
    await write("many.jsonl", keyedLines(sampleTexts(60_000)));
    const words = [...BALANCE, "-t", "1e9", "--seed", "0", "many.jsonl"];
    const program = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder });
    let errors = "";
    program.stderr.on("data", (data) => {
      errors += data;
    });
    program.stdout.once("data", () => program.stdout.destroy());
    const code = await new Promise((resolve) => program.on("close", resolve));
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });
});

describe("the summary in JSON", () => {
  it("is one line on standard error", async () => {
    const { lines } = keptByCore(KEYED, ENTRIES, T, SEED);
    const { errors } = await run([...BALANCE_AT_T, "--json", "-"], `\n{broken\n${KEYED}`);
    expect(errors.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(errors)).toEqual({
      lines: 401,
      blank: 1,
      rejected: 1,
      filtered: { condition: 0, length: 0, language: 0, duplicates: 0 },
      rejects: [{ file: "Standard input", line: 2, reason: "not-json" }],
      captions: 400,
      matched: expect.any(Number),
      kept: lines.length,
      t: T,
      p: expect.any(Number),
      entriesWithoutCount: 0,
      seconds: expect.any(Number),
    });
  });

  it("of a count tells of no threshold", async () => {
    const { errors } = await run([...COUNT, "--json", "keyed.jsonl"]);
    const summary = JSON.parse(errors);
    expect(summary).toMatchObject({ lines: 400, captions: 400, rejected: 0 });
    expect(summary).not.toHaveProperty("t");
  });
});

describe("what is wrong with the input is said in a sentence, and the exit code is 1", () => {
  it.each([
    [["nowhere.jsonl"], "There is no file nowhere.jsonl. Check its path."],
    [["."], ". is a folder. Choose the files inside it instead."],
    [["-"], "Standard input is empty. Choose a file with one JSON object a line."],
    [
      ["list.json"],
      "list.json is a metadata list. Name a file with captions, one JSON object a line.",
    ],
  ])("captions in %j", async (files, sentence) => {
    const { code, output, errors } = await run([...COUNT, ...files]);
    expect({ code, errors }).toEqual({ code: 1, errors: `${sentence}\n` });
    expect(output.length).toBe(0);
  });

  it("metadata that is not there", async () => {
    const { code, errors } = await run(["count", "--metadata", "none.txt", "keyed.jsonl"]);
    expect({ code, errors }).toEqual({
      code: 1,
      errors: "There is no file none.txt. Check its path.\n",
    });
  });

  it.each([
    ["{", "wrong.json is not valid JSON, perhaps cut short."],
    ["[1]", "wrong.json has 1 counts, but the metadata has"],
    ["7", "wrong.json holds no entry counts."],
    ['{"unicorn": 1}', 'wrong.json counts "unicorn", which is not in the metadata.'],
    ['{"dog": 1.5}', 'In wrong.json, the count of "dog" is 1.5, not a whole number'],
    ['{"dog": -1}', 'In wrong.json, the count of "dog" is -1, not a whole number'],
    ['{"dog": "1"}', 'In wrong.json, the count of "dog" is "1", not a whole number'],
  ])("counts of %s", async (content, sentence) => {
    await write("wrong.json", content);
    const words = ["balance", "--metadata", "list.json", "--counts", "wrong.json", "-t", "1"];
    const { code, errors } = await run([...words, "--seed", "0", "keyed.jsonl"]);
    expect(code).toBe(1);
    expect(errors.startsWith(sentence)).toBe(true);
  });
});

describe("wrong usage is said in a sentence, and the exit code is 2", () => {
  it.each([
    [[], "There is no command. Give count or balance."],
    [["mix"], "mix is not a command. Give count or balance."],
    [["count", "keyed.jsonl"], "Say which metadata to match: --metadata FILE."],
    [COUNT, "There is no file with captions. Name one, or - for standard input."],
    [[...COUNT, "-", "-"], "Standard input can be read once only. Give - once."],
    [[...COUNT, "--colour", "red"], "Unknown option '--colour'."],
    [[...COUNT, "-t", "1", "-"], "--threshold belongs to balance; count does not take it."],
    [
      ["balance", "--metadata", "list.json", "-"],
      "Give the entry counts of the pool: --counts FILE, as count writes it.",
    ],
    [[...BALANCE, "--seed", "0", "-"], "Give either a threshold, -t T, or a tail share, -p P."],
    [[...BALANCE_AT_T, "-p", "0.06", "-"], "Give either a threshold, -t T, or a tail share, -p P."],
    [[...BALANCE, "-t", "1", "-"], "Give a seed, such as --seed 0."],
    [[...BALANCE, "-t", "0", "--seed", "0", "-"], "The threshold must be a number above 0, not 0."],
    [
      [...BALANCE, "-p", "6", "--seed", "0", "-"],
      "The tail share must be a number from 0 to 1, not 6.",
    ],
    [
      [...BALANCE, "-t", "1", "--seed", "4294967296", "-"],
      "The seed must be a whole number from 0 to 4294967295, not 4294967296.",
    ],
  ])("%j", async (words, sentence) => {
    const { code, output, errors } = await run(words);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${sentence}\nheadtail --help says more.\n`,
    });
    expect(output.length).toBe(0);
  });
});

describe("about the program", () => {
  it("--version writes the version", async () => {
    const { code, output } = await run(["--version"]);
    expect({ code, output: output.toString() }).toEqual({
      code: 0,
      output: `${manifest.version}\n`,
    });
  });

  it("--help names the commands", async () => {
    const { code, output } = await run(["--help"]);
    expect(code).toBe(0);
    expect(output.toString()).toMatch(/headtail count .*headtail balance /s);
  });
});

describe.skipIf(!hasShared)("cc3m-val with 500,000 entries, as the published code has it", () => {
  const metadata = `${shared}/data/metadata-500k.json`;
  const captions = `${shared}/data/cc3m-val.jsonl`;

  it("has the published entry counts, and the lines that the core keeps at 6%", async () => {
    const golden = publishedCounts("cc3m-val");
    const entries: string[] = JSON.parse(await readFile(metadata, "utf8"));
    const counted = await run(["count", "--metadata", metadata, captions]);
    const counts = new Map(Object.entries(JSON.parse(counted.output.toString())));
    expect(counts).toEqual(new Map(golden.counts.map(([id, count]) => [entries[id], count])));

    await write("cc3m.json", counted.output);
    const words = ["balance", "--metadata", metadata, "--counts", "cc3m.json", "-p", "0.06"];
    const balanced = await run([...words, "--seed", "0", "--json", captions]);
    const { t } = golden.at_p_6_percent;
    const { lines } = keptByCore(await readFile(captions, "utf8"), entries, t, 0);
    expect(JSON.parse(balanced.errors)).toMatchObject({ t, kept: lines.length });
    expect(balanced.output.toString() === `${lines.join("\n")}\n`).toBe(true);
  });
});
