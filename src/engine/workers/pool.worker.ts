import { expose } from "comlink";
import { createPoolApi } from "./poolApi.ts";

expose(createPoolApi());
