import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnBytes,
  estimateCaptions,
  estimateLoad,
  memoryLimit,
  takeSample,
} from "../../src/engine/load/estimate.ts";
import type { PoolFile } from "../../src/engine/workers/matchedPool.ts";
import { keyedLines, sampleTexts } from "./support/samples.ts";

const TAB = 500e6;

function poolFile(name: string, size: number): PoolFile {
  const blob = new Blob([new Uint8Array(size)]);
  const segments = [{ start: 0, end: size, captionField: "text", oneIn: 1 }];
  return { name, blob, textFields: ["text"], segments };
}

describe("the estimated captions of a file", () => {
  it("are within 5% where lines are alike, however long", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 2_000 }),
        fc.integer({ min: 1_000, max: 60_000 }),
        fc.integer({ min: 1 }),
        async (longest, lines, seed) => {
          const texts = sampleTexts(97, seed).map((text) => `${text} `.repeat(longest / 20));
          const block = keyedLines(texts);
          const copies = Math.ceil(lines / 97);
          const blob = new Blob(Array.from({ length: copies }, () => block));
          const estimated = await estimateCaptions({ name: "a.jsonl", blob });
          expect(Math.abs(estimated / (copies * 97) - 1)).toBeLessThan(0.05);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("follow the whole file, not its first lines", async () => {
    const [short, long] = ["x", "x".repeat(1_000)].map((text) => keyedLines([text]));
    const blob = new Blob([short.repeat(50_000), long.repeat(5_000)]);
    const estimated = await estimateCaptions({ name: "a.jsonl", blob });
    expect(Math.abs(estimated / 55_000 - 1)).toBeLessThan(0.3);
  });

  it("are all counted in a small file, and are never none", async () => {
    const lines = keyedLines(sampleTexts(300));
    const count = (text: string) => estimateCaptions({ name: "a.jsonl", blob: new Blob([text]) });
    expect(await count(lines)).toBe(300);
    expect(await count(lines.trimEnd())).toBe(300);
    expect(await count("")).toBe(1);
    expect(await count("x".repeat(2 ** 20))).toBe(1);
  });
});

describe("the estimate of a load", () => {
  const files = [poolFile("big.jsonl", 1)];

  it("counts the columns of captions, of what is loaded, and the rest of the tab", () => {
    const estimate = estimateLoad(files, [42e6], 1e6, 3e9);
    expect(estimate).toEqual({
      files: ["big.jsonl"],
      captions: 42e6,
      bytes: TAB + 1e6 + 42e6 * 80,
      limitBytes: 3e9,
      fits: { first: 31e6, oneIn: 2 },
    });
    expect(columnBytes(10, 7)).toBe(10 * 40 + 7 * 4);
  });

  it("offers only what fits, and as much of it as a round number allows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: TAB + 1_000, max: 3e9 }),
        (captions, limit) => {
          const { bytes, fits, captions: all } = estimateLoad(files, captions, 0, limit);
          if (bytes <= limit || fits === null) return;
          expect(TAB + columnBytes(fits.first)).toBeLessThanOrEqual(limit);
          expect(TAB + columnBytes(fits.first * 1.11 + 1)).toBeGreaterThan(limit);
          expect(TAB + columnBytes(all / fits.oneIn)).toBeLessThanOrEqual(limit);
          expect(fits.oneIn).toBeGreaterThan(1);
        },
      ),
    );
  });

  it("offers nothing where what is loaded takes all", () => {
    expect(estimateLoad(files, [1e6], 2.5e9, 3e9).fits).toBeNull();
  });

  it("has a limit of 3 GB, or half of a small machine, but never less than 1 GB", () => {
    expect(memoryLimit(undefined)).toBe(3e9);
    expect(memoryLimit(8)).toBe(3e9);
    expect(memoryLimit(4)).toBe(2 ** 31);
    expect(memoryLimit(0.5)).toBe(1e9);
  });
});

describe("a sample", () => {
  const files = [poolFile("a.jsonl", 1_000), poolFile("b.jsonl", 500), poolFile("c.jsonl", 300)];
  const captions = [100, 50, 30];
  const read = (taken: ReturnType<typeof takeSample>["files"]) =>
    (taken as readonly PoolFile[]).map(({ name, segments: [{ start, end, oneIn }] }) => [
      name,
      start,
      end,
      oneIn,
    ]);

  it("of all is the files as they are", () => {
    expect(takeSample(files, captions, "all")).toEqual({ files, problems: [] });
  });

  it("of the first captions ends in the file that they end in, and names the files behind", () => {
    const { files: taken, problems } = takeSample(files, captions, { first: 120 });
    expect(read(taken)).toEqual([
      ["a.jsonl", 0, 1_000, 1],
      ["b.jsonl", 0, 200, 1],
    ]);
    expect(problems).toEqual(["c.jsonl was left out: the first 120 captions end before it."]);
  });

  it("of one line in k thins every file", () => {
    const { files: taken, problems } = takeSample(files, captions, { oneIn: 7 });
    expect(read(taken)).toEqual([
      ["a.jsonl", 0, 1_000, 7],
      ["b.jsonl", 0, 500, 7],
      ["c.jsonl", 0, 300, 7],
    ]);
    expect(problems).toEqual([]);
  });
});
