import { createConvertApi } from "./convertApi.ts";
import { exposeWorker } from "./exposeWorker.ts";

exposeWorker(createConvertApi());
