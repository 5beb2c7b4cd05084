import { expect } from "vitest";
import type { CaptionMatches } from "../../../src/core/matching/captionMatches.ts";
import { createMatcher } from "../../../src/core/matching/matcher.ts";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { packText } from "../../../src/core/text/packedText.ts";
import { placeIndex } from "../../../src/kernel/placedIndex.ts";
import { createWasmKernel } from "../../../src/kernel/wasmKernel.ts";

/** The entry ids of every caption, as arrays. */
export function idsOf({ matchStart, entryIds }: CaptionMatches): number[][] {
  return Array.from({ length: matchStart.length - 1 }, (_, i) =>
    Array.from(entryIds.subarray(matchStart[i], matchStart[i + 1])),
  );
}

/** The entry ids of every text, ascending, by the matcher and by the WASM kernel, which must agree. */
export function matchByMatcher(texts: readonly string[], entries: readonly string[]): number[][] {
  const index = buildIndex(packText(entries));
  const packed = packText(texts);
  const found = createMatcher(index).match(packed);
  expect(createWasmKernel(placeIndex(index, 1)).match(packed)).toEqual(found);
  return idsOf(found).map((ids) => ids.sort((a, b) => a - b));
}
