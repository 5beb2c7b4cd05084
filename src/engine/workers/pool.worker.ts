import { expose, transfer } from "comlink";
import { type Balance, balance } from "../../core/balancing/balance.ts";
import { drawFor } from "../../core/balancing/draw.ts";
import { type SortedTau, sortByTau } from "../../core/balancing/keptAt.ts";
import { captionChance, entryProbability } from "../../core/balancing/probability.ts";
import { criticalThresholds } from "../../core/balancing/tau.ts";
import { countBelow } from "../../core/counting/distribution.ts";
import { placesApart, placesOf } from "../../core/matching/locate.ts";
import { entryOf, type Metadata } from "../../core/metadata/metadata.ts";
import { captionKey } from "../../formats/jsonl/fields.ts";
import { type PartialCounts, type SliceColumns, transferablesOf } from "../slice.ts";
import type {
  Explanation,
  FileSummary,
  MatchedEntry,
  PreviewCaption,
  PreviewPage,
  PreviewTab,
  Reject,
} from "../types.ts";
import { type ExportRequest, type ExportResult, exportBalanced } from "./exportBalanced.ts";
import { type CaptionPlace, lineKey, PoolColumns, type PoolFile } from "./poolColumns.ts";

/** What a commit makes of the staged slices. */
export interface CommittedPool {
  readonly files: FileSummary[];
  readonly rejects: Reject[];
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly entryCounts: Uint32Array;
}

/** A whole load: its slices were staged before. */
export interface Commit {
  readonly mode: "replace" | "add";
  readonly files: readonly PoolFile[];
  readonly partialCounts: readonly PartialCounts[];
  readonly metadata: Metadata;
}

let columns = new PoolColumns([], []);
let metadata: Metadata;
let entryCounts = new Uint32Array(0);
let sorted: SortedTau = { tau: new Float64Array(0), matches: new Float64Array(1) };
let seed = 0;
let staged: SliceColumns[] = [];
let exporting: AbortController | null = null;

function entriesOf({ slice, at }: CaptionPlace): MatchedEntry[] {
  const ids = slice.entryIds.subarray(slice.matchStart[at], slice.matchStart[at + 1]);
  return Array.from(ids, (id) => ({ id, entry: entryOf(metadata, id), count: entryCounts[id] }));
}

async function recordOf({ slice, at }: CaptionPlace): Promise<Record<string, unknown>> {
  const { file } = columns.files[slice.file];
  const start = slice.lineOffsets[at];
  return JSON.parse(await file.slice(start, start + slice.lineLengths[at]).text());
}

function textIn(record: Record<string, unknown>, { slice }: CaptionPlace): string {
  return record[columns.files[slice.file].captionField] as string;
}

function placeName({ slice, at }: CaptionPlace): { file: string; line: number } {
  return {
    file: columns.files[slice.file].file.name,
    line: slice.firstLine + slice.lineNumbers[at],
  };
}

async function previewOf(index: number, t: number): Promise<PreviewCaption> {
  const place = columns.place(index);
  const entries = entriesOf(place);
  const text = textIn(await recordOf(place), place);
  const places = placesOf(
    text,
    entries.map(({ entry }) => entry),
  );
  return {
    index,
    ...placeName(place),
    text,
    tau: place.slice.tau[place.at],
    chance: captionChance(
      entries.map(({ count }) => count),
      t,
    ),
    entries,
    highlights: placesApart(places).map(({ start, end, entry }) => ({
      start,
      end,
      entryId: entries[entry].id,
    })),
  };
}

/** Positions of captions whose tau passes, in pool order, from one position on. */
function captionsWhere(passes: (tau: number) => boolean, from: number, limit: number): number[] {
  const found: number[] = [];
  for (const slice of columns.slices) {
    const { tau, firstCaption } = slice;
    for (let at = Math.max(0, from - firstCaption); at < tau.length; at++) {
      if (!passes(tau[at])) continue;
      found.push(firstCaption + at);
      if (found.length === limit) return found;
    }
  }
  return found;
}

/** Positions of the captions whose tau is nearest t in the logarithm, nearest first. */
function captionsAtEdge(t: number, limit: number): number[] {
  const middle = countBelow(sorted.tau, t);
  const low = sorted.tau[Math.max(0, middle - limit)] ?? 0;
  const high = sorted.tau[Math.min(sorted.tau.length - 1, middle + limit)] ?? 0;
  const distance = (caption: number) => {
    const { slice, at } = columns.place(caption);
    return Math.abs(Math.log(slice.tau[at] / t));
  };
  return captionsWhere((tau) => tau >= low && tau <= high, 0, limit * 4)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, limit);
}

