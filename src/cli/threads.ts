import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Remote, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { buildIndex } from "../core/matching/metadataIndex.ts";
import type { Metadata } from "../core/metadata/metadata.ts";
import { firstOf } from "../firstOf.ts";
import { canRunWasm } from "../kernel/module.ts";
import { placeIndex } from "../kernel/placedIndex.ts";
import type { Balancing, MatchThread } from "./matchThread.ts";

/** Threads that match. */
export interface Threads {
  /** Their number. */
  readonly count: number;
  /** Asks one of them, in turn. */
  ask<T>(question: (thread: Remote<MatchThread>) => Promise<T>): Promise<T>;
  /** Entry counts of all that was matched, by entry id. */
  takeCounts(): Promise<Uint32Array>;
  stop(): Promise<void>;
}

const MOST_THREADS = 16;

/**
 * Starts threads that share the metadata, one for each core.
 *
 * @param balancing null when entries are only counted
 */
export async function startThreads(
  metadata: Metadata,
  balancing: Balancing | null,
): Promise<Threads> {
  const count = Math.min(availableParallelism(), MOST_THREADS);
  const built = buildIndex(metadata.entries);
  const index = canRunWasm() ? placeIndex(built, count) : built;
  const workers = Array.from({ length: count }, () => new Worker(new URL(import.meta.url)));
  const died = new Promise<never>((_, reject) => {
    for (const worker of workers) worker.once("error", reject);
  });
  died.catch(() => {});
  const threads = workers.map((worker) => wrap<MatchThread>(nodeEndpoint(worker)));
  let next = 0;

  const answer = <T>(promise: Promise<T>) => firstOf(promise, died);
  await Promise.all(
    threads.map((thread, i) => answer(thread.begin(index, i, built.entries, balancing))),
  );
  return {
    count,
    ask: (question) => answer(question(threads[next++ % count])),
    async takeCounts() {
      const sums = new Uint32Array(built.entries);
      for (const counts of await answer(Promise.all(threads.map((t) => t.takeCounts())))) {
        for (let id = 0; id < sums.length; id++) sums[id] += counts[id];
      }
      return sums;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
