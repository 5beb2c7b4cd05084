import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const RUNS = 5;

/**
 * The whole way in Chromium, from the choice of a file to the first screen of its pool: read, parse,
 * match, count, draw. Nothing else does this in a browser, so its peer is a limit: JSON.parse of
 * every line of the same file, in one worker of the same page, and nothing more. The ratio is the
 * limit's time over ours: below 1, ours takes longer than parsing alone; it can rise above 1, since
 * ours uses all cores.
 */
export async function benchDrop(): Promise<BenchResult[]> {
  const { metadataPath, entries, pools } = benchData();
  const [pool] = pools;
  const count = entries.length.toLocaleString("en");
  const folder = await mkdtemp(join(tmpdir(), "headtail-bench-"));
  const site = await startSite();
  try {
    const path = join(folder, "pool.jsonl");
    await writeFile(path, pool.read());
    const ours: number[] = [];
    const parsed: number[] = [];
    let version = "";
    for (let run = 0; run < RUNS; run++) {
      const { page, context } = await site.open();
      version = context.browser()?.version() ?? "";
      const { changeMetadata, expected } = headtailPage(page);
      await changeMetadata(metadataPath, count);
      await expected();
      ours.push(await timeDrop(page, path));
      parsed.push(await timeParse(page, path));
      await context.close();
    }
    return [
      {
        case: `drop ${pool.name} in the page`,
        ours: median(ours) / 1000,
        peer: median(parsed) / 1000,
        unit: "s",
        ratio: median(parsed) / median(ours),
        runs: RUNS,
        peerVersion: `limit: JSON.parse alone, one worker, Chromium ${version}`,
      },
    ];
  } finally {
    await site.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds from the choice of a file until its pool is drawn. */
async function timeDrop(page: Page, path: string): Promise<number> {
  const time = page.evaluate(async () => {
    const before = document.querySelector("[data-pool]")?.getAttribute("data-pool");
    await new Promise((resolve) =>
      addEventListener("change", resolve, { capture: true, once: true }),
    );
    const start = performance.now();
    while (document.querySelector("[data-pool]")?.getAttribute("data-pool") === before) {
      const problem = document.querySelector("[role=alert]");
      if (problem !== null) throw new Error(`The page says: ${problem.textContent}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    // The frame after the next one begins when the new screen has been painted.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - start;
  });
  await page.locator("header").getByLabel("Files to open").setInputFiles(path);
  return time;
}

/** Milliseconds to read a file in a worker and JSON.parse each of its lines. */
async function timeParse(page: Page, path: string): Promise<number> {
  await page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "parse-only";
    document.body.append(input);
  });
  await page.locator("#parse-only").setInputFiles(path);
  return page.evaluate(async () => {
    const input = document.getElementById("parse-only") as HTMLInputElement;
    const file = input.files?.[0];
    input.remove();
    const code = `onmessage = async ({ data: file }) => {
      const start = performance.now();
      let rest = "", lines = 0;
      for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
        const parts = (rest + text).split("\\n");
        rest = parts.pop();
        for (const line of parts) if (JSON.parse(line)) lines++;
      }
      postMessage(performance.now() - start);
    }`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const worker = new Worker(url);
    const time = new Promise<number>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    worker.postMessage(file);
    const milliseconds = await time;
    worker.terminate();
    return milliseconds;
  });
}
