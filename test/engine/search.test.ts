import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { CaptionFilters, SearchProgress } from "../../src/engine/types.ts";
import { isIn } from "../../src/engine/workers/captionSet.ts";
import type { ColumnApi } from "../../src/engine/workers/columnApi.ts";
import { searchSlice } from "../../src/engine/workers/searchSlice.ts";
import { jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const texts = sampleTexts(300);
const file = () => jsonFile("one.jsonl", keyedLines(texts));
const filtersWith = (text: string): CaptionFilters => ({
  text,
  entries: [],
  hold: "all",
  file: null,
  matches: null,
  chance: null,
  counts: null,
});
const foundIn = (some: readonly string[], text: string) =>
  some.filter((caption) => caption.toLowerCase().includes(text.toLowerCase())).length;

function signalOnce() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** An engine with slices of about 10 captions, whose searches wait for a word after so many slices. */
async function engineThatWaits(slices: number) {
  const { promise: gate, resolve: go } = signalOnce();
  let started = 0;
  const changeColumn = (api: ColumnApi): ColumnApi => ({
    ...api,
    async search(...of) {
      if (++started > slices) await gate;
      return api.search(...of);
    },
  });
  const engine = createEngine(workersInNode({ columnWorkers: 1, changeColumn }), sampleData, 500);
  await load(engine, [file()]);
  return { engine, go };
}

describe("a search in the captions", () => {
  it("finds a text in any case, whatever is escaped, and takes line breaks for spaces", async () => {
    const anyText = fc.array(
      fc.constantFrom(
        "dog",
        "Dog",
        "É",
        "é",
        "ß",
        "İ",
        "Σ",
        "\n",
        " ",
        "\u0000",
        '"',
        "\\",
        "🐶",
        "日",
      ),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          anyText.map((parts) => parts.join("")),
          { minLength: 1, maxLength: 8 },
        ),
        anyText.map((parts) => parts.join("").replaceAll("\n", " ")),
        fc.boolean(),
        async (captions, text, isEscaped) => {
          const written = (json: string) =>
            isEscaped
              ? json.replace(
                  /[^\0-\x7f]/g,
                  (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
                )
              : json;
          const lines = captions.map(
            (caption) => `${written(JSON.stringify({ text: caption }))}\r\n`,
          );
          const starts = lines.map((_, i) =>
            lines.slice(0, i).reduce((sum, line) => sum + Buffer.byteLength(line), 0),
          );
          const blob = new Blob(["no json\n", ...lines.slice(0, 3), "\n", ...lines.slice(3)]);
          const shift = (i: number) => 8 + (i >= 3 ? 1 : 0);
          const slice = {
            start: 0,
            end: blob.size,
            captionField: "text",
            lineStarts: Uint32Array.from(starts, (start, i) => start + shift(i)),
          };
          const found = await searchSlice({ name: "x", blob }, slice, text);
          expect(captions.map((_, i) => isIn(found, i))).toEqual(
            captions.map((caption) =>
              caption.replaceAll("\n", " ").toLowerCase().includes(text.toLowerCase()),
            ),
          );
        },
      ),
    );
  });

  it("tells how far it is, and its first hits are shown before it ends", async () => {
    const { engine, go } = await engineThatWaits(6);
    const told: SearchProgress[] = [];
    const waiting = signalOnce();
    const { signal } = new AbortController();
    const done = engine.search("dog", {
      signal,
      onProgress(progress) {
        told.push(progress);
        if (told.length === 7) waiting.resolve();
      },
    });
    await waiting.promise;
    const filters = filtersWith("dog");
    const early = await engine.preview({ tab: "kept", t: 1e6, filters, from: 0, limit: 5 });
    const counts = await engine.filterCounts(1e6, filters);
    const last = told[told.length - 1];
    expect(early.captions.map(({ index }) => index)).toEqual(
      [...texts.keys()].filter((i) => foundIn([texts[i]], "dog") > 0).slice(0, 5),
    );
    expect(counts.kept + counts.unmatched).toBe(last.found);
    expect(counts.searched).toBe(last.searched);
    expect(last.searched).toBeGreaterThan(0);
    expect(last.searched).toBeLessThan(1);
    go();
    expect(await done).toEqual({ searched: 1, found: foundIn(texts, "dog") });
    expect(told.map(({ searched }) => searched)).toEqual(
      told.map(({ searched }) => searched).sort((a, b) => a - b),
    );
  });

  it("stops when it is cancelled, and goes on from there when asked again", async () => {
    const { engine, go } = await engineThatWaits(4);
    const controller = new AbortController();
    const waiting = signalOnce();
    const search = engine.search("cat", {
      signal: controller.signal,
      onProgress: ({ searched }) => searched > 0.05 && waiting.resolve(),
    });
    await waiting.promise;
    controller.abort();
    await expect(search).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    go();
    await engine.filterCounts(1, filtersWith("cat"));
    const told: SearchProgress[] = [];
    const { signal } = new AbortController();
    const onProgress = (progress: SearchProgress) => told.push(progress);
    const ended = await engine.search("cat", { signal, onProgress });
    expect(told[0].searched).toBeGreaterThan(0);
    expect(ended).toEqual({ searched: 1, found: foundIn(texts, "cat") });
  });

  it("gives way to a newer one", async () => {
    const { engine, go } = await engineThatWaits(2);
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    const first = engine.search("dog", options);
    const failed = expect(first).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    const second = engine.search("zebra", options);
    go();
    await failed;
    await second;
    const counts = await engine.filterCounts(1e6, filtersWith("zebra"));
    expect(counts.kept + counts.unmatched).toBe(foundIn(texts, "zebra"));
  });

  it("holds for another draw, and not for other files", async () => {
    const engine = createEngine(workersInNode(), sampleData, 500);
    await load(engine, [file()]);
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    await engine.search("dog", options);
    await engine.draw(9);
    const drawn = await engine.filterCounts(1e6, filtersWith("dog"));
    expect(drawn.kept + drawn.unmatched).toBe(foundIn(texts, "dog"));
    await load(engine, [jsonFile("two.jsonl", keyedLines(texts.slice(0, 50)))]);
    expect(await engine.filterCounts(1e6, filtersWith("dog"))).toMatchObject({
      kept: 0,
      searched: 0,
    });
  });

  it("is done by the pool worker in the place of a column worker that dies", async () => {
    const changeColumn = (api: ColumnApi, kill: (message: string) => void): ColumnApi => ({
      ...api,
      async search() {
        kill("out of memory");
        return new Promise<never>(() => {});
      },
    });
    const engine = createEngine(workersInNode({ columnWorkers: 2, changeColumn }), sampleData, 500);
    await load(engine, [file()]);
    await engine.search("dog", { signal: new AbortController().signal, onProgress: () => {} });
    const counts = await engine.filterCounts(1e6, filtersWith("dog"));
    expect(counts.kept + counts.unmatched).toBe(foundIn(texts, "dog"));
  });
});
