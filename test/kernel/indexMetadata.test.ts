import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildIndex } from "../../src/core/matching/metadataIndex.ts";
import { createMetadata } from "../../src/core/metadata/metadata.ts";
import { packText } from "../../src/core/text/packedText.ts";
import { indexMetadata } from "../../src/kernel/indexMetadata.ts";
import { ROOM } from "../../src/kernel/placedIndex.ts";
import { createWasmKernel } from "../../src/kernel/wasmKernel.ts";
import { idsOf } from "../core/support/matching.ts";
import { TOKENS } from "../core/support/nastyText.ts";

/** Makes entries of few tokens, so that tokens and phrases come again and again. */
const token = fc.oneof(
  fc.constantFrom(...TOKENS, "", "a", ".", "`", "exactly-16-bytes", "seventeen-bytes-x", "\ud800"),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const entry = fc.array(token, { minLength: 1, maxLength: 5 }).map((tokens) => tokens.join(" "));
const anyEntries = fc.uniqueArray(entry, { maxLength: 200 });

const COLUMNS = [
  "bytes",
  "starts",
  "lanes",
  "unmatchable",
  "tokens",
  "longTokens",
  "edges",
] as const;

function expectSame(entries: readonly string[]): void {
  const metadata = createMetadata(entries);
  const index = buildIndex(metadata.entries);
  const found = indexMetadata(entries, 2);
  expect(found.index.entries).toBe(index.entries);
  expect(found.index.mostTokens).toBe(index.mostTokens);
  const columns = { ...metadata.entries, lanes: metadata.lanes, ...index };
  const foundColumns = { ...found.metadata.entries, lanes: found.metadata.lanes, ...found.index };
  for (const name of COLUMNS) {
    expect([name, Buffer.compare(bytesOf(foundColumns[name]), bytesOf(columns[name]))]).toEqual([
      name,
      0,
    ]);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

describe("the index that WASM builds", () => {
  it("is the one that TypeScript builds, to the last bit", () => {
    fc.assert(fc.property(anyEntries, expectSame), { numRuns: 300 });
  });

  it("is so for a list of 60,000 entries, with long tokens and phrases that share beginnings", () => {
    expectSame(
      Array.from({ length: 60_000 }, (_, i) =>
        i % 3 === 0
          ? `${i} and more letters`
          : `number ${i >> 4} of${i % 16} a-long-token-${i >> 8}`,
      ),
    );
  });

  it("may leave anything in a kernel's room, even what a kernel kept of another index", () => {
    const captions = packText(["dog cat", "hot dog"]);
    const { placed: other } = indexMetadata(["dog", "cat", "hot", "hot dog"], 1);
    createWasmKernel(other).match(captions);
    const { placed } = indexMetadata(["hot dog", "hot", "cat", "dog"], 1);
    new Uint8Array(placed.memory.buffer, placed.roomStart, ROOM).set(
      new Uint8Array(other.memory.buffer, other.roomStart, ROOM),
    );
    expect(idsOf(createWasmKernel(placed).match(captions))).toEqual([
      [3, 2],
      [1, 0, 3],
    ]);
  });

  it("tells how far it is", () => {
    const progress: number[] = [];
    const entries = Array.from({ length: 100_000 }, (_, i) => `number ${i}`);
    indexMetadata(entries, 1, (done) => progress.push(done));
    expect(progress.slice(0, 5)).toEqual([0, 16_384, 32_768, 49_152, 50_000]);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThan(100_000);
  });
});
