import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePool } from "../../scripts/make-pool.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function poolOf(captions: number, seed: number): Promise<string> {
  const path = join(folder, "pool.jsonl");
  const bytes = makePool(path, captions, seed);
  const text = await readFile(path, "utf8");
  expect(Buffer.byteLength(text)).toBe(bytes);
  return text;
}

it("makes a pool of records with unique uids and captions of real words", async () => {
  const lines = (await poolOf(30_000, 1)).split("\n");
  expect(lines.pop()).toBe("");
  const records = lines.map((line) => JSON.parse(line));
  expect(records.length).toBe(30_000);
  expect(new Set(records.map(({ uid }) => uid)).size).toBe(30_000);
  const words = records.flatMap(({ text }) => text.split(" "));
  // As in the real captions and in those of the demo pool.
  const share = (wanted: string) => words.filter((word) => word === wanted).length / words.length;
  expect(new Set(words).size).toBeGreaterThan(10_000);
  expect(share("of")).toBeGreaterThan(0.015);
  expect(share("in")).toBeGreaterThan(0.02);
});

it("makes the same pool of the same seed, and a smaller one is its beginning", async () => {
  const pool = await poolOf(3_000, 1);
  expect(await poolOf(3_000, 1)).toBe(pool);
  expect(pool.startsWith(await poolOf(1_000, 1))).toBe(true);
  expect(await poolOf(3_000, 2)).not.toBe(pool);
});
