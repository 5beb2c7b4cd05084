import { expose, wrap } from "comlink";
import type { StartedWorker, Workers } from "../../../src/engine/startWorkers.ts";
import {
  type ColumnApi,
  createColumnApi,
  createColumnWorkerApi,
} from "../../../src/engine/workers/columnApi.ts";
import { createConvertApi } from "../../../src/engine/workers/convertApi.ts";
import {
  createHashApi,
  createHashWorkerApi,
  type HashApi,
} from "../../../src/engine/workers/hashApi.ts";
import type { IndexCache } from "../../../src/engine/workers/indexCache.ts";
import { createInflateApi, type InflateApi } from "../../../src/engine/workers/inflateApi.ts";
import { createManifestApi } from "../../../src/engine/workers/manifestApi.ts";
import { createMatchApi, type MatchApi } from "../../../src/engine/workers/matchApi.ts";
import { createMetadataApi } from "../../../src/engine/workers/metadataApi.ts";
import type { OwnStorage } from "../../../src/engine/workers/ownStorage.ts";
import { createPoolApi } from "../../../src/engine/workers/poolApi.ts";
import { createSavedApi } from "../../../src/engine/workers/savedApi.ts";
import { openDatabaseInNode } from "./databaseInNode.ts";

/** Makes a worker die, as an error in it would. */
export type Kill = (message: string) => void;

/** What a test may change of the workers. */
export interface WorkerChanges {
  readonly matchWorkers?: number;
  readonly indexCache?: IndexCache;
  readonly columnWorkers?: number;
  readonly limitBytes?: number;
  readonly storage?: OwnStorage;
  /** Comes between a match worker and its caller. */
  readonly changeMatch?: (api: MatchApi, kill: Kill) => MatchApi;
  /** Comes between a hash worker and its callers. */
  readonly changeHash?: (api: HashApi, kill: Kill) => HashApi;
  /** Comes between an inflate worker and its caller. */
  readonly changeInflate?: (api: InflateApi, kill: Kill) => InflateApi;
  /** Comes between a column worker and the pool worker. */
  readonly changeColumn?: (api: ColumnApi, kill: Kill) => ColumnApi;
}

/** As in a private window of some browsers. */
const NO_STORAGE: OwnStorage = {
  root: () => Promise.reject(new DOMException("Storage is not allowed here", "SecurityError")),
  freeBytes: async () => 0,
};

const NO_CACHE: IndexCache = { find: async () => null, keep: async () => {} };

/** The engine's workers without threads: each speaks over a MessageChannel, as in the browser. */
export function workersInNode({
  matchWorkers = 2,
  columnWorkers = 0,
  limitBytes = 3e9,
  indexCache = NO_CACHE,
  storage = NO_STORAGE,
  changeMatch = (api) => api,
  changeHash = (api) => api,
  changeInflate = (api) => api,
  changeColumn = (api) => api,
}: WorkerChanges = {}): Workers {
  return {
    matchWorkers,
    columnWorkers,
    limitBytes,
    startMetadata: () => started(() => createMetadataApi(indexCache)),
    startManifest: () => started(createManifestApi),
    startHash: () => started((kill) => createHashWorkerApi(changeHash(createHashApi(), kill))),
    startInflate: () => started((kill) => changeInflate(createInflateApi(), kill)),
    startConvert: () => started(createConvertApi),
    startMatch: () => started((kill) => changeMatch(createMatchApi(), kill)),
    startPool: () => started(createPoolApi),
    startColumn: () =>
      started((kill) => createColumnWorkerApi(changeColumn(createColumnApi(), kill))),
    startSaved: () => started(() => createSavedApi(storage)),
    openDatabase: openDatabaseInNode,
  };
}

function started<Api>(create: (kill: Kill) => Api): StartedWorker<Api> {
  const { port1, port2 } = new MessageChannel();
  let kill: Kill = () => {};
  const died = new Promise<never>((_, reject) => {
    kill = (message) => {
      port1.close();
      reject(new Error(message));
    };
  });
  died.catch(() => {});
  expose(create(kill), port1);
  return { api: wrap<Api>(port2), died, stop: () => port1.close() };
}
