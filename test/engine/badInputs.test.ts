import { appendFileSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { InputError } from "../../src/formats/inputError.ts";
import { job, jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);

/** A folder as a browser gives it: a File that cannot be read. */
function folder(name: string): File {
  const file = new File(["x"], name);
  return Object.assign(file, {
    slice: () => ({
      arrayBuffer: () => Promise.reject(new DOMException("It is a folder", "NotFoundError")),
    }),
  });
}

const BAD_FILES: readonly { readonly what: string; readonly file: File; readonly says: string }[] =
  [
    {
      what: "an empty file",
      file: jsonFile("empty.jsonl", ""),
      says: "empty.jsonl is empty. Choose a file with one JSON object a line.",
    },
    {
      what: "a folder",
      file: folder("photos"),
      says: "photos is a folder. Choose the files inside it instead.",
    },
    {
      what: "a file that has vanished",
      file: folder("photos.jsonl"),
      says: "photos.jsonl cannot be read: it was changed, moved or deleted since it was chosen. Choose it again.",
    },
    {
      what: "a PNG image with the name of captions",
      file: jsonFile("image.jsonl", PNG),
      says: "image.jsonl is a PNG image. Choose the file with its captions, one JSON object a line.",
    },
    {
      what: "a metadata list without entries",
      file: jsonFile("list.json", '["", ""]'),
      says: "list.json holds no entries. Choose a JSON array of strings, or a text file with one entry a line.",
    },
    {
      what: "an array of numbers",
      file: jsonFile("numbers.json", "[1, 2, 3]"),
      says: "numbers.json is an array of numbers, and metadata is strings. Choose a JSON array of strings, or a text file with one entry a line.",
    },
    {
      what: "captions of which every line is broken",
      file: jsonFile("broken.jsonl", '{"text":"a dog"\n{"text"\n'),
      says: "broken.jsonl was left out: none of its 2 lines gives a caption (they are not JSON). Choose a file with one JSON object a line.",
    },
    {
      what: "records without any text",
      file: jsonFile("numbers.jsonl", '{"n":1}\n{"n":2}\n'),
      says: 'numbers.jsonl was left out: none of its 2 records has text in a field "text". Each record needs its caption in a field such as "text" or "caption".',
    },
    {
      what: "a manifest that is cut short",
      file: jsonFile("balanced.manifest.json", '{\n  "headtail": "0.1.0",\n  "form'),
      says: "balanced.manifest.json is not valid JSON, perhaps cut short. Choose the manifest as it was exported.",
    },
  ];

describe.each(BAD_FILES)("$what", ({ file, says }) => {
  it("is told of in its own sentence, and the other files are loaded", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    const { pool, problems } = await load(engine, [
      file,
      jsonFile("good.jsonl", keyedLines(["a dog", "a cat"])),
    ]);
    expect(problems).toEqual([says]);
    expect(pool.files.map(({ name }) => name)).toEqual(["good.jsonl"]);
    expect(pool.captions).toBe(2);
  });

  it("is an InputError when it is alone, and the pool stays", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    await load(engine, [jsonFile("good.jsonl", keyedLines(["a dog", "a cat"]))]);
    const failed = await load(engine, [file]).catch((error) => error);
    expect(failed).toBeInstanceOf(InputError);
    expect(failed.message).toBe(says);
    expect((await engine.balance(10)).captionsKept).toBe(2);
  });
});

describe("files that are left out", () => {
  it("are a second metadata list and a second manifest", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    const { pool, problems } = await load(engine, [
      jsonFile("one.txt", "dog\n"),
      jsonFile("two.txt", "cat\n"),
      jsonFile("good.jsonl", keyedLines(["a dog"])),
    ]);
    expect(pool.metadata.name).toBe("one.txt");
    expect(problems).toEqual([
      "two.txt is a second metadata list and was left out: one.txt is used.",
    ]);
  });
});

describe("an engine without captions", () => {
  it("says so when it is asked to change them", async () => {
    const engine = createEngine(workersInNode(), sampleData);
    await expect(engine.draw(1)).rejects.toThrow("No captions are loaded yet.");
    await expect(engine.changeMetadata("default", job)).rejects.toThrow(
      "No captions are loaded yet.",
    );
    await expect(load(engine, [])).rejects.toThrow("There were no captions among the files.");
  });
});

describe("a file that changes on the disk after it was loaded", () => {
  const directory = mkdtempSync(join(tmpdir(), "headtail-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  it("is named when a caption of it is shown, and the load of it anew fails as a whole", async () => {
    const path = join(directory, "changing.jsonl");
    writeFileSync(path, keyedLines(sampleTexts(20)));
    const file = new File([await openAsBlob(path)], "changing.jsonl");
    const engine = createEngine(workersInNode(), sampleData);
    await load(engine, [file]);
    appendFileSync(path, '{"text":"a zebra"}\n');
    const says =
      "changing.jsonl cannot be read: it was changed, moved or deleted since it was chosen.";
    await expect(engine.explain(0, 1)).rejects.toThrow(says);
    await expect(engine.changeMetadata(jsonFile("list.txt", "dog\n"), job)).rejects.toThrow(says);
    expect((await engine.balance(1e9)).expectedBalancedCounts).toHaveLength(9);
  });
});
