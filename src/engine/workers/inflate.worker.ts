import { exposeWorker } from "./exposeWorker.ts";
import { createInflateApi } from "./inflateApi.ts";

exposeWorker(createInflateApi());
