import { expose } from "comlink";
import { createColumnWorkerApi } from "./columnApi.ts";

expose(createColumnWorkerApi());
