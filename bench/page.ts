import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Site, startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { inFolder, settle, timeMoves } from "./pageTimes.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const RUNS = 7;
/** Copies of the pool in the file whose load is cancelled. */
const COPIES = 4;

/**
 * How soon the page answers, each against the limit that it must keep. The ratio is the limit over
 * ours: above 1 it is kept.
 */
export function benchPage(): Promise<BenchResult[]> {
  return inFolder(async (folder) => {
    const site = await startSite();
    try {
      return await timePage(site, folder);
    } finally {
      await site.close();
    }
  });
}

async function timePage(site: Site, folder: string): Promise<BenchResult[]> {
  const { pools } = benchData();
  const [pool] = pools;
  const path = join(folder, "pool.jsonl");
  const large = join(folder, "large.jsonl");
  const content = pool.read();
  await writeFile(path, content);
  await writeFile(large, Buffer.concat(Array.from({ length: COPIES }, () => content)));
  const arrivals: number[] = [];
  for (let run = 0; run < RUNS; run++) arrivals.push(await timeArrival(site));

  const { page } = await site.open();
  await settle(page);
  await headtailPage(page).open(path, "pool.jsonl");
  await headtailPage(page).expected();
  const drags = await timeMoves(page, 100);
  const whys: number[] = [];
  for (let run = 0; run < RUNS; run++) whys.push(await timeWhy(page, run));
  const searches: number[] = [];
  for (const sought of ["do", "dog", "red", "photo", "xylo", "1", "a "]) {
    searches.push(await timeSearch(page, sought));
  }
  const cancels: number[] = [];
  for (let run = 0; run < RUNS; run++) cancels.push(await timeCancel(page, large));
  return [
    result("first useful screen, nothing cached", arrivals, 1500),
    result(`a move of t, ${pool.name}`, drags, 16),
    result(`why a caption is kept, ${pool.name}`, whys, 50),
    result(`search of entries, ${pool.name}`, searches, 150),
    result("cancel of a load", cancels, 100),
  ];
}

function result(name: string, times: readonly number[], limit: number): BenchResult {
  const ours = median(times);
  return {
    case: name,
    ours,
    peer: limit,
    unit: "ms",
    ratio: limit / ours,
    runs: times.length,
    peerVersion: "limit",
  };
}

/** Milliseconds from the request of the page until the slider stands beside the demo pool. */
async function timeArrival(site: Site): Promise<number> {
  const { page, context } = await site.open();
  const time = await page.evaluate(() => performance.now());
  await context.close();
  return time;
}

/** Milliseconds from a click on a caption until the counts of its entries are shown. */
function timeWhy(page: Page, caption: number): Promise<number> {
  return page.evaluate(async (caption) => {
    const list = document.querySelector("[aria-label=Captions]");
    const buttons = list?.querySelectorAll<HTMLButtonElement>("button[aria-expanded]");
    const start = performance.now();
    buttons?.[caption].click();
    while (!list?.querySelector("table")) await new Promise((resolve) => setTimeout(resolve));
    const time = performance.now() - start;
    buttons?.[caption].click();
    while (list?.querySelector("table")) await new Promise((resolve) => setTimeout(resolve));
    return time;
  }, caption);
}

/** Milliseconds from the last letter until the table says how many entries hold it. */
function timeSearch(page: Page, sought: string): Promise<number> {
  return page.evaluate(async (sought) => {
    const field = document.querySelector<HTMLInputElement>("input[type=search]");
    const found = document.querySelector("section[aria-label=Entries] [role=status]");
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    if (!field || !found || !setValue) throw new Error("There is no search field.");
    const times: number[] = [];
    for (const text of [sought, ""]) {
      const before = found.textContent;
      const start = performance.now();
      setValue.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      while (found.textContent === before) {
        await new Promise((resolve) => setTimeout(resolve));
      }
      times.push(performance.now() - start);
    }
    return times[0];
  }, sought);
}

/** Milliseconds from the click on Cancel, halfway through a load, until its progress is gone. */
async function timeCancel(page: Page, path: string): Promise<number> {
  await page.locator("header").getByLabel("Files to open").setInputFiles(path);
  await page.getByRole("button", { name: "Replace" }).click();
  await page.getByText(/ of [\d.]+ MB · [1-9][\d,]* lines/).waitFor();
  return page.evaluate(async () => {
    const job = document.querySelector("[aria-label^=Progress]");
    const start = performance.now();
    job?.querySelector("button")?.click();
    while (job?.isConnected) await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - start;
  });
}
