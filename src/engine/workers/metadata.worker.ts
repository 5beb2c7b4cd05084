import { exposeWorker } from "./exposeWorker.ts";
import { createMetadataApi } from "./metadataApi.ts";

exposeWorker(createMetadataApi());
