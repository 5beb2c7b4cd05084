import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { Engine, LoadProgress, Pool } from "../../src/engine/types.ts";
import { InputError } from "../../src/formats/inputError.ts";
import { directoryInMemory } from "./support/directoryInMemory.ts";
import {
  job,
  jsonFile,
  keyedLines,
  keylessLines,
  load,
  sampleData,
  sampleTexts,
} from "./support/samples.ts";
import { type WorkerChanges, workersInNode } from "./support/workersInNode.ts";

const NAME = "pool.jsonl.gz";
/** Without keys of their own, so that draws hang on the file's name and line numbers. */
const TEXT = keylessLines(sampleTexts(900));
/** More than is read to tell what a file is. */
const LONG_TEXT = keyedLines(sampleTexts(5000));
const GOOD = jsonFile("good.jsonl", keyedLines(["a dog", "a cat"]));

function engineInNode(changes: WorkerChanges = {}, sliceBytes = 1000) {
  return createEngine(workersInNode(changes), sampleData, sliceBytes);
}

/** A gzip file with a member for every `memberBytes` of a text. */
function gzipFile(name: string, text: string | Buffer, memberBytes = Number.POSITIVE_INFINITY) {
  const bytes = Buffer.from(text);
  const members: Buffer[] = [];
  let at = 0;
  do {
    members.push(gzipSync(bytes.subarray(at, at + memberBytes)));
    at += memberBytes;
  } while (at < bytes.length);
  return jsonFile(name, new Uint8Array(Buffer.concat(members)));
}

async function exported(engine: Engine, t: number) {
  const directory = directoryInMemory();
  const request = {
    t,
    p: 0.06,
    fixed: "t",
    shape: "same" as const,
    sideFiles: [],
    withColumns: true,
    baseName: "balanced",
  } as const;
  await engine.exportBalanced({ ...request, directory: directory.handle }, job);
  return directory.files;
}

/** All that can be seen of a pool. */
async function seenOf(engine: Engine, { id: _, ...pool }: Pool) {
  const tabs = ["kept", "dropped", "edge", "unmatched"] as const;
  const pages = tabs.map((tab) => engine.preview({ tab, t: 20, from: 0, limit: 10_000 }));
  return {
    pool,
    captions: await Promise.all(pages),
    explanation: await engine.explain(pool.captions - 1, 20),
    exported: await exported(engine, 20),
  };
}

