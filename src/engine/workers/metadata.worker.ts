import { expose } from "comlink";
import { createMetadataApi } from "./metadataApi.ts";

expose(createMetadataApi());
