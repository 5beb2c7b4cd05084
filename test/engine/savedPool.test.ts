import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { rememberHandle } from "../../src/engine/saved/fileHandles.ts";
import type { Engine, Pool, SavedPool } from "../../src/engine/types.ts";
import { createIndexCache } from "../../src/engine/workers/indexCache.ts";
import { csvOf, pairsOf } from "../support/poolFiles.ts";
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
import { type StorageInMemory, storageInMemory } from "./support/storageInMemory.ts";
import { type WorkerChanges, workersInNode } from "./support/workersInNode.ts";

const signal = new AbortController().signal;

/** A visit of a browser: an engine over storage that outlives it. */
function visit(
  { root }: StorageInMemory,
  freeBytes = 1e9,
  changes: WorkerChanges = {},
  sliceBytes = 1000,
): Engine {
  const storage = { root, freeBytes: async () => freeBytes };
  const indexCache = createIndexCache(root);
  const workers = workersInNode({ storage, indexCache, columnWorkers: 2, ...changes });
  return createEngine(workers, sampleData, sliceBytes, 1);
}

/** As IndexedDB gives it back; handles are not to be cloned outside of browsers. */
function reread(saved: SavedPool): SavedPool {
  const files = saved.files.map(({ handle, ...file }) => ({ ...structuredClone(file), handle }));
  return { ...structuredClone({ ...saved, files: [] }), files };
}

async function restore(engine: Engine, saved: SavedPool, seed = 0) {
  return engine.restore(reread(saved), seed, job);
}

function apart({ id: _, ...pool }: Pool) {
  return pool;
}

async function everything(engine: Engine, t: number) {
  const { handle, files } = directoryInMemory();
  const request = {
    t,
    p: 0.06,
    fixed: "t" as const,
    shape: "same" as const,
    sideFiles: [],
    withColumns: true,
    baseName: "balanced",
  };
  await engine.exportBalanced({ ...request, directory: handle }, job);
  return {
    balance: await engine.balance(t),
    expected: await engine.expectedKept(),
    kept: await engine.preview({ tab: "kept", t, from: 0, limit: 1000 }),
    unmatched: await engine.preview({ tab: "unmatched", t, from: 0, limit: 1000 }),
    why: await engine.explain(7, t),
    exported: [...files],
  };
}

/** A handle of the user's file; leave to read it can be taken away and given. */
function handleOf(file: File, leave: { state: PermissionState; file?: File }) {
  return {
    kind: "file",
    queryPermission: async () => leave.state,
    requestPermission: async () => {
      leave.state = "granted";
      return leave.state;
    },
    getFile: async () => leave.file ?? file,
  } as unknown as FileSystemFileHandle;
}

const LINES = `${keyedLines(sampleTexts(300))}not JSON\n\n${keylessLines(sampleTexts(300, 2))}`;