describe("a gzip file of captions", () => {
  it.each([
    { what: "of one member", gzip: gzipFile(NAME, TEXT), matchWorkers: 1, sliceBytes: 1000 },
    { what: "of many", gzip: gzipFile(NAME, TEXT, 777), matchWorkers: 3, sliceBytes: 100 },
  ])("$what gives what its text gives", async ({ gzip, matchWorkers, sliceBytes }) => {
    const plain = engineInNode();
    const expected = await load(plain, [jsonFile(NAME, TEXT)]);
    const engine = engineInNode({ matchWorkers }, sliceBytes);
    const { pool, problems } = await load(engine, [gzip]);
    expect(problems).toEqual([]);
    expect(pool.captions).toBe(900);
    const seen = await seenOf(engine, pool);
    expect(seen).toEqual(await seenOf(plain, expected.pool));
    expect(seen.captions[0].captions.length).toBeGreaterThan(10);
    expect(seen.exported.size).toBe(3);
  });

  it("is matched while it is unpacked, long lines and those that are too long as well", async () => {
    const line = (bytes: number) => `{"text":"dog","more":"${"x".repeat(bytes)}"}\n`;
    const short = line(2000).repeat(2500);
    const text = `${short}${line(2 ** 23)}${line(2 ** 24)}${short}${line(2 ** 22)}${short}`;
    const seen: number[] = [];
    const engine = engineInNode(
      {
        changeMatch: (api) => ({
          ...api,
          matchSlice(file, range) {
            seen.push(file.blob.size);
            return api.matchSlice(file, range);
          },
        }),
      },
      2 ** 20,
    );
    const { pool } = await load(engine, [gzipFile(NAME, text)]);
    expect(pool.files).toMatchObject([
      { size: text.length, lines: 7503, captions: 7502, rejected: 1 },
    ]);
    expect(pool.files[0].rejects).toEqual([{ line: 2502, reason: "too-long" }]);
    expect(seen[0]).toBeLessThan(text.length);
    expect(seen.at(-1)).toBe(text.length);
  });

  it("stays in the pool when others are added, and is read anew without being unpacked", async () => {
    let unpacked = 0;
    const engine = engineInNode({
      changeInflate: (api) => ({
        ...api,
        inflate(file, ...how) {
          unpacked++;
          return api.inflate(file, ...how);
        },
      }),
    });
    const other = engineInNode();
    await load(engine, [gzipFile(NAME, TEXT)]);
    await load(engine, [GOOD], "add");
    await load(other, [jsonFile(NAME, TEXT), GOOD]);
    const list = jsonFile("list.txt", "dog\ncat\n");
    for (const change of [
      () => [engine, other].map((each) => each.changeMetadata(list, job)),
      () => [engine, other].map((each) => each.changeCaptionField(0, "text", job)),
    ]) {
      const [one, same] = await Promise.all(change());
      expect({ ...one.pool, id: 0 }).toEqual({ ...same.pool, id: 0 });
      expect(one.pool.captions).toBe(902);
    }
    expect(unpacked).toBe(1);
  });

  it("tells its progress in bytes of the gzip file, ever more of them", async () => {
    const told: LoadProgress[] = [];
    const files = [gzipFile(NAME, LONG_TEXT, 50_000), GOOD];
    await engineInNode().load(
      { files, mode: "replace" },
      { ...job, onProgress: (progress) => told.push(progress) },
    );
    const bytesTotal = files[0].size + files[1].size;
    const matching = told.filter(({ stage }) => stage === "match");
    expect(matching.at(-1)).toMatchObject({ share: 1, bytesRead: bytesTotal, bytesTotal });
    const shares = matching.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it("can be cancelled while it is unpacked", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled by the user");
    const engine = engineInNode({
      changeInflate: (api) => ({
        ...api,
        inflate(file, ...how) {
          if (file.name !== NAME) return api.inflate(file, ...how);
          controller.abort(reason);
          return new Promise(() => {});
        },
      }),
    });
    const loading = engine.load(
      { files: [gzipFile(NAME, TEXT)], mode: "replace" },
      { ...job, signal: controller.signal },
    );
    await expect(loading).rejects.toBe(reason);
    const { pool } = await load(engine, [gzipFile("next.jsonl.gz", TEXT)]);
    expect(pool.captions).toBe(900);
  });
});

describe("a metadata list in a gzip file", () => {
  it("is used as the list that it holds, dropped or chosen", async () => {
    const engine = engineInNode();
    const list = gzipFile("list.txt.gz", "dog\ncat\n");
    const { pool } = await load(engine, [list, gzipFile(NAME, TEXT)]);
    expect(pool.metadata).toMatchObject({ name: "list.txt.gz", entries: 2 });
    const array = gzipFile("list.json.gz", '["red","cat","dog"]', 4);
    const changed = await engine.changeMetadata(array, job);
    expect(changed.pool.metadata).toMatchObject({ name: "list.json.gz", entries: 3 });
  });

  it("is refused when it is too large for one", async () => {
    const engine = engineInNode();
    await load(engine, [GOOD]);
    const zeros = gzipSync(Buffer.alloc(2 ** 26));
    const large = new File([zeros, zeros, zeros, zeros, gzipSync("x")], "list.txt.gz");
    await expect(engine.changeMetadata(large, job)).rejects.toThrow(
      "list.txt.gz holds more than 256 MB unpacked",
    );
  });

  it("is told of when it is cut short", async () => {
    const engine = engineInNode();
    const cut = jsonFile("list.txt.gz", new Uint8Array(gzipSync("dog\ncat\n").subarray(0, -3)));
    await load(engine, [GOOD]);
    await expect(engine.changeMetadata(cut, job)).rejects.toThrow("list.txt.gz is cut short");
  });
});

describe("a balanced subset in a gzip file", () => {
  it("keeps the counts of its source beside its manifest in another", async () => {
    const engine = engineInNode();
    await load(engine, [jsonFile("some.jsonl", LONG_TEXT)]);
    const directory = directoryInMemory();
    const request = {
      t: 20,
      p: 0.06,
      fixed: "t",
      shape: "same" as const,
      sideFiles: [],
      withColumns: false,
      baseName: "one",
    } as const;
    await engine.exportBalanced({ ...request, directory: directory.handle }, job);
    const [manifest, subset] = [".manifest.json", ".jsonl"].map((end) => {
      const bytes = Buffer.from(directory.files.get(`one${end}`)!);
      return [jsonFile(`one${end}`, new Uint8Array(bytes)), gzipFile(`one${end}.gz`, bytes, 9000)];
    });
    const plain = await load(engineInNode(), [manifest[0], subset[0]]);
    const { pool, recipe, problems } = await load(engineInNode(), [manifest[1], subset[1]]);
    expect(problems).toEqual([]);
    expect(recipe).toEqual(plain.recipe);
    expect(pool.source).toMatchObject({ manifest: "one.manifest.json.gz", captions: 5000 });
    expect(pool.entryCounts).toEqual(plain.pool.entryCounts);
    expect(pool.kept).toEqual(plain.pool.kept);
  });

  it("is left out when it is damaged", async () => {
    const engine = engineInNode();
    await load(engine, [GOOD]);
    const files = [...(await exported(engine, 20))].map(([name, bytes]) => jsonFile(name, bytes));
    const manifest = files.find(({ name }) => name.endsWith(".manifest.json"))!;
    const { problems } = await load(engine, [manifest, GOOD, damagedFile("bad.jsonl.gz")]);
    expect(problems).toEqual([
      "bad.jsonl.gz is damaged: its gzip data cannot be unpacked. Get the file again.",
    ]);
  });
});

/** Damaged after what is read to tell what it is. */
function damagedFile(name: string): File {
  const gzip = gzipSync(LONG_TEXT);
  return jsonFile(name, new Uint8Array(gzip.with(gzip.length - 8, gzip[gzip.length - 8] ^ 1)));
}

const BAD_FILES: readonly { readonly what: string; readonly file: File; readonly says: string }[] =
  [
    {
      what: "a gzip file that is cut short",
      file: jsonFile("cut.jsonl.gz", new Uint8Array(gzipSync(LONG_TEXT).subarray(0, -100))),
      says: "cut.jsonl.gz is cut short: its gzip data has no end. Get the whole file again.",
    },
    {
      what: "a gzip file that is cut short at its start",
      file: jsonFile("cut.jsonl.gz", Uint8Array.of(0x1f, 0x8b, 8, 0)),
      says: "cut.jsonl.gz is cut short: its gzip data has no end. Get the whole file again.",
    },
    {
      what: "a gzip file that is damaged",
      file: damagedFile("damaged.jsonl.gz"),
      says: "damaged.jsonl.gz is damaged: its gzip data cannot be unpacked. Get the file again.",
    },
    {
      what: "a gzip file that holds nothing",
      file: gzipFile("empty.jsonl.gz", ""),
      says: "empty.jsonl.gz is empty. Choose a file with one JSON object a line.",
    },
    {
      what: "a gzip file in a gzip file",
      file: gzipFile("twice.jsonl.gz", gzipSync(TEXT)),
      says: "twice.jsonl.gz is compressed twice. Unpack it once (gunzip twice.jsonl.gz) and choose the file that gives.",
    },
    {
      what: "an image in a gzip file",
      file: gzipFile("photo.jsonl.gz", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")),
      says: "photo.jsonl.gz is a PNG image. Choose the file with its captions, one JSON object a line.",
    },
    {
      what: "a binary file in a gzip file",
      file: gzipFile("model.bin.gz", Buffer.alloc(100, 7)),
      says: "model.bin.gz is a binary file. Choose a text file with one JSON object a line.",
    },
    {
      what: "a gzip file without any caption",
      file: gzipFile("broken.jsonl.gz", '{"text":"a dog"\n{"text"\n'),
      says: "broken.jsonl.gz was left out: none of its 2 lines gives a caption (they are not JSON). Choose a file with one JSON object a line.",
    },
  ];

describe.each(BAD_FILES)("$what", ({ file, says }) => {
  it("is told of in its own sentence, and the other files are loaded", async () => {
    const good = gzipFile("good.jsonl.gz", keyedLines(["a dog", "a cat"]));
    const { pool, problems } = await load(engineInNode(), [file, good, GOOD]);
    expect(problems).toEqual([says]);
    expect(pool.files.map(({ name }) => name)).toEqual(["good.jsonl.gz", "good.jsonl"]);
    expect(pool.captions).toBe(4);
  });

  it("is an InputError when it is alone, and the pool stays", async () => {
    const engine = engineInNode();
    await load(engine, [GOOD]);
    const failed = await load(engine, [file]).catch((error) => error);
    expect(failed).toBeInstanceOf(InputError);
    expect(failed.message).toBe(says);
    expect((await engine.balance(10)).captionsKept).toBe(2);
  });
});

describe("an inflate worker that dies", () => {
  it.each(["dies", "throws"] as const)("costs the file it worked on when it %s", async (kind) => {
    const engine = engineInNode({
      changeInflate: (api, kill) => ({
        ...api,
        async inflate(file, ...how) {
          if (file.name === NAME && kind === "dies") kill("out of memory");
          if (file.name === NAME) throw new RangeError("out of memory");
          return api.inflate(file, ...how);
        },
      }),
    });
    const { pool, problems } = await load(engine, [
      gzipFile(NAME, TEXT),
      gzipFile("next.jsonl.gz", TEXT),
    ]);
    expect(problems).toEqual([
      "pool.jsonl.gz could not be unpacked: the worker that does it stopped (out of memory). Unpack it first (gunzip pool.jsonl.gz) and choose the file that gives.",
    ]);
    expect(pool.files.map(({ name }) => name)).toEqual(["next.jsonl.gz"]);
  });
});
