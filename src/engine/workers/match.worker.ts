import { exposeWorker } from "./exposeWorker.ts";
import { createMatchApi } from "./matchApi.ts";

exposeWorker(createMatchApi());
