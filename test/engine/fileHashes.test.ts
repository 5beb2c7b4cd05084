import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import { createFileHashes } from "../../src/engine/fileHashes.ts";
import { createRest } from "../../src/engine/rest.ts";
import { directoryInMemory } from "./support/directoryInMemory.ts";
import { job, jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { type WorkerChanges, workersInNode } from "./support/workersInNode.ts";

const PART = 2 ** 24;
const LARGE = new Uint8Array(2.5 * PART).map((_, i) => i);
const large = { name: "large", blob: new Blob([LARGE]) };
const small = { name: "small", blob: new Blob(["small"]) };
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Notes which parts of which files are hashed, and runs something before each. */
function watched(before: (name: string, start: number) => void = () => {}) {
  const parts: string[] = [];
  const changes: WorkerChanges = {
    changeHash: (api) => ({
      ...api,
      addFile(file, start, end) {
        parts.push(`${file.name} ${start / PART}`);
        before(file.name, start);
        return api.addFile(file, start, end);
      },
    }),
  };
  return { parts, changes };
}

/** A job that is under way until it is finished. */
function openJob(rest: ReturnType<typeof createRest>): () => void {
  let finish = () => {};
  void rest.during(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  return () => finish();
}

/** Long enough for all that does not wait for rest. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 200));

/** The hashes of files as soon as there is rest for all of them. */
async function hashedAtRest(parts: readonly string[], last: string) {
  await vi.waitFor(() => expect(parts.at(-1)).toBe(last), 10_000);
}

describe("hashing the files of a pool", () => {
  it("waits while something is under way, and goes on afterwards where it was", async () => {
    const rest = createRest(0);
    let finish = openJob(rest);
    const { parts, changes } = watched((name, start) => {
      if (name === "large" && start === 0) finish = openJob(rest);
    });
    const hashes = createFileHashes(workersInNode(changes).startHash, rest);
    hashes.setPool([large]);
    await aWhile();
    expect(parts).toEqual([]);
    finish();
    await hashedAtRest(parts, "large 0");
    await aWhile();
    expect(parts).toEqual(["large 0"]);
    hashes.setPool([small, large]);
    finish();
    await hashedAtRest(parts, "small 0");
    const all = ["large 0", "large 1", "large 2", "small 0"];
    expect(parts).toEqual(all);
    expect(await hashes.demand([large, small]).hashes).toEqual([sha256(LARGE), sha256("small")]);
    expect(parts).toEqual(all);
  });

  it("leaves a file that is no longer of the pool", async () => {
    const rest = createRest(0);
    let finish = () => {};
    const { parts, changes } = watched((name) => {
      if (name === "large") finish = openJob(rest);
    });
    const hashes = createFileHashes(workersInNode(changes).startHash, rest);
    hashes.setPool([large]);
    await hashedAtRest(parts, "large 0");
    hashes.setPool([small]);
    finish();
    await hashedAtRest(parts, "small 0");
    expect(await hashes.demand([small]).hashes).toEqual([sha256("small")]);
    expect(parts).toEqual(["large 0", "small 0"]);
  });

  it("does not wait for rest where the hashes are demanded", async () => {
    const rest = createRest(0);
    const finish = openJob(rest);
    const { parts, changes } = watched();
    const hashes = createFileHashes(workersInNode(changes).startHash, rest);
    hashes.setPool([small, large]);
    expect(await hashes.demand([large]).hashes).toEqual([sha256(LARGE)]);
    expect(parts).toEqual(["large 0", "large 1", "large 2"]);
    finish();
  });

  it("begins again with another worker when one dies, and says so when that one dies, too", async () => {
    const dying = (deaths: number): WorkerChanges => ({
      changeHash: (api, kill) => ({
        ...api,
        addFile(file, start, end) {
          if (start === 0 || deaths-- <= 0) return api.addFile(file, start, end);
          kill("out of memory");
          return new Promise(() => {});
        },
      }),
    });
    const hashesOf = (deaths: number) =>
      createFileHashes(workersInNode(dying(deaths)).startHash, createRest(0));
    expect(await hashesOf(1).demand([large]).hashes).toEqual([sha256(LARGE)]);
    await expect(hashesOf(2).demand([large]).hashes).rejects.toThrow(
      "The export was stopped: its files could not be hashed, since the worker for it ended",
    );
  });

  it("is done once for all exports, and not again for files that stay", async () => {
    const { parts, changes } = watched();
    const engine = createEngine(workersInNode(changes), sampleData, 1000, 0);
    const files = ["a.jsonl", "b.jsonl"].map((name, i) =>
      jsonFile(name, keyedLines(sampleTexts(100, i), name)),
    );
    const exportAll = () =>
      engine.exportBalanced(
        {
          t: 20,
          p: 0.06,
          fixed: "t",
          shape: "same" as const,
          sideFiles: [],
          withColumns: false,
          directory: directoryInMemory().handle,
          baseName: "balanced",
        },
        job,
      );
    await load(engine, [files[0]]);
    await hashedAtRest(parts, "a.jsonl 0");
    await load(engine, [files[1]], "add");
    await exportAll();
    await exportAll();
    expect(parts).toEqual(["a.jsonl 0", "b.jsonl 0"]);
  });
});
