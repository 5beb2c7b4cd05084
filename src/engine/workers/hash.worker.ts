import { exposeWorker } from "./exposeWorker.ts";
import { createHashWorkerApi } from "./hashApi.ts";

exposeWorker(createHashWorkerApi());
