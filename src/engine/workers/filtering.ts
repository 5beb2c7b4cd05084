import { keptAt } from "../../core/balancing/keptAt.ts";
import { entryIdsOf } from "../../core/metadata/metadata.ts";
import { newestWins } from "../newestWins.ts";
import type { CaptionFilters, FilterCounts } from "../types.ts";
import type { CaptionSearch, FoundCaptions } from "./captionSearch.ts";
import type { CaptionSet } from "./captionSet.ts";
import type { ColumnShares } from "./columnShares.ts";
import { filtersInUse } from "./filterCaptions.ts";
import type { DrawnPool } from "./matchedPool.ts";

/** The captions of a pool that pass some filters. */
export interface PassingCaptions extends FilterCounts {
  /** By slice; null for all. */
  readonly passing: readonly CaptionSet[] | null;
}

/** Finds which captions of a pool pass filters; the last answer is kept. */
export interface Filtering {
  /** @throws AbortError when something newer took its place */
  passing(pool: DrawnPool, t: number, filters: CaptionFilters): Promise<PassingCaptions>;
}

interface Question {
  readonly pool: DrawnPool;
  readonly t: number;
  readonly filters: CaptionFilters;
  readonly found: FoundCaptions;
}

export function createFiltering(columns: ColumnShares, search: CaptionSearch): Filtering {
  let last: { pool: DrawnPool; key: string; answer: Promise<PassingCaptions> } | null = null;

  const answerTo = newestWins(async ({ pool, t, filters, found }: Question) => {
    const slices = pool.slices.map((slice, i) => ({ ...slice, found: found.bySlice[i] ?? null }));
    const { text, entries, ...rest } = filters;
    const part = await columns.filter(slices, pool.entryCounts, t, {
      ...rest,
      hasText: text !== "",
      entries: entryIdsOf(pool.metadata, entries),
    });
    const used = filtersInUse(filters);
    const without = Object.fromEntries(used.map((name) => [name, part.without[name]]));
    return { ...part, without, searched: text === "" ? 1 : found.searched };
  });

  return {
    passing(pool, t, filters) {
      if (filtersInUse(filters).length === 0) return Promise.resolve(allCaptions(pool, t));
      const found = search.foundIn(pool, filters.text);
      const key = JSON.stringify([t, filters, found.searched]);
      if (last?.pool === pool && last.key === key) return last.answer;
      const answer = answerTo({
        pool,
        t,
        filters,
        found: { ...found, bySlice: [...found.bySlice] },
      });
      const asked = { pool, key, answer };
      last = asked;
      answer.catch(() => {
        if (last === asked) last = null;
      });
      return answer;
    },
  };
}

function allCaptions(pool: DrawnPool, t: number): PassingCaptions {
  const matched = pool.slices.reduce((sum, { matchedCaptions }) => sum + matchedCaptions, 0);
  const kept = keptAt(pool.kept, t).captions;
  const unmatched = pool.captions - matched;
  return { passing: null, kept, dropped: matched - kept, unmatched, without: {}, searched: 1 };
}
