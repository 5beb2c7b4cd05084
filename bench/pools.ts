import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { hasShared, shared } from "../test/shared.ts";

/** A pool of captions in a file, and how to read it. */
export interface BenchPool {
  readonly name: string;
  /** The file's bytes, unpacked. */
  read(): Buffer;
}

/** What the benchmarks run on: one metadata list and the pools to match against it. */
export interface BenchData {
  /** Path of the metadata list; null for the one that comes with the page. */
  readonly metadataPath: string | null;
  readonly entries: readonly string[];
  readonly pools: readonly BenchPool[];
}

/** Real pools and 500,000 entries where they stand beside the repository, otherwise the demo pool. */
export function benchData(): BenchData {
  if (!hasShared) {
    const demo = fileURLToPath(new URL("../public/data/", import.meta.url));
    return {
      metadataPath: null,
      entries: JSON.parse(readFileSync(`${demo}metadata.json`, "utf8")),
      pools: [{ name: "demo pool", read: () => readFileSync(`${demo}demo.jsonl`) }],
    };
  }
  const metadataPath = `${shared}data/metadata-500k.json`;
  return {
    metadataPath,
    entries: JSON.parse(readFileSync(metadataPath, "utf8")),
    pools: [
      { name: "museums", read: () => gunzipSync(readFileSync(`${shared}data/museums.jsonl.gz`)) },
      { name: "cc3m-val", read: () => readFileSync(`${shared}data/cc3m-val.jsonl`) },
    ],
  };
}

/** The captions of a pool whose caption field is `text`. */
export function captionsOf(pool: BenchPool): string[] {
  const lines = pool.read().toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line).text);
}
