import { createColumnWorkerApi } from "./columnApi.ts";
import { exposeWorker } from "./exposeWorker.ts";

exposeWorker(createColumnWorkerApi());
