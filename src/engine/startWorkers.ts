import { type Remote, wrap } from "comlink";
import type { Database } from "./duckdb/database.ts";
import { memoryLimit } from "./load/estimate.ts";
import type { ColumnWorkerApi } from "./workers/columnApi.ts";
import ConvertWorker from "./workers/convert.worker.ts?worker";
import type { ConvertApi } from "./workers/convertApi.ts";
import type { Role } from "./workers/engine.worker.ts";
import EngineWorker from "./workers/engine.worker.ts?worker&inline";
import type { HashWorkerApi } from "./workers/hashApi.ts";
import type { InflateApi } from "./workers/inflateApi.ts";
import type { ManifestApi } from "./workers/manifestApi.ts";
import type { MatchApi } from "./workers/matchApi.ts";
import type { MetadataApi } from "./workers/metadataApi.ts";
import type { PoolApi } from "./workers/poolApi.ts";
import type { SavedApi } from "./workers/savedApi.ts";

/** A worker and how to speak with it. Whoever starts it keeps this object: see Comlink on proxies. */
export interface StartedWorker<Api> {
  readonly api: Remote<Api>;
  /** Never resolves; rejects when the worker dies. */
  readonly died: Promise<never>;
  /** Ends the worker at once, whatever it does. */
  stop(): void;
}

/** How the engine starts its workers. */
export interface Workers {
  /** Number of match workers. */
  readonly matchWorkers: number;
  /** Number of column workers; without memory that they share, there are none. */
  readonly columnWorkers: number;
  /** Memory that all should take at most, in bytes; a load that needs more asks first. */
  readonly limitBytes: number;
  startMetadata(): StartedWorker<MetadataApi>;
  startManifest(): StartedWorker<ManifestApi>;
  startHash(): StartedWorker<HashWorkerApi>;
  startInflate(): StartedWorker<InflateApi>;
  startConvert(): StartedWorker<ConvertApi>;
  startMatch(): StartedWorker<MatchApi>;
  startPool(): StartedWorker<PoolApi>;
  startColumn(): StartedWorker<ColumnWorkerApi>;
  startSaved(): StartedWorker<SavedApi>;
  openDatabase(): Promise<Database>;
}

/** Not every browser tells of the memory. */
const MACHINE: (Navigator & { readonly deviceMemory?: number }) | undefined = globalThis.navigator;
const WORKERS = Math.min(Math.max(1, MACHINE?.hardwareConcurrency ?? 1), 8);

/**
 * Workers of the browser. Their code is part of the page's, so that they start without a network;
 * DuckDB's is loaded when it is first opened, and that of the other formats with the first such file.
 */
export const browserWorkers: Workers = {
  matchWorkers: WORKERS,
  columnWorkers: globalThis.crossOriginIsolated ? WORKERS : 0,
  limitBytes: memoryLimit(MACHINE?.deviceMemory),
  startMetadata: () => started("metadata"),
  startManifest: () => started("manifest"),
  startHash: () => started("hash"),
  startInflate: () => started("inflate"),
  startConvert: () => startedAs(new ConvertWorker({ name: "convert" })),
  startMatch: () => started("match"),
  startPool: () => started("pool"),
  startColumn: () => started("column"),
  startSaved: () => started("saved"),
  openDatabase: async () => {
    const { openDatabase } = await import("./duckdb/openDatabase.ts");
    return openDatabase();
  },
};

function started<Api>(name: Role): StartedWorker<Api> {
  return startedAs(new EngineWorker({ name }));
}

function startedAs<Api>(worker: Worker): StartedWorker<Api> {
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("messageerror", () => reject(new Error("a message was lost")));
    whenDead(worker, () => reject(new Error("it ended without a word")));
  });
  died.catch(() => {});
  return { api: wrap<Api>(worker), died, stop: () => worker.terminate() };
}

/** A worker that runs out of memory may end without an error, but lets go of its lock then. */
function whenDead(worker: Worker, onDead: () => void): void {
  const onLock = ({ data }: MessageEvent) => {
    if (data?.lifeLock === undefined) return;
    worker.removeEventListener("message", onLock);
    void navigator.locks.request(data.lifeLock, onDead);
  };
  worker.addEventListener("message", onLock);
}
