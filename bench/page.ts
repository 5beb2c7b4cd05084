import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Site, startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { inFolder, timeMoves } from "./pageTimes.ts";
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