describe("a pool that is kept", () => {
  it("comes back the same, without its file, byte for byte up to the export", async () => {
    const storage = storageInMemory();
    const before = visit(storage);
    const { pool } = await load(before, [
      jsonFile("one.jsonl", LINES),
      jsonFile("two.jsonl.gz", new Uint8Array(gzipSync(keylessLines(sampleTexts(200, 3))))),
    ]);
    const saved = await before.save(signal);
    const after = visit(storage);
    const restored = await restore(after, saved, pool.seed);
    expect(restored.problems).toEqual([]);
    expect(apart(restored.pool)).toEqual(apart(pool));
    expect(await everything(after, 20)).toEqual(await everything(before, 20));
    expect(await after.matchesOfFile(1)).toEqual(await before.matchesOfFile(1));
  });

  it("comes back from another format with the text that was made of it", async () => {
    const storage = storageInMemory();
    const before = visit(storage);
    const pairs = pairsOf(sampleTexts(300));
    const { pool } = await load(before, [jsonFile("pairs.csv", csvOf(pairs))]);
    const saved = await before.save(signal);
    const after = visit(storage);
    const restored = await restore(after, saved, pool.seed);
    const isThere = (isSo: boolean) =>
      pool.files.map((file) => ({ ...file, origin: { ...file.origin, isThere: isSo } }));
    expect(restored.pool.files).toEqual(isThere(false));
    expect(pool.files).toEqual(isThere(true));
    expect(await after.balance(20)).toEqual(await before.balance(20));

    const request = {
      t: 20,
      p: 0.06,
      fixed: "t",
      sideFiles: [],
      withColumns: false,
      baseName: "a",
    } as const;
    const [own, kept] = [directoryInMemory(), directoryInMemory()];
    await before.exportBalanced({ ...request, shape: "jsonl", directory: own.handle }, job);
    await after.exportBalanced({ ...request, shape: "jsonl", directory: kept.handle }, job);
    expect([...kept.files]).toEqual([...own.files]);
    const asItCame = { ...request, shape: "same", directory: kept.handle } as const;
    await expect(after.exportBalanced(asItCame, job)).rejects.toThrow(
      "pairs.csv is not here any more since the page was loaded anew, only what was read of it. Open it again to export from it.",
    );
    await expect(after.look(0)).rejects.toThrow("Open it again to read it in another way.");
  });

  it("is the same with columns in any number of slices, drawn by one thread or several", async () => {
    for (const [sliceBytes, columnWorkers] of [
      [37, 0],
      [2 ** 20, 3],
    ]) {
      const storage = storageInMemory();
      const before = visit(storage, 1e9, { columnWorkers }, sliceBytes);
      await load(before, [jsonFile("one.jsonl", LINES)]);
      const pool = await before.draw(5);
      const saved = await before.save(signal);
      const restored = await restore(visit(storage), saved, 5);
      expect(apart(restored.pool)).toEqual(apart(pool));
    }
  });

  it("comes back with the metadata list of the user, and goes on from there", async () => {
    const storage = storageInMemory();
    const before = visit(storage);
    const list = jsonFile("mine.txt", "dog\ncat\ndog\n\nU.S.\n");
    const { pool } = await load(before, [jsonFile("one.jsonl", LINES), list]);
    const saved = await before.save(signal);
    const after = visit(storage);
    const restored = await restore(after, saved);
    expect(apart(restored.pool)).toEqual(apart(pool));
    expect(restored.pool.metadata).toMatchObject({ name: "mine.txt", duplicates: 1, empty: 1 });

    const more = jsonFile("two.jsonl", keyedLines(sampleTexts(50, 9), "more"));
    const [joined, direct] = [await load(after, [more], "add"), await load(before, [more], "add")];
    expect(apart(joined.pool)).toEqual(apart(direct.pool));
    const standard = await after.changeMetadata("default", job);
    expect(apart(standard.pool)).toEqual(apart((await before.changeMetadata("default", job)).pool));
  });

  it("comes back as a balanced subset of its source", async () => {
    const storage = storageInMemory();
    const before = visit(storage);
    await load(before, [jsonFile("one.jsonl", LINES)]);
    const { handle, files } = directoryInMemory();
    const request = {
      t: 20,
      p: 0.06,
      fixed: "t" as const,
      shape: "same" as const,
      sideFiles: [],
      withColumns: false,
      baseName: "b",
    };
    await before.exportBalanced({ ...request, directory: handle }, job);
    const subset = [...files]
      .filter(([name]) => !name.includes("entry_counts"))
      .map(([name, bytes]) => jsonFile(name, bytes));
    const { pool } = await load(before, subset);
    expect(pool.source).not.toBeNull();
    const restored = await restore(visit(storage), await before.save(signal), pool.seed);
    expect(apart(restored.pool)).toEqual(apart(pool));
  });

  it("is not written twice, and what no saved pool needs is removed", async () => {
    const storage = storageInMemory();
    const engine = visit(storage);
    await load(engine, [jsonFile("one.jsonl", LINES)]);
    const first = await engine.save(signal);
    const names = () => [...storage.filesIn("saved").keys()].sort();
    const written = names();
    expect(written).toHaveLength(2);
    expect(await engine.save(signal)).toEqual(first);
    expect(names()).toEqual(written);

    const restarted = visit(storage);
    await restore(restarted, first);
    expect(await restarted.save(signal)).toEqual(first);
    expect(names()).toEqual(written);

    await load(restarted, [jsonFile("two.jsonl", keyedLines(sampleTexts(20)))], "add");
    const second = await restarted.save(signal);
    expect(second.files[0].text).toBe(first.files[0].text);
    await restarted.keepOnly([second]);
    expect(names()).toEqual(
      [second.columns, ...second.files.map(({ text }) => text as string)].sort(),
    );
    const { pool } = await restore(visit(storage), second);
    expect(pool.captions).toBe(620);
  });
});

