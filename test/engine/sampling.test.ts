import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { columnBytes } from "../../src/engine/load/estimate.ts";
import type { Engine, LoadEstimate, LoadRequest, Sampling } from "../../src/engine/types.ts";
import { parseManifest } from "../../src/formats/manifest.ts";
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

const ROOM_CAPTIONS = 200;
const LIMIT = 500e6 + columnBytes(ROOM_CAPTIONS);

/** Keyless, so that draws hang on line numbers; blank and broken lines between. */
const plain = jsonFile(
  "plain.jsonl",
  `\ufeff${keylessLines(sampleTexts(400, 2)).replaceAll("}\n", "}\n\n{broken\n")}`,
);
const keyed = jsonFile("keyed.jsonl", keyedLines(sampleTexts(200, 3)).trimEnd());

function engineWithLimit(changes: WorkerChanges = {}, sliceBytes = 1000) {
  return createEngine(workersInNode({ limitBytes: LIMIT, ...changes }), sampleData, sliceBytes);
}

function loadPart(
  engine: Engine,
  files: readonly File[],
  sampling: Sampling,
  mode: LoadRequest["mode"] = "replace",
) {
  return engine.load({ files, mode }, { ...job, onTooLarge: async () => sampling });
}

async function keptCaptions(engine: Engine, t: number) {
  const { captions } = await engine.preview({ tab: "kept", t, from: 0, limit: 10_000 });
  return captions.map(({ file, line, text }) => ({ file, line, text }));
}

describe("a load that needs more memory than it should", () => {
  it("asks before anything is read, with an estimate", async () => {
    const asked: LoadEstimate[] = [];
    let isRead = false;
    const engine = engineWithLimit({
      changeMatch: (api) => ({
        ...api,
        matchSlice(file, range) {
          isRead = true;
          return api.matchSlice(file, range);
        },
      }),
    });
    const onTooLarge = async (estimate: LoadEstimate) => {
      expect(isRead).toBe(false);
      asked.push(estimate);
      return "all" as const;
    };
    const { pool } = await engine.load({ files: [keyed], mode: "replace" }, { ...job, onTooLarge });
    expect(asked).toEqual([]);
    expect(pool.captions).toBe(200);

    isRead = false;
    const more = jsonFile("more.jsonl", keyedLines(sampleTexts(300, 5), "more"));
    const whole = await engine.load({ files: [more], mode: "add" }, { ...job, onTooLarge });
    expect(asked).toMatchObject([{ files: ["more.jsonl"], captions: 300, limitBytes: LIMIT }]);
    expect(whole.pool.captions).toBe(500);
    expect(whole.pool.files.every((file) => file.sample === undefined)).toBe(true);
  });

  it("asks nothing where there are no captions among the files", async () => {
    const engine = engineWithLimit();
    await load(engine, [plain, keyed]);
    const list = jsonFile("list.txt", "dog\ncat\n");
    const onTooLarge = () => Promise.reject(new Error("asked"));
    const { pool } = await engine.load({ files: [list], mode: "replace" }, { ...job, onTooLarge });
    expect(pool).toMatchObject({ captions: 600, metadata: { entries: 2 } });
  });

  it("can be cancelled while it asks, and the pool before stays", async () => {
    const engine = engineWithLimit();
    await load(engine, [keyed]);
    const controller = new AbortController();
    const loading = engine.load(
      { files: [plain], mode: "replace" },
      {
        ...job,
        signal: controller.signal,
        onTooLarge() {
          controller.abort();
          return new Promise(() => {});
        },
      },
    );
    await expect(loading).rejects.toMatchObject({ name: "AbortError" });
    expect(
      (await load(engine, [jsonFile("x.jsonl", '{"text":"a dog"}')], "add")).pool,
    ).toMatchObject({ captions: 201 });
  });
});

