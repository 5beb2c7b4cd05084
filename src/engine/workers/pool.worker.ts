import { exposeWorker } from "./exposeWorker.ts";
import { createPoolApi } from "./poolApi.ts";

exposeWorker(createPoolApi());