describe("a pool whose texts are not kept", () => {
  it("has its counts still, and its captions once the file is chosen again", async () => {
    const storage = storageInMemory();
    const before = visit(storage, 100_000);
    const long = LINES.replaceAll('"text"', `"more": "${"x".repeat(500)}", "text"`);
    const { pool } = await load(before, [jsonFile("one.jsonl", long)]);
    const saved = await before.save(signal);
    expect(saved.files[0]).toMatchObject({ text: null, handle: null });

    const after = visit(storage);
    const restored = await restore(after, saved);
    expect(restored.pool.files).toEqual([{ ...pool.files[0], lacking: "file" }]);
    expect(await after.balance(20)).toEqual(await before.balance(20));
    const lacking = /one\.jsonl has not been read again/;
    await expect(after.preview({ tab: "kept", t: 9, from: 0, limit: 9 })).rejects.toThrow(lacking);
    await expect(everything(after, 20)).rejects.toThrow(lacking);
    await expect(after.changeCaptionField(0, "more", job)).rejects.toThrow(lacking);
    const { handle } = directoryInMemory();
    const request = {
      t: 9,
      p: 0,
      fixed: "t" as const,
      shape: "same" as const,
      sideFiles: [],
      withColumns: false,
      baseName: "b",
    };
    await expect(after.exportBalanced({ ...request, directory: handle }, job)).rejects.toThrow(
      lacking,
    );

    const choose = (...files: File[]) => after.chooseAgain(files, job);
    const changed = long.replace("id-0", "id-X");
    await expect(choose(jsonFile("one.jsonl", changed))).rejects.toThrow(/its bytes are others/);
    await expect(choose(jsonFile("one.jsonl", `${long} `))).rejects.toThrow(/its bytes are others/);
    await expect(choose(jsonFile("two.jsonl", long))).rejects.toThrow(/two\.jsonl is not among/);
    const { pool: whole } = await choose(jsonFile("one.jsonl", long));
    expect(apart(whole)).toEqual(apart(pool));
    expect(await everything(after, 20)).toEqual(await everything(before, 20));
  });

  it("takes a gzip file for its text", async () => {
    const storage = storageInMemory();
    const before = visit(storage, 100_000);
    const long = LINES.replaceAll('"text"', `"more": "${"x".repeat(500)}", "text"`);
    const file = jsonFile("one.jsonl.gz", new Uint8Array(gzipSync(long)));
    const { pool } = await load(before, [file]);
    const after = visit(storage);
    const restored = await restore(after, await before.save(signal));
    expect(restored.pool.files[0].lacking).toBe("file");
    expect(apart((await after.chooseAgain([file], job)).pool)).toEqual(apart(pool));
    expect(await after.explain(3, 20)).toEqual(await before.explain(3, 20));
  });

  it("reads a file by its handle: at once, when leave is given again, or not once it was changed", async () => {
    const storage = storageInMemory();
    const before = visit(storage);
    const file = jsonFile("one.jsonl", LINES);
    const leave: Parameters<typeof handleOf>[1] = { state: "granted" };
    rememberHandle(file, Promise.resolve(handleOf(file, leave)));
    const { pool } = await load(before, [file]);
    const saved = await before.save(signal);
    expect(saved.files[0].text).toBeNull();
    expect([...storage.filesIn("saved").keys()]).toEqual([saved.columns]);

    const granted = await restore(visit(storage), saved);
    expect(apart(granted.pool)).toEqual(apart(pool));

    leave.state = "prompt";
    const after = visit(storage);
    const asked = await restore(after, saved);
    expect(asked.problems).toEqual([]);
    expect(asked.pool.files[0].lacking).toBe("permission");
    const { pool: allowed } = await after.allowAgain(job);
    expect(apart(allowed)).toEqual(apart(pool));
    expect(await everything(after, 20)).toEqual(await everything(before, 20));

    leave.file = new File([LINES], "one.jsonl", { lastModified: 1 });
    const changed = await restore(visit(storage), saved);
    expect(changed.pool.files[0].lacking).toBe("file");
    expect(changed.problems).toEqual([
      expect.stringMatching(/^one\.jsonl was changed since it was loaded\./),
    ]);
  });
});

describe("what cannot be kept or brought back is said", () => {
  it("where there is no storage, or no room", async () => {
    const engine = createEngine(workersInNode(), sampleData, 1000, 1);
    await load(engine, [jsonFile("one.jsonl", LINES)]);
    await expect(engine.save(signal)).rejects.toThrow(
      /^one\.jsonl is not kept for a reload: this window has no storage/,
    );
    const full = visit(storageInMemory(), 1000);
    await load(full, [jsonFile("one.jsonl", LINES)]);
    await expect(full.save(signal)).rejects.toThrow(/too little room on the disk/);
  });

  it("of another version, cut short or gone, and the pool in use stays", async () => {
    const storage = storageInMemory();
    const engine = visit(storage);
    await load(engine, [jsonFile("one.jsonl", LINES)]);
    const saved = await engine.save(signal);
    const other = visit(storage);
    const { pool } = await other.loadDemo(0, job);
    const older = { ...saved, version: "0.0.9" };
    await expect(restore(other, older)).rejects.toThrow(
      /kept by another version of Headtail \(0\.0\.9\)/,
    );
    const files = storage.filesIn("saved");
    const whole = files.get(saved.columns)!;
    for (const length of [0, 8, 16, 1000, whole.length - 1]) {
      files.set(saved.columns, whole.slice(0, length));
      await expect(restore(other, saved)).rejects.toThrow(/could not be brought back/);
    }
    files.delete(saved.columns);
    await expect(restore(other, saved)).rejects.toThrow(/Open it again\.$/);
    files.set(saved.columns, whole);
    expect((await other.draw(0)).captions).toBe(pool.captions);
    expect((await restore(other, saved)).pool.captions).toBe(600);
  });

  it("and nothing is kept of a pool that another takes the place of meanwhile", async () => {
    const storage = storageInMemory();
    const engine = visit(storage, 1e9, {}, 37);
    await load(engine, [jsonFile("one.jsonl", LINES)]);
    const controller = new AbortController();
    const saving = engine.save(controller.signal);
    controller.abort();
    await expect(saving).rejects.toMatchObject({ name: "AbortError" });
    const savingOld = engine.save(signal);
    const changing = engine.changeMetadata(jsonFile("list.txt", "dog\n"), job);
    await expect(savingOld).rejects.toMatchObject({ name: "AbortError" });
    await changing;
    const { pool } = await restore(visit(storage), await engine.save(signal));
    expect(pool.metadata.name).toBe("list.txt");
  });
});
