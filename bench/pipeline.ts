import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makePool } from "../scripts/make-pool.ts";
import { startSite } from "../scripts/site.ts";
import { headtailPage } from "../test/e2e/headtailPage.ts";
import { inFolder, settle, timeDrop, timeParse } from "./pageTimes.ts";
import { type PeerProcess, PYTHON, peerPath, startPeer } from "./peerProcess.ts";
import { hashOf, hasPyahocorasick } from "./peers.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const RUNS = 3;
const CAPTIONS = 1_000_000;

/** The published fast path, its automaton built. */
interface Published {
  readonly version: string;
  count(path: string): Promise<{ readonly seconds: number; readonly hash: string }>;
  close(): void;
}

/**
 * The whole way in Chromium on all cores, from the choice of a file until counts and curve are
 * painted: read, parse, match, count, draw. In turn with it the published fast path on as many
 * processes, and a limit: JSON.parse of every line in as many workers of the same page, and nothing
 * more. Everybody has the metadata before the clock starts.
 *
 * @throws Error when the published entry counts are not ours
 */
export function benchPipeline(): Promise<BenchResult[]> {
  return inFolder(async (folder) => {
    const { metadataPath, entries } = benchData();
    const path = join(folder, "pool.jsonl");
    makePool(path, CAPTIONS);
    const published = hasPyahocorasick() ? await startPublished(entries) : null;
    const site = await startSite();
    try {
      const ours: number[] = [];
      const parsed: number[] = [];
      const theirs: number[] = [];
      let chromium = "";
      for (let run = 0; run < RUNS; run++) {
        const { page, context } = await site.open();
        chromium = `Chromium ${context.browser()?.version()}`;
        const { changeMetadata, expected, export: exportFiles } = headtailPage(page);
        await changeMetadata(metadataPath, entries.length.toLocaleString("en"));
        await expected();
        await settle(page);
        ours.push((await timeDrop(page, path)) / 1000);
        await expected();
        await settle(page);
        parsed.push((await timeParse(page, path)) / 1000);
        if (published !== null) {
          const { entryCounts } = await exportFiles();
          const answer = await published.count(path);
          theirs.push(answer.seconds);
          assertSameCounts(countsOf(entryCounts.bytes, entries), answer.hash, published.version);
        }
        await context.close();
      }
      const result = (peer: readonly number[], peerVersion: string): BenchResult => ({
        case: `drop ${CAPTIONS.toLocaleString("en")} captions in the page`,
        ours: median(ours),
        peer: median(peer),
        unit: "s",
        ratio: median(peer) / median(ours),
        runs: RUNS,
        peerVersion,
      });
      return [
        ...(published === null ? [] : [result(theirs, published.version)]),
        result(parsed, `limit: JSON.parse alone, on all cores, ${chromium}`),
      ];
    } finally {
      published?.close();
      await site.close();
    }
  });
}

async function startPublished(entries: readonly string[]): Promise<Published> {
  const peer: PeerProcess = startPeer(PYTHON, [peerPath("published_pipeline.py")]);
  const processes = availableParallelism();
  const { version } = await peer.ask<{ version: string }>({ entries, processes });
  return { version, count: (path) => peer.ask({ file: path }), close: peer.close };
}

/** The entry counts of an export in metadata order. */
function countsOf(exported: Buffer, entries: readonly string[]): Uint32Array {
  const counts = new Map<string, number>(Object.entries(JSON.parse(exported.toString("utf8"))));
  return Uint32Array.from(entries, (entry) => counts.get(entry) ?? 0);
}

function assertSameCounts(counts: Uint32Array, hash: string, peer: string): void {
  if (hashOf(counts) === hash) return;
  throw new Error(
    `Entry counts of the page differ from those of ${peer}. No speed counts until they agree.`,
  );
}
