import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { LoadProgress } from "../../src/engine/types.ts";
import { captionsBelow, computeDirectly } from "./support/byCore.ts";
import {
  ENTRIES,
  job,
  jsonFile,
  keyedLines,
  keylessLines,
  load,
  sampleData,
  sampleTexts,
} from "./support/samples.ts";
import { type WorkerChanges, workersInNode } from "./support/workersInNode.ts";

function engineInNode(changes: WorkerChanges = {}, sliceBytes = 1000) {
  return createEngine(workersInNode(changes), sampleData, sliceBytes);
}

async function keptTexts(engine: ReturnType<typeof engineInNode>, t: number): Promise<string[]> {
  const { captions } = await engine.preview({ tab: "kept", t, from: 0, limit: 10_000 });
  return captions.map(({ file, line, text }) => `${file}:${line} ${text}`);
}

describe("loading caption files", () => {
  it("gives the counts and tau that the core gives for the same captions", async () => {
    const texts = sampleTexts(500);
    const { pool, problems, recipe } = await load(engineInNode(), [
      jsonFile("some.jsonl", keyedLines(texts)),
    ]);
    const captions = texts.map((text, i) => ({ key: `id-${i}`, text }));
    const direct = computeDirectly(captions, ENTRIES, pool.seed);
    expect(problems).toEqual([]);
    expect(recipe).toBeNull();
    expect(pool.entryCounts).toEqual(direct.entryCounts);
    expect([...pool.kept.captions]).toEqual(captionsBelow(direct.tau));
    expect(pool.captions).toBe(500);
    expect(pool.matchedCaptions).toBe(pool.kept.captions.at(-1));
    expect(pool.metadata).toMatchObject({ entries: 9, unmatchable: 1, isDefault: true });
  });

  it("keys captions without a key of their own by file name and line number", async () => {
    const texts = sampleTexts(300);
    const lines = `\ufeff\n${keylessLines(texts)}`.replaceAll("\n", "\r\n");
    const { pool } = await load(engineInNode(), [jsonFile("plain.jsonl", lines)]);
    const captions = texts.map((text, i) => ({ key: `plain.jsonl:${i + 2}`, text }));
    const direct = computeDirectly(captions, ENTRIES, pool.seed);
    expect([...pool.kept.captions]).toEqual(captionsBelow(direct.tau));
  });

  it("keeps the same captions whatever the number of workers and the size of slices", async () => {
    const files = [
      jsonFile("one.jsonl", keylessLines(sampleTexts(400, 2))),
      jsonFile("two.jsonl", keyedLines(sampleTexts(200, 3)).slice(0, -1)),
    ];
    const seen: unknown[] = [];
    for (const matchWorkers of [1, 2, 5]) {
      for (const sliceBytes of [37, 1000, 2 ** 20]) {
        const engine = engineInNode({ matchWorkers, columnWorkers: matchWorkers - 1 }, sliceBytes);
        const { pool } = await load(engine, files);
        const { id: _, ...found } = pool;
        seen.push({ found, kept: await keptTexts(engine, 5) });
      }
    }
    for (const each of seen) expect(each).toEqual(seen[0]);
    expect((seen[0] as { kept: string[] }).kept.length).toBeGreaterThan(10);
  });

  it("counts blank and rejected lines and tells the first rejected ones with their numbers", async () => {
    const content = [
      '{"text":"a dog"}',
      "",
      "not json",
      "[1]",
      '{"text":""}',
      '{"text":"\xff"}',
      '{"text":"a cat"}',
    ].join("\n");
    const bytes = Uint8Array.from(content, (char) => char.charCodeAt(0));
    const { pool } = await load(engineInNode({}, 10), [jsonFile("mixed.jsonl", bytes)]);
    expect(pool.files).toMatchObject([
      { lines: 6, blank: 1, rejected: 4, captions: 2, matchedCaptions: 2, captionField: "text" },
    ]);
    expect(pool.files[0].rejects).toEqual([
      { line: 3, reason: "not-json" },
      { line: 4, reason: "not-object" },
      { line: 5, reason: "no-text" },
      { line: 6, reason: "not-utf8" },
    ]);
  });

  it("tells its progress, up to all bytes and captions", async () => {
    const told: LoadProgress[] = [];
    const file = jsonFile("some.jsonl", keyedLines(sampleTexts(500)));
    await engineInNode().load(
      { files: [file], mode: "replace" },
      { ...job, onProgress: (progress) => told.push(progress) },
    );
    expect(new Set(told.map(({ stage }) => stage))).toEqual(
      new Set(["metadata", "match", "finish"]),
    );
    expect(told.findLast(({ stage }) => stage === "match")).toMatchObject({
      share: 1,
      bytesRead: file.size,
      bytesTotal: file.size,
      lines: 500,
      captions: 500,
      rejected: 0,
    });
  });

  it("adds files to the pool, or puts them in its place", async () => {
    const engine = engineInNode();
    const first = jsonFile("one.jsonl", keyedLines(sampleTexts(100, 2), "one"));
    const second = jsonFile("two.jsonl", keyedLines(sampleTexts(80, 3), "two"));
    await load(engine, [first]);
    const added = await load(engine, [second], "add");
    const together = await load(engineInNode(), [first, second]);
    expect({ ...added.pool, id: 0 }).toEqual({ ...together.pool, id: 0 });
    expect(added.pool.files.map(({ name }) => name)).toEqual(["one.jsonl", "two.jsonl"]);
    const replaced = await load(engine, [second]);
    expect(replaced.pool.files.map(({ name }) => name)).toEqual(["two.jsonl"]);
    expect(replaced.pool.captions).toBe(80);
  });

  it("runs one load after the other", async () => {
    const engine = engineInNode();
    const [, second] = await Promise.all([
      load(engine, [jsonFile("one.jsonl", keyedLines(sampleTexts(100, 2), "one"))]),
      load(engine, [jsonFile("two.jsonl", keyedLines(sampleTexts(80, 3), "two"))], "add"),
    ]);
    expect(second.pool.captions).toBe(180);
  });

  it("shares metadata and columns between workers where the page is isolated, with the same result", async () => {
    const file = jsonFile("some.jsonl", keyedLines(sampleTexts(200)));
    const copied = await load(engineInNode(), [file]);
    Object.assign(globalThis, { crossOriginIsolated: true });
    try {
      const { pool } = await load(engineInNode({ columnWorkers: 3 }), [file]);
      expect(pool.entryCounts.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(pool.kept).toEqual(copied.pool.kept);
      expect(pool.entryCounts).toEqual(copied.pool.entryCounts);
    } finally {
      Object.assign(globalThis, { crossOriginIsolated: undefined });
    }
  });

  it("loads the demo pool with the default metadata", async () => {
    const { pool } = await engineInNode().loadDemo(5, job);
    expect(pool).toMatchObject({ isDemo: true, captions: 50, seed: 5 });
  });

  it("gets ready with the default metadata once, and asks again when that failed", async () => {
    const defaultMetadata = vi.fn(sampleData.defaultMetadata);
    const engine = createEngine(workersInNode(), { ...sampleData, defaultMetadata });
    engine.getReady();
    expect((await engine.loadDemo(5, job)).pool.metadata.entries).toBe(ENTRIES.length);
    expect(defaultMetadata).toHaveBeenCalledTimes(1);

    const again = createEngine(workersInNode(), { ...sampleData, defaultMetadata });
    defaultMetadata.mockRejectedValueOnce(new Error("no network"));
    again.getReady();
    await expect(again.loadDemo(5, job)).rejects.toThrow("no network");
    expect((await again.loadDemo(5, job)).pool.captions).toBe(50);
  });
});

describe("drawing anew", () => {
  it("gives the tau of another seed, and the same tau for the same seed", async () => {
    const engine = engineInNode();
    const { pool } = await load(engine, [jsonFile("some.jsonl", keyedLines(sampleTexts(300)))]);
    const other = await engine.draw(99);
    expect(other.kept).not.toEqual(pool.kept);
    expect(other).toMatchObject({ seed: 99, captions: 300 });
    const again = await engine.draw(pool.seed);
    expect(again.kept).toEqual(pool.kept);
    expect(new Set([pool.id, other.id, again.id]).size).toBe(3);
  });
});

describe("metadata of the user's", () => {
  it("matches the pool anew, and the default list brings the first counts back", async () => {
    const engine = engineInNode();
    const { pool } = await load(engine, [jsonFile("some.jsonl", keyedLines(sampleTexts(300)))]);
    const list = jsonFile("list.txt", "dog\ncat\n\ndog\n");
    const swapped = await engine.changeMetadata(list, job);
    expect(swapped.pool.metadata).toMatchObject({
      name: "list.txt",
      isDefault: false,
      entries: 2,
      duplicates: 1,
      empty: 1,
    });
    expect(Array.from(swapped.pool.entryCounts)).toEqual([
      pool.entryCounts[ENTRIES.indexOf("dog")],
      pool.entryCounts[ENTRIES.indexOf("cat")],
    ]);
    const back = await engine.changeMetadata("default", job);
    expect(back.pool.entryCounts).toEqual(pool.entryCounts);
  });

  it("comes with captions in one drop, also for files that were loaded before", async () => {
    const engine = engineInNode();
    const [one, two] = [2, 3].map((seed) => sampleTexts(100, seed));
    await load(engine, [jsonFile("one.jsonl", keyedLines(one, "one"))]);
    const list = jsonFile("list.json", '["zebra","dog"]');
    const added = await load(engine, [jsonFile("two.jsonl", keyedLines(two, "two")), list], "add");
    const captions = [...one, ...two].map((text, i) => ({
      key: i < 100 ? `one-${i}` : `two-${i - 100}`,
      text,
    }));
    const direct = computeDirectly(captions, ["zebra", "dog"], added.pool.seed);
    expect(added.pool.entryCounts).toEqual(direct.entryCounts);
    expect([...added.pool.kept.captions]).toEqual(captionsBelow(direct.tau));
  });

  it("matches the pool anew when the list is dropped alone", async () => {
    const engine = engineInNode();
    await load(engine, [jsonFile("some.jsonl", keyedLines(["a dog", "a cat"]))]);
    const { pool } = await load(engine, [jsonFile("list.txt", "cat\n")]);
    expect(Array.from(pool.entryCounts)).toEqual([1]);
    expect(pool.captions).toBe(2);
  });
});

describe("the caption field", () => {
  it("can be changed for one file of the pool", async () => {
    const engine = engineInNode();
    const records = [
      { uid: "x", text: "a dog", note: "red cat" },
      { uid: "y", text: "a cat", note: "zebra" },
    ];
    const content = records.map((record) => JSON.stringify(record)).join("\n");
    const before = await load(engine, [
      jsonFile("other.jsonl", keyedLines(["a dog"])),
      jsonFile("notes.jsonl", content),
    ]);
    expect(before.pool.files[1]).toMatchObject({
      captionField: "text",
      textFields: ["uid", "text", "note"],
    });
    const { pool } = await engine.changeCaptionField(1, "note", job);
    expect(pool.files[1].captionField).toBe("note");
    expect(pool.files.map(({ name }) => name)).toEqual(["other.jsonl", "notes.jsonl"]);
    const texts = ["a dog", "red cat", "zebra"];
    const captions = texts.map((text, i) => ({ key: ["id-0", "x", "y"][i], text }));
    const direct = computeDirectly(captions, ENTRIES, pool.seed);
    expect(pool.entryCounts).toEqual(direct.entryCounts);
    expect([...pool.kept.captions]).toEqual(captionsBelow(direct.tau));
    expect((await engine.explain(2, 1)).text).toBe("zebra");
  });

  it("stays when no record has text in the new one", async () => {
    const engine = engineInNode();
    await load(engine, [jsonFile("some.jsonl", keyedLines(["a dog"]))]);
    await expect(engine.changeCaptionField(0, "nothing", job)).rejects.toThrow(
      'some.jsonl was left out: not even its one record has text in a field "nothing".',
    );
    expect((await engine.explain(0, 1)).text).toBe("a dog");
  });
});

describe("cancelling a load", () => {
  it("rejects with the signal's reason and leaves the pool whole, which answers all the time", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled by the user");
    let seen = 0;
    const engine = engineInNode({
      changeMatch: (api) => ({
        ...api,
        matchSlice(file, range) {
          if (file.name === "big.jsonl" && ++seen === 5) controller.abort(reason);
          return api.matchSlice(file, range);
        },
      }),
    });
    const { pool } = await load(engine, [jsonFile("some.jsonl", keyedLines(sampleTexts(50)))]);
    const before = await engine.balance(3);
    const big = jsonFile("big.jsonl", keyedLines(sampleTexts(3000)));
    const loading = engine.load(
      { files: [big], mode: "add" },
      { ...job, signal: controller.signal },
    );
    const cancelled = expect(loading).rejects.toBe(reason);
    expect(await engine.balance(3)).toEqual(before);
    await cancelled;
    expect(controller.signal.aborted).toBe(true);
    expect(await engine.balance(3)).toEqual(before);
    expect(
      (await engine.preview({ tab: "kept", t: 1e9, from: 0, limit: 3 })).captions,
    ).toHaveLength(3);
    const next = await load(engine, [jsonFile("more.jsonl", keyedLines(sampleTexts(40)))], "add");
    expect(next.pool.captions).toBe(90);
    expect(next.pool.files[0]).toEqual(pool.files[0]);
  });

  it("rejects at once while another load runs, and never starts", async () => {
    const engine = engineInNode();
    const controller = new AbortController();
    const first = load(engine, [jsonFile("one.jsonl", keyedLines(sampleTexts(2000)))]);
    const second = engine.load(
      { files: [jsonFile("two.jsonl", keyedLines(sampleTexts(10)))], mode: "add" },
      { ...job, signal: controller.signal },
    );
    controller.abort(new Error("never mind"));
    await expect(second).rejects.toThrow("never mind");
    expect((await first).pool.captions).toBe(2000);
    expect(
      (await load(engine, [jsonFile("a.jsonl", keyedLines(["a"]))], "add")).pool.captions,
    ).toBe(2001);
  });
});

