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
  readonly metadataPath: string;
  readonly entries: readonly string[];
  readonly pools: readonly BenchPool[];
}

/** Real pools and 500,000 entries where they stand beside the repository, otherwise the demo pool. */
export function benchData(): BenchData {
  const folder = hasShared
    ? `${shared}data/`
    : fileURLToPath(new URL("../public/data/", import.meta.url));
  const metadataPath = `${folder}${hasShared ? "metadata-500k.json" : "metadata.json"}`;
  const pools = hasShared
    ? [
        { name: "museums", read: () => gunzipSync(readFileSync(`${folder}museums.jsonl.gz`)) },
        { name: "cc3m-val", read: () => readFileSync(`${folder}cc3m-val.jsonl`) },
      ]
    : [{ name: "demo pool", read: () => readFileSync(`${folder}demo.jsonl`) }];
  return { metadataPath, entries: JSON.parse(readFileSync(metadataPath, "utf8")), pools };
}

/** The captions of a pool whose caption field is `text`. */
export function captionsOf(pool: BenchPool): string[] {
  const lines = pool.read().toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line).text);
}
