import { expose } from "comlink";
import { createMatchApi } from "./matchApi.ts";

expose(createMatchApi());