describe("a match worker that dies", () => {
  const texts = sampleTexts(400);
  /** Without keys of their own, so that draws hang on line numbers. */
  const file = () => jsonFile("bad.jsonl", keylessLines(texts));

  /** An engine whose match workers die `deaths` times at the slice that starts at byte 3,000. */
  function dyingEngine(deaths: number, kind: "dies" | "throws" = "dies") {
    let left = deaths;
    return engineInNode({
      changeMatch: (api, kill) => ({
        ...api,
        async matchSlice(file, range) {
          if (range.start === 3000 && left-- > 0) {
            if (kind === "throws") throw new RangeError("Array buffer allocation failed");
            kill("out of memory");
          }
          return api.matchSlice(file, range);
        },
      }),
    });
  }

  it.each(["dies", "throws"] as const)("has its slices done again when it %s", async (kind) => {
    const expected = await load(engineInNode(), [file()]);
    const { pool, problems } = await load(dyingEngine(1, kind), [file()]);
    expect(problems).toEqual([]);
    expect(pool.entryCounts).toEqual(expected.pool.entryCounts);
    expect(pool.kept).toEqual(expected.pool.kept);
    expect(pool.files).toEqual(expected.pool.files);
  });

  it("is reported with file and bytes when another dies of the same slice, and the rest stands", async () => {
    const engine = dyingEngine(2);
    const { pool, problems } = await load(engine, [file()]);
    const [summary] = pool.files;
    expect(problems).toEqual([
      `bad.jsonl was matched without its ${summary.rejected} lines in bytes 3,000 to 4,000: a worker stopped there twice (out of memory). Load the file again to try once more.`,
    ]);
    expect(summary.rejected).toBeGreaterThan(10);
    expect(summary.captions + summary.rejected).toBe(400);
    expect((await load(engine, [file()])).pool.captions).toBe(400);

    // Lines after those left out keep their numbers.
    const { pool: whole } = await load(engineInNode(), [file()]);
    expect(whole.captions).toBe(400);
    const last = await dyingEngine(2);
    await load(last, [file()]);
    const explanation = await last.explain(pool.captions - 1, 1);
    expect(explanation).toMatchObject({ line: 400, key: "bad.jsonl:400", text: texts[399] });
  });

  it("leaves the pool as it was when workers die at everything", async () => {
    let isDying = false;
    const engine = engineInNode({
      changeMatch: (api, kill) => ({
        ...api,
        async matchSlice(file, range) {
          if (isDying) kill("out of memory");
          return api.matchSlice(file, range);
        },
      }),
    });
    await load(engine, [jsonFile("some.jsonl", keyedLines(sampleTexts(50)))]);
    isDying = true;
    await expect(load(engine, [file()])).rejects.toThrow(/bad\.jsonl was left out/);
    isDying = false;
    expect((await engine.balance(1e9)).captionsKept).toBeGreaterThan(0);
    const more = jsonFile("more.jsonl", keyedLines(sampleTexts(40)));
    expect((await load(engine, [more], "add")).pool.captions).toBe(90);
  });
});

