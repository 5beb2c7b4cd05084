import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { Engine, ExportRequest, Pool } from "../../src/engine/types.ts";
import type { HashApi } from "../../src/engine/workers/hashApi.ts";
import { parseManifest } from "../../src/formats/manifest.ts";
import { type DirectoryInMemory, directoryInMemory } from "./support/directoryInMemory.ts";
import {
  job,
  jsonFile,
  keyedLines,
  keylessLines,
  load,
  sampleData,
  sampleTexts,
} from "./support/samples.ts";
import { type Kill, workersInNode } from "./support/workersInNode.ts";

const T = 20;
const inOtherField = (texts: readonly string[]) =>
  texts.map((text) => `${JSON.stringify({ caption: text, n: 1 })} \r\n`).join("");

/** Keyed, keyless, another field, CRLF, a byte order mark, broken lines, no newline at the end. */
const FILES = [
  jsonFile("keyed.jsonl", `\ufeff${keyedLines(sampleTexts(200, 2))}`),
  jsonFile("plain.jsonl", `{broken\n\n${keylessLines(sampleTexts(200, 3)).trimEnd()}`),
  jsonFile("other.jsonl", inOtherField(sampleTexts(200, 4))),
];

const newEngine = () => createEngine(workersInNode(), sampleData, 1000);

function exportAll(
  engine: Engine,
  directory: DirectoryInMemory,
  more: Partial<ExportRequest> = {},
  signal = job.signal,
) {
  const request = {
    t: T,
    p: 0.06,
    fixed: "t",
    shape: "same" as const,
    sideFiles: [],
    withColumns: false,
    baseName: "balanced",
  } as const;
  return engine.exportBalanced(
    { ...request, directory: directory.handle, ...more },
    { ...job, signal },
  );
}

function written(directory: DirectoryInMemory, name: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(directory.files.get(name));
}

/** The lines of kept captions, cut from the files by their line numbers. */
async function keptLines(engine: Engine): Promise<string> {
  const { captions } = await engine.preview({ tab: "kept", t: T, from: 0, limit: 10_000 });
  const lines = new Map<string, string[]>();
  for (const file of FILES) lines.set(file.name, (await file.text()).split("\n"));
  return captions.map(({ file, line }) => `${lines.get(file)?.[line - 1]}\n`).join("");
}

function asFile(directory: DirectoryInMemory, name: string): File {
  return jsonFile(name, directory.files.get(name)!);
}

/** What must be the same in a pool and in its balanced subset, loaded with its manifest. */
async function numbersOf(engine: Engine, pool: Pool, t: number) {
  const { captionsKept, balancedMatches, balancedCounts } = await engine.balance(t);
  return {
    seed: pool.seed,
    counts: pool.entryCounts,
    captionsKept,
    balancedMatches,
    balancedCounts,
  };
}

