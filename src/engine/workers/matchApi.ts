import { transfer } from "comlink";
import { addEntryCounts } from "../../core/counting/entryCounts.ts";
import type { CaptionMatches } from "../../core/matching/captionMatches.ts";
import { createMatcher, type Matcher } from "../../core/matching/matcher.ts";
import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { captionReader } from "../../formats/jsonl/captionReader.ts";
import { isBlank, readLines } from "../../formats/jsonl/lines.ts";
import { transferablesOf } from "../memory.ts";
import type { NamedBlob, PartialCounts, SliceColumns, SliceRange } from "../slice.ts";
import { collectCaptions } from "./captionColumns.ts";
import { fileSource } from "./fileSource.ts";

/** What a match worker does. */
export function createMatchApi() {
  let matcher: Matcher;
  let counts = new Uint32Array(0);
  let countedFile = 0;
  let partialCounts: PartialCounts[] = [];

  function closeCounts(): void {
    const entryIds: number[] = [];
    for (let id = 0; id < counts.length; id++) if (counts[id] > 0) entryIds.push(id);
    if (entryIds.length === 0) return;
    partialCounts.push({
      file: countedFile,
      entryIds: Uint32Array.from(entryIds),
      counts: Uint32Array.from(entryIds, (id) => counts[id]),
    });
    counts.fill(0);
  }

  return {
    /**
     * Starts a load: counts are empty again.
     *
     * @param index the metadata to match against; null for the one before
     */
    begin(index: MetadataIndex | null): void {
      if (index !== null) {
        matcher = createMatcher(index);
        counts = new Uint32Array(index.entries);
      }
      counts.fill(0);
      partialCounts = [];
    },

    /**
     * Reads, matches and counts the lines that start in a slice.
     *
     * @throws InputError when the file cannot be read
     */
    async matchSlice(file: NamedBlob, range: SliceRange): Promise<SliceColumns> {
      const reader = captionReader(range.captionField);
      const collector = collectCaptions();
      await readLines(fileSource(file), range.start, range.end, {
        onLine(bytes, start, end, offset) {
          if (isBlank(bytes, start, end)) return collector.addBlank();
          const reason = reader.read(bytes, start, end);
          if (reason === null) collector.addCaption(reader.text, reader.key, offset, end - start);
          else collector.addReject(reason);
        },
        onTooLong: () => collector.addReject("too-long"),
      });
      const { texts, columns } = collector.finish();
      const matches = matcher.match(texts);
      if (range.file !== countedFile) {
        closeCounts();
        countedFile = range.file;
      }
      addEntryCounts(counts, matches.entryIds);
      const slice = {
        ...range,
        ...columns,
        ...matches,
        matchedCaptions: countMatchedCaptions(matches),
      };
      return transfer(slice, transferablesOf(slice));
    },

    /** Entry counts of all slices since {@link begin}, by file. */
    takeCounts(): PartialCounts[] {
      closeCounts();
      return transfer(partialCounts, transferablesOf(...partialCounts));
    },
  };
}

function countMatchedCaptions({ matchStart }: CaptionMatches): number {
  let matched = 0;
  for (let i = 1; i < matchStart.length; i++) if (matchStart[i] > matchStart[i - 1]) matched++;
  return matched;
}

export type MatchApi = ReturnType<typeof createMatchApi>;
