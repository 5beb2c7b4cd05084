import { join } from "node:path";
import type { Page } from "playwright-core";
import { makePool } from "../scripts/make-pool.ts";
import { type Site, startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { inFolder, settle, timeDrop, timeMoves } from "./pageTimes.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median, quantile } from "./result.ts";

const CAPTIONS = 1_000_000;
const RUNS = 7;
const MOVES = 300;
/** Milliseconds without a move until t counts as at rest. */
const REST = 120;

/**
 * How soon the page answers with a million captions and the large metadata list, each against the
 * limit that it must keep. The ratio is the limit over ours: above 1 it is kept.
 */
export function benchUi(): Promise<BenchResult[]> {
  return inFolder(async (folder) => {
    const site = await startSite();
    try {
      const { cold, warm } = await timeArrivals(site);
      return [
        result("first useful screen, nothing cached", median(cold), RUNS, 1500),
        result("first useful screen, visited before", median(warm), RUNS, 500),
        ...(await timeAnswers(site, folder)),
      ];
    } finally {
      await site.close();
    }
  });
}

function result(name: string, ours: number, runs: number, limit: number): BenchResult {
  const [unit, peerVersion] = ["ms", "limit"];
  return { case: name, ours, peer: limit, unit, ratio: limit / ours, runs, peerVersion };
}

/** Milliseconds from the request of the page until the slider beside the demo pool is painted. */
export async function timeArrivals(site: Site): Promise<{ cold: number[]; warm: number[] }> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { page, context } = await site.open({ prepare: noteArrival });
    cold.push(await arrival(page));
    await settle(page);
    await page.reload();
    warm.push(await arrival(page));
    await context.close();
  }
  return { cold, warm };
}

/** Notes in the page when it has painted the slider. */
export async function noteArrival(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.getElementById("threshold") === null) return;
      observer.disconnect();
      const painted = new MessageChannel();
      painted.port1.onmessage = () => performance.mark("arrival");
      requestAnimationFrame(() => painted.port2.postMessage(null));
    }).observe(document, { childList: true, subtree: true });
  });
}

async function arrival(page: Page): Promise<number> {
  const mark = await page.waitForFunction(
    () => performance.getEntriesByName("arrival")[0]?.startTime,
  );
  return (await mark.jsonValue()) as number;
}

async function timeAnswers(site: Site, folder: string): Promise<BenchResult[]> {
  const path = join(folder, "pool.jsonl");
  makePool(path, CAPTIONS);
  const { metadataPath, entries } = benchData();
  const { page, context } = await site.open();
  const { changeMetadata, expected } = headtailPage(page);
  await changeMetadata(metadataPath, entries.length.toLocaleString("en"));
  await expected();
  await settle(page);
  const whileLoading = await longestTask(page, async () => {
    await timeDrop(page, path);
    await expected();
  });
  await settle(page);

  const results: BenchResult[] = [];
  const time = async (name: string, limit: number, once: (run: number) => Promise<number>) => {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) times.push(await once(run));
    results.push(result(name, median(times), RUNS, limit));
  };
  const whileUsed = await longestTask(page, async () => {
    const moves = await timeMoves(page, MOVES);
    results.push(result("a move of t, p95", quantile(moves, 0.95), MOVES, 1000 / 60));
    await expected();
    await page.getByRole("tab", { name: "Edge" }).click();
    await page.waitForTimeout(1000);
    await time("captions at the edge of a new t, once it rests", 100, (i) => timeEdge(page, i));
    await time("why a caption is kept", 50, (i) => timeWhy(page, i));
    await time("search of entries", 150, (i) => timeEntrySearch(page, i));
    await time("sort of entries", 150, (i) => timeSort(page, i));
    await page.getByRole("columnheader").getByRole("button", { name: "matches" }).click();
    await page.waitForTimeout(500);
    await time("captions of an entry", 150, (i) => timeFilter(page, i));
    await time("first captions that hold a text", 150, (i) => timeSearch(page, i));
  });
  await time("cancel of a load", 100, () => timeCancel(page, path));
  await context.close();
  return [
    ...results,
    result("longest task of the page, while it loads", whileLoading, 1, 50),
    result("longest task of the page, while it is used", whileUsed, 1, 50),
  ];
}

/** Milliseconds of the longest task on the page's thread; 50 stands for all that take no longer. */
async function longestTask(page: Page, use: () => Promise<void>): Promise<number> {
  const longest = await page.evaluateHandle(() => {
    const longest = { milliseconds: 50 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        longest.milliseconds = Math.max(longest.milliseconds, duration);
      }
    }).observe({ type: "longtask" });
    return longest;
  });
  await use();
  await page.waitForTimeout(500);
  const { milliseconds } = await longest.jsonValue();
  await longest.dispose();
  return milliseconds;
}

