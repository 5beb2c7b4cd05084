import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type Site, startSite } from "../scripts/site.ts";
import { comparePeers, type Peer } from "./compare.ts";
import {
  type BuildContender,
  buildDaachorse,
  buildPyahocorasick,
  canBuildDaachorse,
  hasPyahocorasick,
} from "./peers.ts";
import { benchData } from "./pools.ts";
import type { BenchResult } from "./result.ts";

const BUILDS = 3;
const RUNS = 7;

/**
 * The WASM kernel on one thread of Chromium, from packed captions in a worker's memory to entry
 * counts, and each automaton in a process of its own, in turn. The index is built by a new worker.
 *
 * @throws Error when a peer's entry counts are not ours
 */
export async function benchKernel(): Promise<BenchResult[]> {
  const peers: Peer[] = [];
  if (hasPyahocorasick()) peers.push({ build: buildPyahocorasick, builds: BUILDS, runs: RUNS });
  if (canBuildDaachorse()) peers.push({ build: buildDaachorse, builds: BUILDS, runs: RUNS });
  const site = await startSite();
  try {
    const ours = {
      build: buildInChromium(site, await bundleWorker()),
      place: ", WASM kernel in Chromium",
    };
    return await comparePeers(ours, peers, benchData());
  } finally {
    await site.close();
  }
}

/** The code of kernelWorker.ts with all that it imports. */
async function bundleWorker(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2023",
      lib: {
        entry: fileURLToPath(new URL("kernelWorker.ts", import.meta.url)),
        formats: ["iife"],
        name: "kernelWorker",
      },
    },
  });
  const [bundle] = [result].flat();
  if (!("output" in bundle)) throw new Error("Vite gave no bundle of kernelWorker.ts.");
  return bundle.output[0].code;
}

/** Our kernel in a worker of a page of its own, which keeps its own time. */
function buildInChromium(site: Site, workerCode: string): BuildContender {
  return async (entries) => {
    const { page, context } = await site.open();
    const worker = await page.evaluateHandle(
      (code) => new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" }))),
      workerCode,
    );
    const ask = <Answer>(message: object): Promise<Answer> =>
      worker.evaluate(
        (worker, message) =>
          new Promise((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage(message);
          }),
        message,
      );
    const { seconds } = await ask<{ seconds: number }>({ entries });
    return {
      version: `Headtail, Chromium ${context.browser()?.version()}`,
      buildSeconds: seconds,
      take: (captions) => ask({ captions }),
      match: () => ask({}),
      close: () => void context.close(),
    };
  };
}
