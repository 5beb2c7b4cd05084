import { expose } from "comlink";
import { createManifestApi } from "./manifestApi.ts";

expose(createManifestApi());