describe("a column worker that dies", () => {
  const file = jsonFile("some.jsonl", keyedLines(sampleTexts(400)));

  it.each(["count", "draw", "balance"] as const)("in %s changes nothing", async (pass) => {
    const alone = engineInNode();
    const expected = await load(alone, [file]);
    let deaths = 0;
    const engine = engineInNode({
      columnWorkers: 3,
      changeColumn: (api, kill) => ({
        ...api,
        [pass](...args: readonly unknown[]) {
          if (deaths > 1) return (api[pass] as (...args: readonly unknown[]) => unknown)(...args);
          deaths++;
          kill("out of memory");
          return new Promise(() => {});
        },
      }),
    });
    const found = await load(engine, [file]);
    const balanced = [];
    for (const t of [3, 30]) balanced.push([await engine.balance(t), await alone.balance(t)]);
    expect(deaths).toBe(2);
    expect(found.pool).toEqual(expected.pool);
    for (const [one, other] of balanced) {
      expect(one.balancedCounts).toEqual(other.balancedCounts);
      expect(one.expectedKept).toBeCloseTo(other.expectedKept, 9);
    }
    expect((await engine.draw(9)).kept).toEqual((await alone.draw(9)).kept);
  });
});

describe("balancing while t moves", () => {
  it("answers the first t and the newest, and none between", async () => {
    const engine = engineInNode();
    await load(engine, [jsonFile("some.jsonl", keyedLines(sampleTexts(200)))]);
    const asked = [1, 2, 3, 4, 5].map((t) => engine.balance(t));
    const answers = await Promise.allSettled(asked);
    expect(answers.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(answers[1]).toMatchObject({ reason: { name: "AbortError" } });
    expect(answers[4]).toMatchObject({ value: { t: 5 } });
  });
});

describe("the grid of expected kept", () => {
  it("is of the pool's own captions, whatever the seed and the number of workers", async () => {
    const one = jsonFile("one.jsonl", keyedLines(sampleTexts(300)));
    const grids = [];
    for (const columnWorkers of [0, 3]) {
      const engine = engineInNode({ columnWorkers });
      await load(engine, [one]);
      const grid = await engine.expectedKept();
      for (const at of [0, 40, 90]) {
        const { expectedKept } = await engine.balance(grid.t[at]);
        expect(grid.expectedKept[at]).toBeCloseTo(expectedKept, 9);
      }
      await engine.draw(7);
      expect(await engine.expectedKept()).toBe(grid);
      await load(engine, [jsonFile("two.jsonl", keyedLines(["a dog"]))], "add");
      expect((await engine.expectedKept()).expectedKept.at(-1)).toBeGreaterThan(
        grid.expectedKept.at(-1) ?? 0,
      );
      grids.push(grid);
    }
    expect(grids[1].t).toEqual(grids[0].t);
  });
});

describe("without WebAssembly, or without its SIMD", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("gives the same pool", async () => {
    const file = () => jsonFile("some.jsonl", keylessLines(sampleTexts(500, 5)));
    const { pool } = await load(engineInNode(), [file()]);
    const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    const without = await load(engineInNode(), [file()]);
    expect(validate).toHaveBeenCalled();
    expect(without.pool).toEqual(pool);
  });
});
