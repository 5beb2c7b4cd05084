import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { startSite } from "../scripts/site.ts";
import type { BenchResult } from "./result.ts";
import { median } from "./result.ts";

const shared = fileURLToPath(new URL("../../shared/data/", import.meta.url));
const RUNS = 5;

/**
 * The whole way in Chromium, from the drop of a pool to its first screen: read, match, count, draw.
 * Its peer is a limit: JSON.parse of every line of the same file, in one worker of the same page.
 */
export async function benchDrop(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "headtail-bench-"));
  const site = await startSite();
  try {
    const hasMuseums = existsSync(`${shared}museums.jsonl.gz`);
    const path = join(folder, hasMuseums ? "museums.jsonl" : "demo-copy.jsonl");
    await writeFile(
      path,
      hasMuseums
        ? gunzipSync(await readFile(`${shared}museums.jsonl.gz`))
        : await readFile(new URL("../public/data/demo.jsonl", import.meta.url)),
    );
    const ours: number[] = [];
    const parsed: number[] = [];
    let version = "";
    for (let run = 0; run < RUNS; run++) {
      const { page, context } = await site.open();
      version = context.browser()?.version() ?? "";
      if (hasMuseums) {
        await page.getByLabel("Metadata list to use").setInputFiles(`${shared}metadata-500k.json`);
        await page.getByPlaceholder("Search 500,000 entries").waitFor();
      }
      ours.push(await timeDrop(page, path));
      parsed.push(await timeParse(page, path));
      await context.close();
    }
    return [
      {
        case: `drop to first screen, ${hasMuseums ? "museums, 500,000 entries" : "demo pool"}`,
        ours: median(ours) / 1000,
        peer: median(parsed) / 1000,
        unit: "s",
        ratio: median(parsed) / median(ours),
        runs: RUNS,
        peerVersion: `JSON.parse of every line, one worker, Chromium ${version}`,
      },
    ];
  } finally {
    await site.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds from the choice of a file until the page shows its pool. */
async function timeDrop(page: Page, path: string): Promise<number> {
  const time = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const shown = () => document.querySelector("[data-pool]")?.getAttribute("data-pool");
        const before = shown();
        const onChange = () => {
          const start = performance.now();
          const timer = setInterval(() => {
            if (shown() === before) return;
            clearInterval(timer);
            resolve(performance.now() - start);
          }, 2);
        };
        addEventListener("change", onChange, { capture: true, once: true });
      }),
  );
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
