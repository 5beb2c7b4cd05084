/** What the page and the engine tell each other. Plain data: all of it can be cloned. */

import type { Balance } from "../core/balancing/balance.ts";
import type { ExpectedKeptGrid } from "../core/balancing/expectedKept.ts";
import type { KeptByThreshold } from "../core/balancing/keptAt.ts";
import type { PackedText } from "../core/text/packedText.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import type { FileSample } from "../formats/manifest.ts";

export type { FileSample, RejectReason };

/** A line that gave no caption. Lines are counted from 1. */
export interface Reject {
  readonly line: number;
  readonly reason: RejectReason;
}

/**
 * One loaded file. `lines` = `captions` + `rejected`; blank lines and those that were not taken are
 * counted apart.
 */
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
  /** The first rejected lines, in order. */
  readonly rejects: readonly Reject[];
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly matches: number;
  /** Absent when all of the file was taken. */
  readonly sample?: FileSample;
}

/** Entries of a metadata list that come from one source: from id `first` on, up to those of the next. */
export interface EntrySource {
  readonly name: string;
  readonly first: number;
}

/** The metadata in use. */
export interface MetadataSummary {
  readonly name: string;
  /** True for the list that comes with Headtail. */
  readonly isDefault: boolean;
  /** SHA-256 of the entries as a JSON array without white space, in hex. */
  readonly sha256: string;
  /** Entries in use: unique and not empty. */
  readonly entries: number;
  readonly duplicates: number;
  readonly empty: number;
  /** Entries that no caption can match, since only captions are spaced. */
  readonly unmatchable: number;
  /** In order, the first from id 0 on; none where the list does not tell. */
  readonly sources: readonly EntrySource[];
}

/** The pool that a balanced subset was taken from, as its manifest tells. */
export interface SourcePool {
  /** File name of the manifest. */
  readonly manifest: string;
  readonly captions: number;
  readonly captionsKept: number;
  /** The threshold it was taken at: above it, captions that would be kept are missing. */
  readonly t: number;
}

/** A matched pool: everything the page knows of it without asking again. */
export interface Pool {
  /** Differs for every pool that has been shown, and for every draw of it. */
  readonly id: number;
  readonly isDemo: boolean;
  readonly metadata: MetadataSummary;
  readonly files: readonly FileSummary[];
  readonly captions: number;
  readonly matchedCaptions: number;
  /** The metadata's entries, by id. */
  readonly entries: PackedText;
  /** By entry id: 1 when no caption can match it. */
  readonly unmatchable: Uint8Array;
  /** Matches by entry id: of this pool, or of `source` where there is one. */
  readonly entryCounts: Uint32Array;
  /** Set when the pool is a balanced subset loaded with its manifest. */
  readonly source: SourcePool | null;
  readonly seed: number;
  /** Of this draw. */
  readonly kept: KeptByThreshold;
}

/** How far a load is. */
export interface LoadProgress {
  readonly stage: "metadata" | "match" | "finish";
  /** Share of the stage done, 0 to 1. */
  readonly share: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly lines: number;
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly rejected: number;
}

/** What the user dropped or picked, and what to do with it. */
export interface LoadRequest {
  readonly files: readonly File[];
  /** Whether the caption files take the place of the pool's or join them. */
  readonly mode: "replace" | "add";
}

/**
 * What a load takes, for all that is known before it: reckoned from sizes and from the lines in some
 * places of the files.
 */
export interface LoadEstimate {
  /** Names of the caption files. */
  readonly files: readonly string[];
  readonly captions: number;
  /** Memory that the tab needs with all of them, and that it should take at most. */
  readonly bytes: number;
  readonly limitBytes: number;
  /** What would fit; null when nothing does beside what is loaded. */
  readonly fits: { readonly first: number; readonly oneIn: number } | null;
}

/** How much of the caption files is taken: about the first captions, or about one line in so many. */
export type Sampling = "all" | { readonly first: number } | { readonly oneIn: number };

export interface LoadOptions extends JobOptions<LoadProgress> {
  /**
   * Asked before captions are read, when those of the request need more memory than there should
   * be; without it, all is taken.
   */
  readonly onTooLarge?: (estimate: LoadEstimate) => Promise<Sampling>;
}

/** What a manifest asks the page to set. */
export interface Recipe {
  readonly seed: number;
  readonly t: number;
  readonly p: number;
  /** Which of t and p the user had fixed. */
  readonly fixed: "t" | "p";
}

export interface LoadResult {
  readonly pool: Pool;
  /** One sentence for each file that could not be used, or used only in part. */
  readonly problems: readonly string[];
  /** From a manifest among the files. */
  readonly recipe: Recipe | null;
}

