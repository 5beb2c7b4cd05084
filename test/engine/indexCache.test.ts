import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildIndex } from "../../src/core/matching/metadataIndex.ts";
import { createMetadata } from "../../src/core/metadata/metadata.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { createIndexCache, type IndexedMetadata } from "../../src/engine/workers/indexCache.ts";
import { ENTRIES, jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { storageInMemory } from "./support/storageInMemory.ts";
import { workersInNode } from "./support/workersInNode.ts";

function indexedOf(entries: readonly string[]): IndexedMetadata {
  const metadata = createMetadata(entries);
  const summary = { sha256: "00", entries: 1, duplicates: 2, empty: 3, unmatchable: 4 };
  return { summary, metadata, index: buildIndex(metadata.entries) };
}

describe("the cache of indexed metadata", () => {
  it("gives back what it keeps, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ minLength: 1 })), async (entries) => {
        const cache = createIndexCache(storageInMemory().root);
        const indexed = indexedOf(entries);
        expect(await cache.find("one")).toBeNull();
        await cache.keep("one", indexed);
        expect(await cache.find("one")).toEqual(indexed);
        expect(await cache.find("two")).toBeNull();
      }),
    );
  });

  it("takes a file that is cut short or was not finished for none", async () => {
    const { root, files } = storageInMemory();
    const cache = createIndexCache(root);
    await cache.keep("one", indexedOf(ENTRIES));
    const [[name, whole]] = files;
    for (const length of [0, 4, 8, 9, 200, whole.length - 1]) {
      files.set(name, whole.slice(0, length));
      expect(await cache.find("one")).toBeNull();
    }
    files.set(name, whole.slice().fill(0, 0, 8));
    expect(await cache.find("one")).toBeNull();
    files.set(name, whole);
    expect(await cache.find("one")).not.toBeNull();
  });

  it("keeps the three lists kept last", async () => {
    const { root, files } = storageInMemory();
    const cache = createIndexCache(root);
    for (const key of ["one", "two", "three", "one", "four"]) {
      await cache.keep(key, indexedOf(ENTRIES));
    }
    expect([...files.keys()].map((name) => name.split("-")[0])).toEqual(["three", "one", "four"]);
  });

  it("is as if it were not there where there is no storage, or no room", async () => {
    const none = createIndexCache(() => Promise.reject(new DOMException("no", "SecurityError")));
    await none.keep("one", indexedOf(ENTRIES));
    expect(await none.find("one")).toBeNull();
  });
});

describe("an engine with a cache", () => {
  it("gives the same pool from a list that is cached", async () => {
    const { root, files } = storageInMemory();
    const visit = async () => {
      const workers = workersInNode({ indexCache: createIndexCache(root) });
      const engine = createEngine(workers, sampleData, 1000);
      const file = jsonFile("some.jsonl", keyedLines(sampleTexts(300)));
      const list = jsonFile("list.txt", "dog\nred cat\n\ndog\nU.S.\n");
      return (await load(engine, [file, list])).pool;
    };
    const first = await visit();
    await expect.poll(() => files.size).toBe(1);
    const second = await visit();
    expect(second).toEqual(first);
    expect(second.metadata).toMatchObject({ duplicates: 1, empty: 1, unmatchable: 1 });
  });
});