describe("exporting the balanced subset", () => {
  it("writes the kept lines byte for byte, in their order", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    const result = await exportAll(engine, directory);
    expect(result.files).toEqual([
      "balanced.jsonl",
      "balanced.manifest.json",
      "balanced.entry_counts.json",
    ]);
    expect([...directory.files.keys()].sort()).toEqual([...result.files].sort());
    const subset = written(directory, "balanced.jsonl");
    expect(subset).toBe(await keptLines(engine));
    expect(subset.split("\n").length - 1).toBe(result.captionsKept);
    expect(subset).toContain("\r\n");
    expect(result.captionsKept).toBe((await engine.balance(T)).captionsKept);
    expect(result.captionsKept).toBeGreaterThan(50);
  });

  it("tells in the manifest what was read, matched and kept, and by what", async () => {
    const engine = newEngine();
    const { pool } = await load(engine, FILES);
    const directory = directoryInMemory();
    await exportAll(engine, directory);
    const balance = await engine.balance(T);
    const manifest = parseManifest("m", written(directory, "balanced.manifest.json"));
    const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    const subset = directory.files.get("balanced.jsonl")!;
    expect(manifest).toMatchObject({
      headtail: "0.1.0",
      seed: pool.seed,
      t: T,
      p: 0.06,
      fixed: "t",
      metadata: { name: "sample metadata", sha256: pool.metadata.sha256, entries: 9 },
      pool: { lines: 601, rejected: 1, captions: 600, matchedCaptions: pool.matchedCaptions },
      kept: { captions: balance.captionsKept, matches: balance.balancedMatches },
      subset: { name: "balanced.jsonl", bytes: subset.length, sha256: sha256(subset) },
    });
    expect(manifest.subset.captionField).toBeUndefined();
    for (const [i, file] of FILES.entries()) {
      expect(manifest.files[i]).toMatchObject({
        name: file.name,
        bytes: file.size,
        sha256: sha256(new Uint8Array(await file.arrayBuffer())),
        captions: 200,
      });
    }
    expect(manifest.keptLines[0]).toBeNull();
    expect(manifest.keptLines[1]).toHaveLength(manifest.files[1].keptCaptions);
    const counts = JSON.parse(written(directory, "balanced.entry_counts.json"));
    expect(counts).toEqual(Object.fromEntries(manifest.entryCounts));
    expect(counts.dog).toBe(pool.entryCounts[1]);
  });

  it("adds tau, chance and matched entries to the records when asked", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    await exportAll(engine, directory, {
      shape: "same" as const,
      sideFiles: [],
      withColumns: true,
    });
    const { captions } = await engine.preview({ tab: "kept", t: T, from: 0, limit: 10_000 });
    const records = written(directory, "balanced.jsonl").trimEnd().split("\n");
    expect(records).toHaveLength(captions.length);
    for (const [i, { tau, chance, entries }] of captions.entries()) {
      expect(JSON.parse(records[i])).toMatchObject({
        tau,
        chance,
        matched_entries: entries.map(({ entry }) => entry),
      });
    }
  });

  it("copies lines that are longer than what is read at a time", async () => {
    const engine = newEngine();
    const texts = ["a zebra", `red cat ${"x".repeat(5 * 2 ** 20)} zebra`, "zebra"];
    const lines = keyedLines(texts);
    await load(engine, [jsonFile("long.jsonl", lines)]);
    const directory = directoryInMemory();
    await exportAll(engine, directory, { t: 100 });
    expect(written(directory, "balanced.jsonl") === lines).toBe(true);
  });
});

describe.each([
  { shape: "same" as const, sideFiles: [], withColumns: false },
  { shape: "same" as const, sideFiles: [], withColumns: true },
])(
  "a balanced subset loaded with its manifest ($withColumns for added columns)",
  ({ withColumns }) => {
    it("gives the seed, threshold, kept captions and balanced matches it was made with", async () => {
      const engine = newEngine();
      const first = await load(engine, FILES);
      await engine.draw(77);
      const before = await numbersOf(engine, { ...first.pool, seed: 77 }, T);
      const directory = directoryInMemory();
      const { captionsKept, files } = await exportAll(engine, directory, { withColumns });
      const others = newEngine();
      const { pool, recipe, problems } = await load(
        others,
        files.slice(0, 2).map((name) => asFile(directory, name)),
      );
      expect(problems).toEqual([]);
      expect(recipe).toEqual({ seed: 77, t: T, p: 0.06, fixed: "t" });
      expect(pool.captions).toBe(captionsKept);
      expect(pool.source).toEqual({
        manifest: "balanced.manifest.json",
        captions: 600,
        captionsKept,
        t: T,
      });
      expect(await numbersOf(others, pool, T)).toEqual(before);
      expect((await engine.balance(T / 2)).captionsKept).toBe(
        (await others.balance(T / 2)).captionsKept,
      );

      const sooner = directoryInMemory();
      await exportAll(engine, sooner, {
        t: T / 2,
        shape: "same" as const,
        sideFiles: [],
        withColumns: false,
      });
      const later = directoryInMemory();
      await exportAll(others, later, {
        t: T / 2,
        shape: "same" as const,
        sideFiles: [],
        withColumns: false,
      });
      const [manifest, manifestOfSubset] = [sooner, later].map((directory) =>
        parseManifest("m", written(directory, "balanced.manifest.json")),
      );
      expect(manifestOfSubset.keptLines).toEqual(manifest.keptLines);
      expect(manifestOfSubset.pool).toEqual(manifest.pool);
      expect(manifestOfSubset.entryCounts).toEqual(manifest.entryCounts);
      if (!withColumns) {
        expect(written(later, "balanced.jsonl")).toBe(written(sooner, "balanced.jsonl"));
        expect(manifestOfSubset.files).toEqual(manifest.files);
      }
    });
  },
);

