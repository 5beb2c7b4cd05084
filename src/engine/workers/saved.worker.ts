import { exposeWorker } from "./exposeWorker.ts";
import { browserStorage } from "./ownStorage.ts";
import { createSavedApi } from "./savedApi.ts";

exposeWorker(createSavedApi(browserStorage));
