import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePool } from "../../scripts/make-pool.ts";
import { type Site, startSite } from "../../scripts/site.ts";
import { headtailPage } from "./headtailPage.ts";

let site: Site;
let folder: string;
let pool: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headtail-"));
  pool = join(folder, "large.jsonl");
  makePool(pool, 800_000);
  site = await startSite();
});
afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true });
});

/** Ends a worker of a kind without a word, as when it runs out of memory. */
async function endWorker(page: Page, kind: string): Promise<void> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) !== kind) continue;
    await worker.evaluate(() => self.close());
    return;
  }
  throw new Error(`There is no ${kind} worker`);
}

async function figuresOf(page: Page) {
  const { figure, expected, setThreshold } = headtailPage(page);
  await setThreshold(30);
  return {
    ...(await expected()),
    captions: await figure("captions"),
    matches: await figure("matches"),
    captionsKept: await figure("captions kept"),
  };
}

describe("workers that end without a word", () => {
  it("lose nothing: others do their slices again, or their share", async () => {
    const calm = await site.open();
    await headtailPage(calm.page).open(pool, "large.jsonl");
    const expected = await figuresOf(calm.page);
    await calm.context.close();

    const { page } = await site.open();
    await page.locator("header").getByLabel("Files to open").setInputFiles(pool);
    await page.getByRole("progressbar").waitFor();
    await endWorker(page, "match");
    expect(await page.getByRole("progressbar").count()).toBe(1);
    await page.locator("header").getByText("large.jsonl").waitFor();
    await endWorker(page, "column");
    expect(await figuresOf(page)).toEqual(expected);
    expect(expected.captions).toBe(800_000);
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("a second visit", () => {
  it("finds the metadata indexed, and shows the same", async () => {
    const { page } = await site.open();
    const first = await figuresOf(page);
    const kept = () =>
      page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle("metadata-index");
        const sizes: number[] = [];
        for await (const handle of folder.values()) {
          if (handle.kind === "file") sizes.push((await handle.getFile()).size);
        }
        return sizes;
      });
    await expect.poll(kept).toEqual([expect.any(Number)]);
    const before = await kept();
    await page.reload();
    expect(await figuresOf(page)).toEqual(first);
    expect(await kept()).toEqual(before);
    expect(before[0]).toBeGreaterThan(1_000_000);
  });
});