describe("a manifest", () => {
  async function exported(files = FILES) {
    const engine = newEngine();
    await load(engine, files);
    const directory = directoryInMemory();
    await exportAll(engine, directory);
    return {
      engine,
      subset: asFile(directory, "balanced.jsonl"),
      manifest: asFile(directory, "balanced.manifest.json"),
    };
  }

  it("dropped alone draws the pool that is loaded with its seed", async () => {
    const { engine, manifest } = await exported();
    const drawn = await engine.draw(123);
    const { pool, recipe } = await load(engine, [manifest]);
    expect(recipe).toMatchObject({ seed: 0, t: T });
    expect(pool).toMatchObject({ seed: 0, captions: 600, source: null });
    expect(pool.id).toBeGreaterThan(drawn.id);
  });

  it("says which metadata it needs when another list is in use", async () => {
    const { subset, manifest } = await exported();
    const { pool, problems } = await load(newEngine(), [
      subset,
      manifest,
      jsonFile("list.txt", "dog\ncat\n"),
    ]);
    expect(pool.source).toBeNull();
    expect(problems).toEqual([
      expect.stringMatching(
        /^balanced\.manifest\.json was written with the metadata sample metadata \(SHA-256 [0-9a-f]{12}…\), not with list\.txt/,
      ),
    ]);
  });

  it("takes its metadata from the same drop", async () => {
    const { engine, subset, manifest } = await exported();
    const list = jsonFile("list.txt", "dog\ncat\n");
    await engine.changeMetadata(list, job);
    const directory = directoryInMemory();
    await exportAll(engine, directory, { baseName: "few" });
    const few = [asFile(directory, "few.jsonl"), asFile(directory, "few.manifest.json")];
    const { pool, problems } = await load(newEngine(), [...few, list]);
    expect(problems).toEqual([]);
    expect(pool.source?.manifest).toBe("few.manifest.json");
    expect((await load(newEngine(), [...few, subset, manifest, list])).pool.source).toBeNull();
  });

  it("does not count for other captions loaded beside its subset", async () => {
    const { subset, manifest } = await exported();
    const { pool, problems } = await load(newEngine(), [subset, manifest, FILES[0]]);
    expect(pool.source).toBeNull();
    expect(problems[0]).toMatch(/^balanced\.jsonl is a balanced subset, but it was loaded beside/);
  });

  it("does not count for a subset that was changed", async () => {
    const { subset, manifest } = await exported();
    const bytes = new Uint8Array(await subset.arrayBuffer());
    bytes[bytes.indexOf(0x64)]++;
    const { pool } = await load(newEngine(), [jsonFile("balanced.jsonl", bytes), manifest]);
    expect(pool.source).toBeNull();
  });

  it("no longer counts when its subset is matched anew", async () => {
    const { subset, manifest } = await exported();
    const engine = newEngine();
    await load(engine, [subset, manifest]);
    const { pool, problems } = await engine.changeMetadata(jsonFile("list.txt", "dog\n"), job);
    expect(pool.source).toBeNull();
    expect(problems).toEqual([
      "balanced.jsonl is now matched anew, so entries are counted in it alone, no longer in the pool that balanced.manifest.json tells of.",
    ]);
  });

  it("no longer counts when captions are added, which then draw as those loaded together", async () => {
    const { subset, manifest } = await exported([FILES[1]]);
    const engine = newEngine();
    await load(engine, [subset, manifest]);
    const { pool } = await load(engine, [FILES[0]], "add");
    expect(pool.source).toBeNull();
    const together = await load(newEngine(), [subset, FILES[0]]);
    expect(pool.entryCounts).toEqual(together.pool.entryCounts);
    expect(pool.kept).toEqual(together.pool.kept);
  });

  it("does not let its subset be exported above its threshold", async () => {
    const { subset, manifest } = await exported();
    const engine = newEngine();
    await load(engine, [subset, manifest]);
    const directory = directoryInMemory();
    await expect(exportAll(engine, directory, { t: T + 1, baseName: "more" })).rejects.toThrow(
      "balanced.jsonl was balanced at t = 20, so captions that t = 21 keeps are not in it.",
    );
    expect(directory.files.size).toBe(0);
  });
});