describe.each<{ title: string; sampling: Sampling }>([
  { title: "about the first captions", sampling: { first: 1300 } },
  { title: "one line in 3", sampling: { oneIn: 3 } },
])("a pool of $title", ({ sampling }) => {
  it("is the same whatever the number of workers and the size of slices", async () => {
    const seen: unknown[] = [];
    for (const matchWorkers of [1, 3]) {
      for (const sliceBytes of [37, 1000, 2 ** 20]) {
        const engine = engineWithLimit({ matchWorkers }, sliceBytes);
        const { pool, problems } = await loadPart(engine, [plain, keyed], sampling);
        const { id: _, ...found } = pool;
        seen.push({ found, problems, kept: await keptCaptions(engine, 5) });
      }
    }
    for (const each of seen) expect(each).toEqual(seen[0]);
    expect((seen[0] as { kept: unknown[] }).kept.length).toBeGreaterThan(10);
  });

  it("draws as the whole pool does: its captions have the lines and keys of the whole file", async () => {
    const whole = engineWithLimit({ limitBytes: 3e9 });
    const all = await load(whole, [plain, keyed]);
    const part = engineWithLimit();
    const { pool } = await loadPart(part, [plain, keyed], sampling);
    expect(pool.captions).toBeGreaterThan(100);
    expect(pool.captions).toBeLessThan(all.pool.captions);
    const explained = async (engine: Engine, index: number) => {
      const { key, line, text, entries } = await engine.explain(index, 5);
      return [key, line, text, entries.map(({ draw }) => draw)];
    };
    const byKey = new Map<unknown, unknown>();
    for (let i = 0; i < all.pool.captions; i++) {
      const caption = await explained(whole, i);
      byKey.set(caption[0], caption);
    }
    for (let i = 0; i < pool.captions; i++) {
      const caption = await explained(part, i);
      expect(caption).toEqual(byKey.get(caption[0]));
    }
  });

  it("is exported byte for byte, told in the manifest, and comes back with it", async () => {
    const engine = engineWithLimit();
    const { pool } = await loadPart(engine, [plain, keyed], sampling);
    const { handle: directory, files } = directoryInMemory();
    const request = {
      t: 20,
      p: 0.06,
      fixed: "t",
      shape: "same" as const,
      sideFiles: [],
      withColumns: false,
      baseName: "part",
    } as const;
    await engine.exportBalanced({ ...request, directory }, job);
    const lines = new Map<string, string[]>();
    for (const file of [plain, keyed]) lines.set(file.name, (await file.text()).split("\n"));
    const kept = await keptCaptions(engine, 20);
    const subset = files.get("part.jsonl");
    const manifest = files.get("part.manifest.json");
    expect(new TextDecoder().decode(subset)).toBe(
      kept.map(({ file, line }) => `${lines.get(file)?.[line - 1]}\n`).join(""),
    );
    const read = parseManifest("m", new TextDecoder().decode(manifest));
    expect(read.files.map((file) => file.sample)).toEqual(pool.files.map((file) => file.sample));
    expect(pool.files[1].sample).toBeDefined();

    const back = await load(engineWithLimit({ limitBytes: 3e9 }), [
      jsonFile("part.jsonl", subset!),
      jsonFile("part.manifest.json", manifest!),
    ]);
    expect(back.problems).toEqual([]);
    expect(back.pool.entryCounts).toEqual(pool.entryCounts);
    expect(back.pool.captions).toBe(kept.length);
  });

  it("stays what it is in another field and with other metadata", async () => {
    const engine = engineWithLimit();
    const { pool } = await loadPart(engine, [plain, keyed], sampling);
    const uids = await engine.changeCaptionField(1, "uid", job);
    expect(uids.pool.files).toMatchObject(pool.files.map(({ lines, name }) => ({ lines, name })));
    expect(uids.pool.files.map(({ sample }) => sample)).toEqual(
      pool.files.map(({ sample }) => sample),
    );
    const swapped = await engine.changeMetadata(jsonFile("list.txt", "dog\n"), job);
    expect(swapped.pool.captions).toBe(pool.captions);
  });
});

describe("the counts of a part", () => {
  it("add up to the lines of the file: taken, blank and passed over", async () => {
    const { pool } = await loadPart(engineWithLimit(), [plain, keyed], { oneIn: 3 });
    for (const { lines, captions, rejected, blank, sample, name } of pool.files) {
      expect(lines).toBe(captions + rejected);
      const passedOver = (sample as { linesPassedOver: number }).linesPassedOver;
      expect(lines + blank + passedOver).toBe(name === "plain.jsonl" ? 1200 : 200);
      expect(sample).toEqual({ oneIn: 3, linesPassedOver: passedOver });
    }
  });

  it("end with the first captions, and files behind are named", async () => {
    const engine = engineWithLimit();
    const first = await loadPart(engine, [keyed, plain], { first: 100 });
    expect(first.problems).toEqual([
      "plain.jsonl was left out: the first 100 captions end before it.",
    ]);
    const [{ captions, sample }] = first.pool.files;
    expect(Math.abs(captions - 100)).toBeLessThan(5);
    expect(sample).toEqual({ firstBytes: Math.ceil(keyed.size / 2) });
  });

  it("tell of lines left out by a worker only those that were taken", async () => {
    const engine = engineWithLimit({
      changeMatch: (api, kill) => ({
        ...api,
        async matchSlice(file, range) {
          if (range.start === 3000) kill("out of memory");
          return api.matchSlice(file, range);
        },
      }),
    });
    const { pool } = await loadPart(engine, [plain], { oneIn: 2 });
    const [{ lines, captions, rejected, blank, sample }] = pool.files;
    expect(lines).toBe(captions + rejected);
    expect(lines + blank + (sample as { linesPassedOver: number }).linesPassedOver).toBe(1200);
  });

  it("name a file of which no line was taken", async () => {
    const one = jsonFile("one.jsonl", '{"text":"a dog"}');
    const { pool, problems } = await loadPart(engineWithLimit(), [keyed, one], { oneIn: 7 });
    expect(problems).toEqual(["one.jsonl was left out: none of its lines was among those taken."]);
    expect(pool.files.map(({ name }) => name)).toEqual(["keyed.jsonl"]);
  });
});

describe("a sample of a gzip file", () => {
  const lines = keylessLines(sampleTexts(2_000));
  const packed = jsonFile("some.jsonl", new Uint8Array(gzipSync(lines)));

  it("is that of its text, where one line in so many is taken", async () => {
    const engine = engineWithLimit();
    const { pool } = await loadPart(engineWithLimit(), [jsonFile("some.jsonl", lines)], {
      oneIn: 3,
    });
    const sampled = (await loadPart(engine, [packed], { oneIn: 3 })).pool;
    expect(sampled.kept).toEqual(pool.kept);
    expect(sampled.captions).toBeGreaterThan(500);
    expect(sampled.captions).toBeLessThan(900);
  });

  it("is about its first captions, where those are taken", async () => {
    const { pool } = await loadPart(engineWithLimit(), [packed], { first: 300 });
    expect(pool.captions).toBeGreaterThan(250);
    expect(pool.captions).toBeLessThan(350);
  });
});
