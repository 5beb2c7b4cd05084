/** What the page and the workers tell each other. Plain data: all of it can be cloned. */

/** Why a line gave no caption. */
export type RejectReason = "not-json" | "not-object" | "no-text" | "not-utf8" | "too-long";

/** A line that gave no caption. Lines are counted from 1. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly reason: RejectReason;
}

/** One loaded file. `lines` = `captions` + `rejected`; blank lines are counted apart. */
export interface FileSummary {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The field captions are read from. */
  readonly captionField: string;
  /** Fields of the first records that hold strings, to choose from. */
  readonly textFields: readonly string[];
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly matches: number;
}

/** The metadata in use. */
export interface MetadataSummary {
  readonly name: string;
  /** True for the list that comes with Headtail. */
  readonly isDefault: boolean;
  /** Entries in use: unique and not empty. */
  readonly entries: number;
  readonly duplicates: number;
  readonly empty: number;
  /** Entries that no caption can match, since only captions are spaced. */
  readonly unmatchable: number;
}

/** A matched pool: everything the page knows of it without asking again. */
export interface Pool {
  /** Differs for every pool this page has shown. */
  readonly id: number;
  readonly isDemo: boolean;
  readonly metadata: MetadataSummary;
  readonly files: readonly FileSummary[];
  /** The first rejected lines, in order; `files` has their full number. */
  readonly rejects: readonly Reject[];
  readonly captions: number;
  readonly matchedCaptions: number;
  /** Matches by entry id. */
  readonly entryCounts: Uint32Array;
}

/** How far a load is. */
export interface LoadProgress {
  readonly stage: "metadata" | "match" | "finish";
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly lines: number;
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly rejected: number;
}

/** An entry that stands in a caption. */
export interface MatchedEntry {
  readonly id: number;
  readonly entry: string;
  /** Its matches in the pool. */
  readonly count: number;
}

/** Where an entry stands in a text: UTF-16 offsets, none overlapping another. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly entryId: number;
}

export type PreviewTab = "kept" | "dropped" | "edge" | "unmatched";

/** A caption as shown, its text read back from its file. */
export interface PreviewCaption {
  /** Position in the pool, from 0. */
  readonly index: number;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly tau: number;
  /** Exact chance of being kept at the t asked for. */
  readonly chance: number;
  readonly entries: readonly MatchedEntry[];
  readonly highlights: readonly Highlight[];
}

export interface PreviewPage {
  readonly captions: readonly PreviewCaption[];
  /** Position to go on from, or null at the end. */
  readonly next: number | null;
}

/** Why a caption is kept or dropped at t. */
export interface Explanation {
  readonly index: number;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** What the draw hangs on, besides seed and entry. */
  readonly key: string;
  readonly seed: number;
  readonly t: number;
  readonly tau: number;
  readonly chance: number;
  readonly kept: boolean;
  readonly entries: readonly (MatchedEntry & {
    /** min(1, t / count). */
    readonly probability: number;
    /** u in [0, 1); the entry keeps the caption when u < probability. */
    readonly draw: number;
  })[];
}

export interface EntriesQuery {
  /** Part of an entry, any case; empty for all. */
  readonly search: string;
  readonly sort: "matches" | "entry";
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface EntryRow {
  readonly id: number;
  readonly entry: string;
  readonly matches: number;
  readonly unmatchable: boolean;
}

export interface EntriesPage {
  readonly rows: readonly EntryRow[];
  /** Entries that fit the search. */
  readonly total: number;
}

/** Entries and matches of one count band in one file; `from` is the band's lower edge. */
export interface BandByFile {
  readonly from: number;
  readonly file: string;
  readonly entries: number;
  readonly matches: number;
}
