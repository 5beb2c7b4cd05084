import { transfer } from "comlink";
import type { CaptionMatches } from "../../core/matching/captionMatches.ts";
import { createMatcher, type Matcher } from "../../core/matching/matcher.ts";
import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { captionReader } from "../../formats/jsonl/captionReader.ts";
import { isBlank, readLines } from "../../formats/jsonl/lines.ts";
import { sliceInOneBuffer, transferablesOf } from "../memory.ts";
import type { NamedBlob, SliceColumns, SliceRange } from "../slice.ts";
import { collectCaptions } from "./captionColumns.ts";
import { fileSource } from "./fileSource.ts";

/** What a match worker does. */
export function createMatchApi() {
  let matcher: Matcher;

  return {
    /**
     * Starts a load.
     *
     * @param index the metadata to match against; null for the one before
     */
    begin(index: MetadataIndex | null): void {
      if (index !== null) matcher = createMatcher(index);
    },

    /**
     * Reads and matches the lines that start in a slice.
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
          if (reason !== null) return collector.addReject(reason);
          collector.addCaption(reader.text, reader.key, offset - range.start);
        },
        onTooLong: () => collector.addReject("too-long"),
      });
      const { texts, columns } = collector.finish();
      const matches = matcher.match(texts);
      const matchedCaptions = countMatchedCaptions(matches);
      const slice = sliceInOneBuffer({ ...range, ...columns, ...matches, matchedCaptions });
      return transfer(slice, transferablesOf(slice));
    },
  };
}

function countMatchedCaptions({ matchStart }: CaptionMatches): number {
  let matched = 0;
  for (let i = 1; i < matchStart.length; i++) if (matchStart[i] > matchStart[i - 1]) matched++;
  return matched;
}

export type MatchApi = ReturnType<typeof createMatchApi>;
