import { share } from "../memory.ts";
import type { SearchProgress } from "../types.ts";
import { type CaptionSet, sizeOf } from "./captionSet.ts";
import type { ColumnShares } from "./columnShares.ts";
import type { MatchedPool } from "./matchedPool.ts";

/** What a search for a text has found so far: in the first slices of a pool. */
export interface FoundCaptions {
  /** By slice, as far as they are searched. */
  readonly bySlice: readonly CaptionSet[];
  /** Share of the files' bytes that is searched. */
  readonly searched: number;
}

/** Searches the texts of a pool, one search at a time, on the column workers. */
export interface CaptionSearch {
  /**
   * Goes on where an earlier search for the same text in the same files ended.
   *
   * @throws AbortError when it is cancelled, or a newer one starts
   */
  run(
    id: number,
    pool: MatchedPool,
    text: string,
    onProgress: (progress: SearchProgress) => void,
  ): Promise<SearchProgress>;
  cancel(id: number): void;
  foundIn(pool: MatchedPool, text: string): FoundCaptions;
}

interface Search {
  readonly files: MatchedPool["files"];
  readonly text: string;
  readonly bySlice: CaptionSet[];
  searchedBytes: number;
  found: number;
}

const NOTHING: FoundCaptions = { bySlice: [], searched: 0 };

export function createCaptionSearch(columns: ColumnShares): CaptionSearch {
  let last: Search | null = null;
  let running: { readonly id: number; readonly controller: AbortController } | null = null;

  function searchOf({ files }: MatchedPool, text: string): Search | null {
    return last?.files === files && last.text === text ? last : null;
  }

  return {
    async run(id, pool, text, onProgress) {
      running?.controller.abort();
      const controller = new AbortController();
      running = { id, controller };
      const { files, slices } = pool;
      const search = searchOf(pool, text) ?? {
        files,
        text,
        bySlice: [],
        searchedBytes: 0,
        found: 0,
      };
      last = search;
      const total = bytesOf(slices);
      const progress = () => ({
        searched: shareOf(search.searchedBytes, total),
        found: search.found,
      });
      onProgress(progress());
      const rest = slices.slice(search.bySlice.length);
      await columns.search(rest, files, text, controller.signal, (found, i) => {
        search.bySlice.push(share({ found }).found);
        search.searchedBytes += rest[i].end - rest[i].start;
        search.found += sizeOf(found);
        onProgress(progress());
      });
      return progress();
    },

    cancel(id) {
      if (running?.id === id) running.controller.abort();
    },

    foundIn(pool, text) {
      const search = searchOf(pool, text);
      if (search === null) return NOTHING;
      const { bySlice, searchedBytes } = search;
      return { bySlice, searched: shareOf(searchedBytes, bytesOf(pool.slices)) };
    },
  };
}

function bytesOf(slices: MatchedPool["slices"]): number {
  return slices.reduce((sum, { start, end }) => sum + end - start, 0);
}

function shareOf(bytes: number, total: number): number {
  return total === 0 ? 1 : bytes / total;
}