/** A job that can be watched and cancelled. */
export interface JobOptions<Progress> {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
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

export interface PreviewQuery {
  readonly tab: PreviewTab;
  readonly t: number;
  /** Position in the pool to go on from. */
  readonly from: number;
  readonly limit: number;
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

/** What entries are sorted by. */
export type EntrySort =
  | "entry"
  | "matches"
  | "capped"
  | "balanced"
  | "share"
  | "kept-share"
  | "source"
  | "status";

/** What an entry is at t; "none" has no match in this data, "unmatchable" can have none. */
export type EntryStatus = "head" | "tail" | "none" | "unmatchable";

/** Matches of one file in one count band; an entry's band is that of its count in the pool. */
export interface BandOfFile {
  /** Position of the band. */
  readonly band: number;
  readonly file: number;
  readonly entries: number;
  readonly matches: number;
}

/** A question to the tables of the pool, which are listed in duckdb/schema.ts. */
export interface SqlRequest {
  /** One statement that reads. */
  readonly statement: string;
  /** What the columns that hang on t are of. */
  readonly balance: Pick<Balance, "t" | "balancedCounts">;
  /** The first rows of an answer that are given; the others are not. */
  readonly mostRows: number;
}

/** What is done before a statement can run. */
export type SqlStage = "opening" | "entries" | "captions" | "running";

export interface SqlOptions {
  /** Stops the statement: whatever it does, it ends soon, and the page waits no longer. */
  readonly signal: AbortSignal;
  readonly onStage: (stage: SqlStage) => void;
  /** Asked before a table of many captions is built; nothing is when it gives false. */
  readonly onManyCaptions: (captions: number, bytes: number) => Promise<boolean>;
}

export type SqlCell = string | number | bigint | boolean | null;

export interface SqlColumn {
  readonly name: string;
  readonly isNumber: boolean;
}

/** Rows in order; every row has as many cells as there are columns. */
export interface SqlRows {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly SqlCell[])[];
}

export interface SqlResult extends SqlRows {
  /** Whether there are more rows. */
  readonly isCut: boolean;
  /** From the start of the statement to its last row; what was built before is not counted. */
  readonly milliseconds: number;
  /** The threshold of the columns that hang on it. */
  readonly t: number;
  /** Whether the statement reads the captions. */
  readonly readsCaptions: boolean;
}

/** Why a statement has no result: in a sentence, and where in it, both counted from 1. */
export interface SqlProblem {
  readonly problem: string;
  readonly place: { readonly line: number; readonly column: number } | null;
}

export type SqlAnswer = SqlResult | SqlProblem;

export interface ExportRequest {
  readonly t: number;
  readonly p: number;
  readonly fixed: "t" | "p";
  /** Adds tau, chance and matched_entries to every record. */
  readonly withColumns: boolean;
  /** Where the three files are written. */
  readonly directory: FileSystemDirectoryHandle;
  /** File names without extension: `${baseName}.jsonl` and so on. */
  readonly baseName: string;
}

export interface ExportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface ExportResult {
  readonly captionsKept: number;
  /** Names of the files written: the subset, the manifest, the entry counts. */
  readonly files: readonly string[];
}

/** Everything the page asks of the workers behind it. One pool at a time. */
export interface Engine {
  /** The default metadata and the demo pool. */
  loadDemo(seed: number, options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /**
   * Reads what was dropped or picked: caption files, a metadata list, a manifest, told apart by
   * content. Resolves when all of it is matched and drawn. Until then, and after an error or a
   * cancel, the previous pool stays whole.
   *
   * @throws InputError when nothing of it can be used; AbortError when cancelled
   */
  load(request: LoadRequest, options: LoadOptions): Promise<LoadResult>;

  /** Matches the pool's files anew with a metadata list of the user's, or the default one. */
  changeMetadata(list: File | "default", options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /** Reads a file of the pool anew, its captions in another field. */
  changeCaptionField(
    file: number,
    field: string,
    options: JobOptions<LoadProgress>,
  ): Promise<LoadResult>;

  /** Draws anew: the same pool with the tau of another seed. */
  draw(seed: number): Promise<Pool>;

  /**
   * What balancing at t gives, in full. While one t is computed, of others only the newest waits.
   *
   * @throws AbortError when a newer t took its place
   */
  balance(t: number): Promise<Balance>;
  /** Captions expected to be kept at any t, estimated: for while t moves. */
  expectedKept(): Promise<ExpectedKeptGrid>;
  preview(query: PreviewQuery): Promise<PreviewPage>;
  explain(index: number, t: number): Promise<Explanation>;

  /**
   * Ids of the entries that hold a text, in any case and in any order. Answered by DuckDB. While
   * one search runs, of others only the newest waits.
   *
   * @throws AbortError when a newer search took its place
   */
  searchEntries(text: string): Promise<Uint32Array>;
  /** By entry id its place among all in the order of their bytes, from 1. Answered by DuckDB. */
  entryPlaces(): Promise<Uint32Array>;
  /**
   * Matches of one file by entry id. Answered by DuckDB.
   *
   * @param file position in the pool
   */
  matchesOfFile(file: number): Promise<Uint32Array>;
  /** Answered by DuckDB. @param edges ascending; band i is [edges[i], edges[i + 1]) */
  bandsByFile(edges: readonly number[]): Promise<BandOfFile[]>;

  /** Asks the tables of the pool; see {@link SqlRequest}. One statement at a time. */
  sql(request: SqlRequest, options: SqlOptions): Promise<SqlAnswer>;
  /**
   * The texts of some captions, read back from their files.
   *
   * @param indexes positions in the pool
   */
  captionTexts(indexes: readonly number[]): Promise<string[]>;

  /** Writes the balanced subset, its manifest and the entry counts; see docs/formats.md. */
  exportBalanced(
    request: ExportRequest,
    options: JobOptions<ExportProgress>,
  ): Promise<ExportResult>;
}
