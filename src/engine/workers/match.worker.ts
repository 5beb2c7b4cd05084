import { expose, transfer } from "comlink";
import { addEntryCounts } from "../../core/counting/entryCounts.ts";
import { createMatcher, type Matcher } from "../../core/matching/matcher.ts";
import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { isBlank, readLines } from "../../formats/jsonl/lines.ts";
import { recordScanner } from "../../formats/jsonl/scanRecord.ts";
import {
  type PartialCounts,
  type SliceColumns,
  type SliceRange,
  transferablesOf,
} from "../slice.ts";
import { CaptionColumns } from "./captionColumns.ts";
import { fileSource } from "./fileSource.ts";

/** One file of a load, as a match worker needs it. */
export interface MatchSource {
  readonly file: File;
  readonly captionField: string;
}

let matcher: Matcher;
let counts: Uint32Array;

const api = {
  /** Sets the metadata to match against, and starts counting anew. */
  setIndex(index: MetadataIndex): void {
    matcher = createMatcher(index);
    counts = new Uint32Array(index.entries);
  },

  /** Reads, matches and counts the lines that start in a slice. */
  async matchSlice({ file, captionField }: MatchSource, range: SliceRange): Promise<SliceColumns> {
    const scanner = recordScanner(captionField);
    const collected = new CaptionColumns();
    await readLines(fileSource(file), range.start, range.end, {
      onLine(bytes, start, end, offset) {
        if (isBlank(bytes, start, end)) return collected.addBlank();
        const reason = scanner.scan(bytes, start, end);
        if (reason === "ok") collected.addCaption(scanner, offset, end - start);
        else collected.addReject(reason);
      },
      onTooLong: () => collected.addReject("too-long"),
    });
    const { texts, columns } = collected.finish();
    const matches = matcher.match(texts);
    addEntryCounts(counts, matches.entryIds);
    const slice = { ...range, ...columns, ...matches };
    return transfer(slice, transferablesOf(slice));
  },

  /** The counts of all slices since the last call, which were of one file; starts anew. */
  takeCounts(file: number): PartialCounts {
    const entryIds: number[] = [];
    counts.forEach((count, id) => {
      if (count > 0) entryIds.push(id);
    });
    const partial = {
      file,
      entryIds: Uint32Array.from(entryIds),
      counts: Uint32Array.from(entryIds, (id) => counts[id]),
    };
    counts.fill(0);
    return transfer(partial, transferablesOf(partial));
  },
};

expose(api);

export type MatchWorkerApi = typeof api;
