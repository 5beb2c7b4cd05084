import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real pools and the published code's answers on them; they stand beside the repository, when at all. */
export const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
export const hasShared = existsSync(`${shared}/data`) && existsSync(`${shared}/golden`);