/** Milliseconds from the end of t's rest until captions nearest to the new t stand there. */
async function timeEdge(page: Page, run: number): Promise<number> {
  const time = await page.evaluate(
    async (position) => {
      const slider = document.querySelector<HTMLInputElement>("#threshold");
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
      if (!slider || !setValue) throw new Error("There is no slider.");
      const before = document.querySelector<HTMLElement>("[data-caption]")?.dataset.caption;
      const start = performance.now();
      setValue.call(slider, position);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      while (document.querySelector<HTMLElement>("[data-caption]")?.dataset.caption === before) {
        await new Promise((resolve) => setTimeout(resolve));
      }
      return performance.now() - start;
    },
    String(0.3 + run * 0.05),
  );
  await page.waitForTimeout(1500);
  return time - REST;
}

/** Milliseconds from a click on a caption until the counts of its entries are shown. */
function timeWhy(page: Page, caption: number): Promise<number> {
  return page.evaluate(async (caption) => {
    const list = document.querySelector("aside[aria-label=Captions]");
    const button = list?.querySelectorAll<HTMLButtonElement>("[data-caption]")[caption];
    const start = performance.now();
    button?.click();
    while (!list?.querySelector("table")) await new Promise((resolve) => setTimeout(resolve));
    const time = performance.now() - start;
    button?.click();
    while (list?.querySelector("table")) await new Promise((resolve) => setTimeout(resolve));
    return time;
  }, caption);
}

const ENTRIES_SOUGHT = ["do", "dog", "red", "photo", "xylo", "1", "a "];

/** Milliseconds from the last letter until the table says how many entries hold it. */
function timeEntrySearch(page: Page, run: number): Promise<number> {
  return page.evaluate(async (sought) => {
    const entries = document.querySelector("section[aria-label=Entries]");
    const field = entries?.querySelector<HTMLInputElement>("input[type=search]");
    const found = entries?.querySelector("[role=status]");
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
  }, ENTRIES_SOUGHT[run]);
}

/** Those by a figure, between those by name, which bring another entry to the top each time. */
const COLUMNS = ["entry", "matches", "entry", "balanced", "entry", "kept share", "entry"];

/** Milliseconds from the click on the head of a column until another entry is the first. */
function timeSort(page: Page, run: number): Promise<number> {
  return page.evaluate(async (column) => {
    const grid = document.querySelector("[role=grid]");
    const heads = grid?.querySelectorAll<HTMLButtonElement>("[role=columnheader] button") ?? [];
    const head = [...heads].find(({ firstChild }) => firstChild?.textContent === column);
    const before = grid?.querySelector("[data-row='0']")?.textContent;
    const start = performance.now();
    head?.click();
    while (grid?.querySelector("[data-row='0']")?.textContent === before) {
      await new Promise((resolve) => setTimeout(resolve));
    }
    return performance.now() - start;
  }, COLUMNS[run]);
}

/** Milliseconds from the click on an entry until captions that hold it stand there, and how many do. */
async function timeFilter(page: Page, run: number): Promise<number> {
  const time = await page.evaluate(async (row) => {
    const cells = document.querySelectorAll(`[role=grid] [data-row='${row}'] [data-column]`);
    const entry = cells[1]?.textContent ?? "";
    const list = document.querySelector("aside[aria-label=Captions]");
    const start = performance.now();
    (cells[1] as HTMLElement).click();
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve));
      const text = list?.querySelector("[data-caption]")?.textContent;
      const found = list?.querySelector("[role=tabpanel] [role=status]")?.textContent ?? "";
      if (text?.includes(entry) && /^[\d,]+ of /.test(found)) return performance.now() - start;
    }
  }, run + 1);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.waitForTimeout(500);
  return time;
}

const TEXTS_SOUGHT = ["red dress", "dog", "train", "museum", "street", "painting", "portrait"];

/** Milliseconds from the last letter until captions that hold the text stand there. */
export async function timeSearch(page: Page, run: number): Promise<number> {
  const time = await page.evaluate(async (sought) => {
    const list = document.querySelector("aside[aria-label=Captions]");
    const field = list?.querySelector<HTMLInputElement>("input[type=search]");
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    if (!field || !setValue) throw new Error("There is no search field.");
    const start = performance.now();
    setValue.call(field, sought);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve));
      const text = list?.querySelector("[data-caption]")?.textContent ?? "";
      if (text.toLowerCase().includes(sought)) return performance.now() - start;
    }
  }, TEXTS_SOUGHT[run]);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.waitForTimeout(500);
  return time;
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
