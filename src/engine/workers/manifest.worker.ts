import { exposeWorker } from "./exposeWorker.ts";
import { createManifestApi } from "./manifestApi.ts";

exposeWorker(createManifestApi());
