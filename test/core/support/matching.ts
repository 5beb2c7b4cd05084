import type { CaptionMatches } from "../../../src/core/matching/captionMatches.ts";
import { createMatcher } from "../../../src/core/matching/matcher.ts";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { packText } from "../../../src/core/text/packedText.ts";

/** The entry ids of every caption, as arrays. */
export function idsOf({ matchStart, entryIds }: CaptionMatches): number[][] {
  return Array.from({ length: matchStart.length - 1 }, (_, i) =>
    Array.from(entryIds.subarray(matchStart[i], matchStart[i + 1])),
  );
}

/** The entry ids of every text, by the matcher. */
export function matchByMatcher(texts: readonly string[], entries: readonly string[]): number[][] {
  const matcher = createMatcher(buildIndex(packText(entries)));
  return idsOf(matcher.match(packText(texts)));
}
