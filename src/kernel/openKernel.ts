import { createMatcher } from "../core/matching/matcher.ts";
import type { MetadataIndex } from "../core/matching/metadataIndex.ts";
import type { Kernel } from "./lineColumns.ts";
import { canRunWasm } from "./module.ts";
import { type PlacedIndex, placeIndex } from "./placedIndex.ts";
import { createTypescriptKernel } from "./typescriptKernel.ts";
import { createWasmKernel } from "./wasmKernel.ts";

/**
 * The fastest kernel that runs here.
 *
 * @param index in memory that kernels share, or one to be copied there for this kernel alone
 * @param number of this kernel among those that share the memory
 */
export function openKernel(index: MetadataIndex | PlacedIndex, number: number): Kernel {
  if ("memory" in index) return createWasmKernel(index, number);
  if (canRunWasm()) return createWasmKernel(placeIndex(index, 1), 0);
  return createTypescriptKernel(createMatcher(index));
}
