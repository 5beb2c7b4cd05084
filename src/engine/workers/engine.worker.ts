import { createColumnWorkerApi } from "./columnApi.ts";
import { exposeWorker } from "./exposeWorker.ts";
import { createHashWorkerApi } from "./hashApi.ts";
import { createIndexCache } from "./indexCache.ts";
import { createInflateApi } from "./inflateApi.ts";
import { createManifestApi } from "./manifestApi.ts";
import { createMatchApi } from "./matchApi.ts";
import { createMetadataApi } from "./metadataApi.ts";
import { browserStorage } from "./ownStorage.ts";
import { createPoolApi } from "./poolApi.ts";
import { createSavedApi } from "./savedApi.ts";

/** What each worker does, by its name. One script for all: they share most of their code. */
const ROLES = {
  metadata: () => createMetadataApi(createIndexCache(() => navigator.storage.getDirectory())),
  manifest: createManifestApi,
  hash: createHashWorkerApi,
  inflate: createInflateApi,
  match: createMatchApi,
  pool: createPoolApi,
  saved: () => createSavedApi(browserStorage),
  column: createColumnWorkerApi,
};

export type Role = keyof typeof ROLES;

exposeWorker(ROLES[self.name as Role]());
