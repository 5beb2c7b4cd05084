import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { makePool } from "../scripts/make-pool.ts";
import { type Site, startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { browserMemory, peakMemory } from "./browserMemory.ts";
import {
  inFolder,
  settle,
  timeBalance,
  timeCopy,
  timeDrop,
  timeExport,
  timeMetadata,
  timeMoves,
  timeParse,
} from "./pageTimes.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median, quantile } from "./result.ts";
import {
  type LargestMeasures,
  type PoolMeasures,
  performancePage,
  type ScaleMeasures,
  scalePlot,
} from "./scaleReport.ts";

/** Of pools, in captions. */
const SIZES = [100_000, 1_000_000, 10_000_000];
const RUNS = 3;
const MOVES = 300;
const FRAME_MILLISECONDS = 1000 / 60;
const BALANCE_LIMIT_SECONDS = 1;
const EXPORT_THRESHOLD = 5000;
/** Positions of the slider, from 0 to 1. */
const POSITIONS = [0.3, 0.5, 0.7];

/** What one visit of a page with nothing cached measures. */
interface Visit extends Omit<PoolMeasures, "captions" | "bytes"> {
  readonly chromium: string;
  readonly start: number;
  readonly index: number;
  readonly memoryBefore: number | null;
  readonly loaded: LargestMeasures | null;
}

/**
 * Drops pools of growing size into the built page with a profile on disk, and works with the largest.
 * Writes docs/performance.md and its plot.
 */
export async function benchScale(): Promise<BenchResult[]> {
  const measures = await inFolder(measureScale);
  const docs = new URL("../docs/", import.meta.url);
  await writeFile(new URL("performance.md", docs), performancePage(measures));
  await writeFile(new URL("images/scale.svg", docs), scalePlot(measures));
  return resultsOf(measures);
}

async function measureScale(folder: string): Promise<ScaleMeasures> {
  const visits: Visit[] = [];
  const pools: PoolMeasures[] = [];
  const site = await startSite();
  try {
    for (const captions of SIZES) {
      const path = join(folder, `${captions}.jsonl`);
      const bytes = makePool(path, captions);
      const ofPool: Visit[] = [];
      for (let run = 1; run <= RUNS; run++) {
        const isLast = run === RUNS;
        const isLargest = captions === SIZES.at(-1);
        ofPool.push(await visit(site, path, isLast, isLast && isLargest));
      }
      visits.push(...ofPool);
      pools.push({
        captions,
        bytes,
        drop: median(ofPool.map(({ drop }) => drop)),
        parse: median(ofPool.map(({ parse }) => parse)),
        memoryPeak: ofPool[RUNS - 1].memoryPeak,
        memoryAtRest: ofPool[RUNS - 1].memoryAtRest,
      });
    }
  } finally {
    await site.close();
  }
  const last = visits[visits.length - 1];
  if (last.loaded === null) throw new Error("The largest pool was not worked with.");
  return {
    entries: benchData().entries.length,
    chromium: last.chromium,
    start: median(visits.map(({ start }) => start)),
    index: median(visits.map(({ index }) => index)),
    memoryBefore: last.memoryBefore,
    pools,
    largest: last.loaded,
  };
}

/** @param isWatched whether memory is measured, which takes a little time from the browser */
function visit(site: Site, path: string, isWatched: boolean, isUsed: boolean): Promise<Visit> {
  return inFolder(async (profile) => {
    const { page, context } = await site.open({ profile });
    const start = (await page.evaluate(() => performance.now())) / 1000;
    const index = (await timeMetadata(page, benchData().metadataPath)) / 1000;
    const { expected } = headtailPage(page);
    await expected();
    await settle(page);
    const memoryBefore = isWatched ? browserMemory() : null;
    let drop = 0;
    let memoryPeak: number | null = null;
    const load = async () => {
      drop = (await timeDrop(page, path)) / 1000;
      await expected();
    };
    if (isWatched) memoryPeak = await peakMemory(load);
    else await load();
    await settle(page);
    const memoryAtRest = isWatched ? browserMemory() : null;
    const loaded = isUsed ? await workWith(page, path) : null;
    const parse = (await timeParse(page, path)) / 1000;
    const chromium = context.browser()?.version() ?? "";
    await context.close();
    return { chromium, start, index, memoryBefore, drop, parse, memoryPeak, memoryAtRest, loaded };
  });
}

async function workWith(page: Page, path: string): Promise<LargestMeasures> {
  const { expected, setThreshold } = headtailPage(page);
  const moves = await timeMoves(page, MOVES);
  await expected();
  const balances: number[] = [];
  for (const position of POSITIONS) balances.push(await timeBalance(page, position));
  await setThreshold(EXPORT_THRESHOLD);
  await expected();
  const exports: number[] = [];
  const copies: number[] = [];
  let exportBytes = 0;
  for (let run = 0; run < RUNS; run++) {
    const { milliseconds, bytes } = await timeExport(page);
    exports.push(milliseconds);
    exportBytes = bytes;
    copies.push(await timeCopy(page, path, bytes));
  }
  return {
    moves: moves.map((milliseconds) => milliseconds / 1000),
    balance: median(balances) / 1000,
    export: median(exports) / 1000,
    exportBytes,
    copy: median(copies) / 1000,
  };
}

function resultsOf({ chromium, pools, largest }: ScaleMeasures): BenchResult[] {
  const [small] = pools;
  const large = pools[pools.length - 1];
  const row = (
    name: string,
    ours: number,
    peer: number,
    unit: string,
    runs: number,
    peerVersion: string,
  ): BenchResult => ({
    case: name,
    ours,
    peer,
    unit,
    ratio: peer / ours,
    runs,
    peerVersion,
  });
  const many = `${large.captions.toLocaleString("en")} captions`;
  const timePerCaption = (pool: PoolMeasures) => (pool.drop / pool.captions) * 1e6;
  const memory = (name: string, bytes: number | null) =>
    bytes === null
      ? []
      : [row(name, bytes / 1e6, large.bytes / 1e6, "MB", 1, "limit: the size of the pool's file")];
  const move = (share: number) =>
    row(
      `a move of t, p${share * 100}, ${many}`,
      quantile(largest.moves, share) * 1000,
      FRAME_MILLISECONDS,
      "ms",
      largest.moves.length,
      "limit: one frame",
    );
  return [
    ...pools.map(({ captions, drop, parse }) =>
      row(
        `drop ${captions.toLocaleString("en")} captions`,
        drop,
        parse,
        "s",
        RUNS,
        `limit: JSON.parse alone, on all cores, Chromium ${chromium}`,
      ),
    ),
    row(
      `time per caption, ${many}`,
      timePerCaption(large),
      timePerCaption(small),
      "µs",
      RUNS,
      `limit: the same with ${small.captions.toLocaleString("en")}`,
    ),
    ...memory(`most memory while loading ${many}`, large.memoryPeak),
    ...memory(`memory at rest, ${many}`, large.memoryAtRest),
    move(0.95),
    move(0.99),
    row(
      `exact balance at rest, ${many}`,
      largest.balance,
      BALANCE_LIMIT_SECONDS,
      "s",
      POSITIONS.length,
      "limit",
    ),
    row(
      `export at t = ${EXPORT_THRESHOLD}, ${many}`,
      largest.export,
      largest.copy,
      "s",
      RUNS,
      "limit: the source read and as many bytes written",
    ),
  ];
}
