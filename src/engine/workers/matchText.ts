import { createTextMatcher, type TextMatcher } from "../../core/matching/textMatcher.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import type { MatchedEntry, TextMatch } from "../types.ts";
import type { MatchedPool, PoolMetadata } from "./matchedPool.ts";

/** Matches texts of the user's own against a pool's metadata; the matcher of the last list is kept. */
export function createMatchText() {
  let latest: { metadata: PoolMetadata; match: TextMatcher } | null = null;

  return ({ metadata, entryCounts }: MatchedPool, text: string): TextMatch => {
    if (latest?.metadata !== metadata) latest = { metadata, match: createTextMatcher(metadata) };
    const { entryIds, places, nearMisses } = latest.match(text);
    const matchedEntry = (id: number): MatchedEntry => ({
      id,
      entry: entryOf(metadata, id),
      count: entryCounts[id],
    });
    return {
      text,
      entries: entryIds.map(matchedEntry),
      highlights: places.map(({ start, end, entry }) => ({
        start,
        end,
        entryId: entryIds[entry],
      })),
      nearMisses: nearMisses.map(({ entryId, ...miss }) => ({ ...matchedEntry(entryId), ...miss })),
    };
  };
}