describe("an export that does not come to its end", () => {
  it("leaves nothing when it is cancelled", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    const controller = new AbortController();
    const reason = new Error("cancelled by the user");
    const exporting = engine.exportBalanced(
      {
        t: T,
        p: 0.06,
        fixed: "t",
        shape: "same" as const,
        sideFiles: [],
        withColumns: false,
        directory: directory.handle,
        baseName: "balanced",
      },
      { signal: controller.signal, onProgress: () => controller.abort(reason) },
    );
    await expect(exporting).rejects.toBe(reason);
    expect(directory.files.size).toBe(0);
    expect((await exportAll(engine, directory)).files).toHaveLength(3);
  });

  it.each(["addFile", "add", "digest"])(
    "leaves nothing when it is cancelled while it waits for hashes (%s)",
    async (method) => {
      const controller = new AbortController();
      const reason = new Error("cancelled by the user");
      const waiting = (): Promise<never> => {
        controller.abort(reason);
        return new Promise(() => {});
      };
      const changeHash = (api: HashApi) => ({ ...api, [method]: waiting });
      const engine = createEngine(workersInNode({ changeHash }), sampleData, 1000);
      await load(engine, FILES);
      const directory = directoryInMemory();
      await expect(exportAll(engine, directory, {}, controller.signal)).rejects.toBe(reason);
      expect(directory.files.size).toBe(0);
    },
  );

  it("says so and leaves nothing when the worker dies that hashes the subset", async () => {
    let deaths = 1;
    const changeHash = (api: HashApi, kill: Kill): HashApi => ({
      ...api,
      add(bytes) {
        if (deaths-- <= 0) return api.add(bytes);
        kill("out of memory");
        return new Promise(() => {});
      },
    });
    const engine = createEngine(workersInNode({ changeHash }), sampleData, 1000);
    await load(engine, FILES);
    const directory = directoryInMemory();
    await expect(exportAll(engine, directory)).rejects.toThrow(
      "The export was stopped: its files could not be hashed, since the worker for it ended",
    );
    expect(directory.files.size).toBe(0);
    expect((await exportAll(engine, directory)).files).toHaveLength(3);
  });

  it("leaves files of the same names as they were", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    directory.files.set("balanced.jsonl", Uint8Array.of(1, 2, 3));
    directory.failWrites(new DOMException("Full", "QuotaExceededError"));
    await expect(exportAll(engine, directory)).rejects.toThrow(
      "There is no room left on the disk for balanced.jsonl. Free some space and export again.",
    );
    expect([...directory.files]).toEqual([["balanced.jsonl", Uint8Array.of(1, 2, 3)]]);
  });

  it("says that the browser may not write", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    directory.failWrites(new DOMException("No", "NotAllowedError"));
    await expect(exportAll(engine, directory)).rejects.toThrow(
      "The browser was not allowed to write balanced.jsonl.",
    );
    expect(directory.files.size).toBe(0);
  });

  it("does not write over a file that is being balanced", async () => {
    const engine = newEngine();
    await load(engine, FILES);
    const directory = directoryInMemory();
    directory.files.set("plain.jsonl", Uint8Array.of(1));
    await expect(exportAll(engine, directory, { baseName: "plain" })).rejects.toThrow(
      "plain.jsonl may be one of the files being balanced.",
    );
  });
});