function captionsOf(tab: PreviewTab, t: number, from: number, limit: number): number[] {
  switch (tab) {
    case "kept":
      return captionsWhere((tau) => tau < t, from, limit);
    case "dropped":
      return captionsWhere((tau) => tau >= t && tau < Number.POSITIVE_INFINITY, from, limit);
    case "unmatched":
      return captionsWhere((tau) => tau === Number.POSITIVE_INFINITY, from, limit);
    case "edge":
      return captionsAtEdge(t, limit);
  }
}

const api = {
  /** Puts a slice aside until {@link commit}; the pool stays as it is. */
  stage(slice: SliceColumns): void {
    staged.push(slice);
  },

  /** Forgets staged slices. */
  discard(): void {
    staged = [];
  },

  /** Makes the staged slices part of the pool, or the whole pool. Tau waits for {@link draw}. */
  commit(commit: Commit): CommittedPool {
    const add = commit.mode === "add";
    const before = add ? columns.files.length : 0;
    const moved = staged.map((slice) => ({ ...slice, file: slice.file + before }));
    staged = [];
    columns = new PoolColumns(
      [...(add ? columns.files : []), ...commit.files],
      [...(add ? columns.slices : []), ...moved],
    );
    metadata = commit.metadata;
    const entries = metadata.entries.starts.length - 1;
    entryCounts = add ? entryCounts : new Uint32Array(entries);
    for (const partial of commit.partialCounts) {
      partial.entryIds.forEach((id, i) => {
        entryCounts[id] += partial.counts[i];
      });
    }
    const files = columns.summaries();
    return {
      files,
      rejects: columns.rejects(),
      captions: columns.captions,
      matchedCaptions: files.reduce((n, file) => n + file.matchedCaptions, 0),
      entryCounts,
    };
  },

  /** Draws anew for a seed: sets every tau. */
  draw(newSeed: number): SortedTau {
    seed = newSeed;
    for (const slice of columns.slices) {
      slice.tau = criticalThresholds(slice, entryCounts, metadata.lanes, seed);
    }
    sorted = sortByTau(columns.slices);
    return sorted;
  },

  /** What balancing at t gives, in full. */
  balance(t: number): Balance {
    const result = balance(columns.slices, entryCounts, t);
    return transfer(result, transferablesOf(result, result.keptByMatches));
  },

  /** Some captions of one kind at t. */
  async preview(tab: PreviewTab, t: number, from: number, limit: number): Promise<PreviewPage> {
    const found = captionsOf(tab, t, from, limit);
    const captions = await Promise.all(found.map((caption) => previewOf(caption, t)));
    const last = found.at(-1);
    const more = tab !== "edge" && found.length === limit && last !== undefined;
    return { captions, next: more ? last + 1 : null };
  },

  /** Why one caption is kept or dropped at t. */
  async explain(index: number, t: number): Promise<Explanation> {
    const place = columns.place(index);
    const { slice, at } = place;
    const record = await recordOf(place);
    const name = placeName(place);
    const draw = drawFor(seed);
    const entries = entriesOf(place);
    return {
      index,
      ...name,
      text: textIn(record, place),
      key: captionKey(record) ?? lineKey(name.file, name.line),
      seed,
      t,
      tau: slice.tau[at],
      chance: captionChance(
        entries.map(({ count }) => count),
        t,
      ),
      kept: slice.tau[at] < t,
      entries: entries.map((matched) => ({
        ...matched,
        probability: entryProbability(matched.count, t),
        draw: draw(slice.keyLanes, at, metadata.lanes, matched.id),
      })),
    };
  },

  /** Writes the balanced subset; see {@link exportBalanced}. */
  async exportBalanced(
    request: ExportRequest,
    onProgress: (bytesRead: number) => void,
  ): Promise<ExportResult> {
    exporting = new AbortController();
    try {
      const pool = { columns, metadata, entryCounts, seed };
      return await exportBalanced(pool, request, onProgress, exporting.signal);
    } finally {
      exporting = null;
    }
  },

  cancelExport(): void {
    exporting?.abort();
  },
};

expose(api);

export type PoolWorkerApi = typeof api;
