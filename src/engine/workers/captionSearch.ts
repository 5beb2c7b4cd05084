import { share } from "../memory.ts";
import type { SearchProgress } from "../types.ts";
import { type CaptionSet, emptySet, sizeOf } from "./captionSet.ts";
import type { ColumnShares } from "./columnShares.ts";
import type { MatchedPool, PoolSlice } from "./matchedPool.ts";

/** What a search for a text has found so far: in the first captions of a pool. */
export interface FoundCaptions {
  /** By slice, as far as they are searched; the last may be searched in part. */
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
  /** Sets are replaced when more is found, never changed. */
  readonly bySlice: CaptionSet[];
  parts: number;
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
        parts: 0,
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
      const rest = slices.flatMap(partsOf).slice(search.parts);
      await columns.search(rest, files, text, controller.signal, (found, i) => {
        const { slice, captions, first, start, end } = rest[i];
        const set = search.bySlice[slice]?.slice() ?? emptySet(captions);
        set.set(found, first >>> 5);
        search.bySlice[slice] = share({ set }).set;
        search.parts++;
        search.searchedBytes += end - start;
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

/** Captions that are searched at once, a multiple of 32: the first hits come soon. */
const PART_CAPTIONS = 2 ** 12;

/** A slice in parts, of which the last goes to its end. */
function partsOf({ file, start, end, captionField, lineStarts }: PoolSlice, slice: number) {
  const captions = lineStarts.length;
  const startOf = (caption: number) => (caption === 0 ? start : start + lineStarts[caption]);
  return Array.from({ length: Math.ceil(captions / PART_CAPTIONS) || 1 }, (_, part) => {
    const first = part * PART_CAPTIONS;
    const next = first + PART_CAPTIONS;
    const partStart = startOf(first);
    const starts = lineStarts.subarray(first, next).map((at) => at - (partStart - start));
    const partEnd = next < captions ? startOf(next) : end;
    return {
      slice,
      captions,
      first,
      file,
      captionField,
      start: partStart,
      end: partEnd,
      lineStarts: starts,
    };
  });
}

function bytesOf(slices: MatchedPool["slices"]): number {
  return slices.reduce((sum, { start, end }) => sum + end - start, 0);
}

function shareOf(bytes: number, total: number): number {
  return total === 0 ? 1 : bytes / total;
}
