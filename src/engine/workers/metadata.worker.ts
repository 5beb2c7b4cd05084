import { exposeWorker } from "./exposeWorker.ts";
import { createIndexCache } from "./indexCache.ts";
import { createMetadataApi } from "./metadataApi.ts";

exposeWorker(createMetadataApi(createIndexCache(() => navigator.storage.getDirectory())));
