/** What the page and the engine tell each other. Plain data: all of it can be cloned. */

import type { Balance } from "../core/balancing/balance.ts";
import type { Comparison } from "../core/balancing/compare.ts";
import type { ExpectedKeptGrid } from "../core/balancing/expectedKept.ts";
import type { KeptByThreshold } from "../core/balancing/keptAt.ts";
import type { CapReport } from "../core/balancing/variants/cappedBalanced.ts";
import type { Distribution } from "../core/counting/distribution.ts";
import type { NearMissReason } from "../core/matching/nearMisses.ts";
import type { PackedText } from "../core/text/packedText.ts";
import type { RecordImage } from "../formats/images.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import type { FileSample } from "../formats/manifest.ts";
import type { ParquetColumn } from "../formats/parquet/parquetShape.ts";
import type { FilterName as RecordFilterName, RecordFilters } from "../formats/records/filters.ts";
import type { ColumnMapping } from "../formats/records/mapping.ts";
import type { BadReason } from "../formats/records/record.ts";
import type {
  AskColumns,
  AskUnpacking,
  FileLook,
  FilterCounts as Filtered,
  LargeText,
  Origin,
} from "./origin.ts";
import type { Lacking, SavedPool } from "./saved/savedPool.ts";
import type { OnRows, RemoteFile, TableLook, TableTake } from "./workers/remoteTable.ts";

export type {
  CapReport,
  ColumnMapping,
  FileLook,
  FileSample,
  Filtered,
  Lacking,
  LargeText,
  NearMissReason,
  ParquetColumn,
  RecordFilterName,
  RecordFilters,
  RecordImage,
  SavedPool,
  TableLook,
  TableTake,
};

/** Why a line or a record gave no caption. */
export type Rejected = RejectReason | BadReason;

/** A line or record that gave no caption. They are counted from 1. */
export interface Reject {
  readonly line: number;
  readonly reason: Rejected;
}

/** How a file is read that is more than lines with a caption field. */
export type FileOrigin = Pick<Origin, "packing" | "shape" | "mapping" | "filtered"> & {
  /** Whether the file can be read again: it cannot where only its text was brought back. */
  readonly isThere: boolean;
};

/**
 * One loaded file. `lines` = `captions` + `rejected` + those that filters stopped; blank lines and
 * those that were not taken are counted apart. Of a file in another format, lines are its records.
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
  /** Absent for lines with a caption field. */
  readonly origin?: FileOrigin;
  /** Absent when all of the file was taken. */
  readonly sample?: FileSample;
  /**
   * Set when the pool was brought back without the file's text: it can be had by the user's leave, or
   * only from the file chosen again.
   */
  readonly lacking?: Lacking;
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
  /** The same array for every draw of the same captions. */
  readonly files: readonly FileSummary[];
  readonly captions: number;
  readonly matchedCaptions: number;
  /** What captions must pass to be counted. */
  readonly filters: RecordFilters;
  /** The metadata's entries, by id. */
  readonly entries: PackedText;
  /** By entry id: 1 when no caption can match it. */
  readonly unmatchable: Uint8Array;
  /** Matches by entry id: of this pool, or of `source` where there is one. */
  readonly entryCounts: Uint32Array;
  /** Of `entryCounts`. */
  readonly distribution: Distribution;
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
   * Asked about every file that is more than lines with a caption field; without it, what its columns
   * seem to be is taken.
   */
  readonly askColumns?: AskColumns;
  /** Asked about a file that unpacks to far more than files do; without it, all is unpacked. */
  readonly askUnpacking?: AskUnpacking;
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

/** Where an entry stands in a text: UTF-16 offsets; one may lie in another or overlap it. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly entryId: number;
}

/** An entry that a text seems to hold, from `start` to `end` in UTF-16 offsets, and why it does not match. */
export interface NearMissedEntry extends MatchedEntry {
  readonly start: number;
  readonly end: number;
  readonly reasons: readonly NearMissReason[];
}

/** What a text of the user's own matches. */
export interface TextMatch {
  readonly text: string;
  readonly entries: readonly MatchedEntry[];
  readonly highlights: readonly Highlight[];
  readonly nearMisses: readonly NearMissedEntry[];
}

export type PreviewTab = "kept" | "dropped" | "edge" | "unmatched";

/** From `from` up to `to`, both included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** Which captions are looked at; a caption must pass all of them. */
export interface CaptionFilters {
  /** Part of the caption, any case; empty for any. Passed as far as {@link Engine.search} has come. */
  readonly text: string;
  /** Entries that it holds: all of them, or any; none asks for nothing. */
  readonly entries: readonly string[];
  readonly hold: "all" | "any";
  /** Position of its file; null for any. */
  readonly file: number | null;
  /** Its matched entries; null for any number. */
  readonly matches: NumberRange | null;
  /** Its exact chance of being kept at t; null for any. */
  readonly chance: NumberRange | null;
  /** It holds an entry with so many matches in the pool; null for any. */
  readonly counts: NumberRange | null;
}

export type FilterName = "text" | "entries" | "file" | "matches" | "chance" | "counts";

/** Captions by what happens to them. */
export interface KindCounts {
  readonly kept: number;
  /** Matched, and not kept. */
  readonly dropped: number;
  readonly unmatched: number;
}

/** How many captions pass some filters. */
export interface FilterCounts extends KindCounts {
  /** For each filter in use: captions that pass all others, but not this one. */
  readonly without: Partial<Record<FilterName, KindCounts>>;
  /** Share of the files that is searched for the text, 0 to 1; 1 without a text. */
  readonly searched: number;
}

/** How far a search for a text is. */
export interface SearchProgress {
  /** Share of the files' bytes, from the first on, that is searched. */
  readonly searched: number;
  /** Captions found in them. */
  readonly found: number;
}

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
  /** Every place where an entry stands, by start, longer ones first. */
  readonly highlights: readonly Highlight[];
  /** What its record tells of an image; null for nothing. */
  readonly image: RecordImage | null;
}

export interface PreviewQuery {
  readonly tab: PreviewTab;
  readonly t: number;
  /** None when left out. */
  readonly filters?: CaptionFilters;
  /** Where to go on: 0, or `next` of the page before. */
  readonly from: number;
  readonly limit: number;
}

export interface PreviewPage {
  readonly captions: readonly PreviewCaption[];
  /** Where to go on, or null at the end. */
  readonly next: number | null;
}

/** A line that gave no caption, read back from its file. */
export interface RejectedLine extends Reject {
  /** Position of its file. */
  readonly file: number;
  /** How the line begins. */
  readonly beginning: string;
  readonly isCut: boolean;
}

export interface RejectedQuery {
  /** Position of the file; null for all. */
  readonly file: number | null;
  readonly from: number;
  readonly limit: number;
}

export interface RejectedPage {
  readonly lines: readonly RejectedLine[];
  readonly next: number | null;
}

/** An entry that would match a caption but for some reasons. */
export interface CaptionNearMiss extends MatchedEntry {
  /** What stands in the caption, with what stands against it. */
  readonly written: string;
  readonly reasons: readonly NearMissReason[];
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

/** A setting to be compared with that of the pool. */
export interface CompareQuery {
  readonly pinned: { readonly t: number; readonly seed: number };
  readonly t: number;
  /** Captions that leave, and that enter, to be named. */
  readonly most: number;
}

/** Entry counts from elsewhere. */
export interface OtherCounts {
  readonly name: string;
  /** By entry id; at least the matches here. */
  readonly entryCounts: Uint32Array;
  /** Entries of the file that are not in the metadata. */
  readonly unknown: number;
  /** Entries that match more often here than the file says. */
  readonly raised: number;
  /** Captions of the pool expected to be kept with these counts. */
  readonly expectedKept: ExpectedKeptGrid;
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

/** How the entry ids that the records of a file give compare with those that were found. */
export interface EntryIdsCheck {
  /** Captions whose records give any. */
  readonly captions: number;
  /** Those with exactly these ids. */
  readonly same: number;
  /** Position in the pool of the first with others; null where there is none. */
  readonly firstOther: number | null;
}

/** Which captions are kept: by the published rule, or by a variant to see beside it. */
export type Rule = "published" | "capped-balanced" | "one-entry";

/** What a variant keeps at t. */
export interface VariantOutcome {
  readonly balance: Balance;
  /** Of the capped variant: how near the head comes to t. */
  readonly cap: CapReport | null;
}

/** What captions are grouped by: their file, their length in characters, a field of their records. */
export type GroupColumn =
  | { readonly kind: "file" }
  | { readonly kind: "length" }
  | { readonly kind: "field"; readonly field: string; readonly type: RecordField["type"] };

/** A field of the records that captions can be grouped by. */
export interface RecordField {
  readonly field: string;
  readonly type: "text" | "number";
}

export interface KeptByGroupQuery {
  readonly column: GroupColumn;
  readonly rule: Rule;
  readonly t: number;
}

/** Captions that have something in common. */
export interface KeptGroup {
  readonly of: GroupName;
  readonly captions: number;
  /** Those with a match; the others are dropped before balancing. */
  readonly matched: number;
  /** As drawn. */
  readonly kept: number;
}

/** What the captions of a group have in common. */
export type GroupName =
  | { readonly kind: "file"; readonly file: number }
  /** From `from` to below `to`; null for no end. */
  | { readonly kind: "range"; readonly from: number; readonly to: number | null }
  | { readonly kind: "text"; readonly text: string }
  /** A text that few captions have. */
  | { readonly kind: "other" }
  /** No such field, or nothing in it. */
  | { readonly kind: "none" };

export interface CarriersQuery {
  /** Id of the entry whose kept captions are looked at. */
  readonly entry: number;
  readonly t: number;
  /** Most rows of tail entries, and of head entries. */
  readonly limit: number;
}

/** An entry that keeps captions of another one; see core/balancing/carriers.ts. */
export interface CarrierRow extends MatchedEntry {
  readonly decided: number;
  readonly passing: number;
}

/** Why the kept captions of an entry are kept, by the published rule. */
export interface CarriersPage {
  /** Its balanced count, as drawn. */
  readonly captions: number;
  /** Of them, those that hold a tail entry: they stay whatever is drawn. */
  readonly withTail: number;
  /** Captions that the entry itself decides. */
  readonly byItself: number;
  readonly tail: CarrierGroup;
  /** Without the entry itself. */
  readonly head: CarrierGroup;
}

/** The head or the tail entries that decide captions. */
export interface CarrierGroup {
  readonly entries: number;
  /** Captions that they decide. */
  readonly decided: number;
  /** Those that decide most. */
  readonly rows: readonly CarrierRow[];
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

/** What a subset is written as. */
export type SubsetShape =
  /** As it came: lines byte for byte, others with everything that is kept as it was. */
  | "same"
  | "jsonl"
  | "csv"
  | "tsv"
  | "parquet"
  /** A uid a line. */
  | "uids"
  /** What DataComp's resharder takes. */
  | "datacomp"
  | "img2dataset"
  /** Every matched caption with its chance and tau, for a loader that balances anew. */
  | "online";

/** What is written of the distribution beside manifest and entry counts. */
export type SideFileKind =
  | "card.md"
  | "card.html"
  | "entry_counts.csv"
  | "entry_counts.parquet"
  | "entry_count.npy"
  | "inverted_index.npy";

export interface ExportRequest {
  readonly t: number;
  readonly p: number;
  readonly fixed: "t" | "p";
  readonly shape: SubsetShape;
  /** Adds tau, chance and matched_entries to every record of JSONL, CSV or Parquet. */
  readonly withColumns: boolean;
  readonly sideFiles: readonly SideFileKind[];
  /** Where the files are written. */
  readonly directory: FileSystemDirectoryHandle;
  /** File names without extension: `${baseName}.jsonl` and so on. */
  readonly baseName: string;
}

/** How far the files are read. */
export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface ExportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface ExportResult {
  readonly captionsKept: number;
  /** Names of the files written: the subset, the manifest, the entry counts, the others. */
  readonly files: readonly string[];
}

/** A Parquet file that is elsewhere: the page gets its bytes. */
export interface RemoteTable extends RemoteFile {
  /** All bytes of [start, end), which lie within the file, in a buffer that is given away. */
  readonly read: (start: number, end: number) => Promise<ArrayBuffer>;
}

/** Everything the page asks of the workers behind it. One pool at a time. */
export interface Engine {
  /** Begins with what most first loads need, before it is known what the first load is. */
  getReady(): void;
  /** While t moves: what is done at rest, hashing and keeping files, waits and leaves it the cores. */
  postponeRest(): void;
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

  /**
   * What the footer of a Parquet file elsewhere tells.
   *
   * @throws InputError when it is none that can be read; what `read` throws; AbortError when cancelled
   */
  lookAtTable(table: RemoteTable, signal: AbortSignal): Promise<TableLook>;

  /**
   * Some columns of a Parquet file elsewhere as lines, each a JSON object. Only their bytes are read,
   * at most two ranges at a time.
   *
   * @returns the rows
   * @throws as `lookAtTable` does, after the parts before
   */
  tableText(
    table: RemoteTable,
    take: TableTake,
    options: { readonly signal: AbortSignal; readonly onRows: OnRows },
  ): Promise<number>;

  /** Matches the pool's files anew with a metadata list of the user's, or the default one. */
  changeMetadata(list: File | "default", options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /** Reads a file of the pool anew, its captions in another field. */
  changeCaptionField(
    file: number,
    field: string,
    options: JobOptions<LoadProgress>,
  ): Promise<LoadResult>;

  /**
   * What the first records of a file of the pool tell.
   *
   * @throws InputError when it cannot be read again
   */
  look(file: number): Promise<FileLook>;

  /**
   * Compares the entry ids that a file of MetaCLIP's matched captions gives with those that were found.
   *
   * @throws InputError when its text cannot be read
   */
  checkEntryIds(file: number): Promise<EntryIdsCheck>;

  /** Reads a file of the pool anew by other columns. */
  changeColumns(
    file: number,
    mapping: ColumnMapping,
    options: JobOptions<LoadProgress>,
  ): Promise<LoadResult>;

  /** Reads all files of the pool anew, and counts only captions that pass. */
  changeFilters(filters: RecordFilters, options: JobOptions<LoadProgress>): Promise<LoadResult>;

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
  /**
   * What a pinned setting keeps and what the pool's seed keeps at t. Newest wins.
   *
   * @throws AbortError when a newer query took its place
   */
  compare(query: CompareQuery): Promise<Comparison>;
  /**
   * The pool's captions with entry counts from elsewhere, such as those of a pool it is a sample of.
   *
   * @throws InputError when the file holds no counts of this metadata
   */
  countsFrom(file: File): Promise<OtherCounts>;
  /** Bytes of the lines kept at each whole t. */
  bytesByThreshold(): Promise<Float64Array>;
  /** Captions by their positions in the pool. */
  captionsAt(captions: readonly number[], t: number): Promise<PreviewCaption[]>;
  preview(query: PreviewQuery): Promise<PreviewPage>;
  explain(index: number, t: number): Promise<Explanation>;
  /** Matches a text of the user's own against the pool's metadata. */
  matchText(text: string): Promise<TextMatch>;

  /**
   * What a variant keeps at t. The capped one takes some rounds over all captions; where another t
   * is asked for meanwhile, they end.
   *
   * @throws AbortError when a newer t took its place
   */
  variant(rule: Exclude<Rule, "published">, t: number): Promise<VariantOutcome>;
  /** Fields of the first records that captions can be grouped by. */
  recordFields(): Promise<RecordField[]>;
  /**
   * Reads the files for a column to group by, which the pool then holds; at once where nothing is to
   * be read.
   *
   * @throws InputError when a file cannot be read; AbortError when cancelled
   */
  readColumn(column: GroupColumn, options: JobOptions<ReadProgress>): Promise<void>;
  /**
   * Captions kept by group, of a column that was read. Of each column, the newest wins.
   *
   * @throws AbortError when a newer one took its place
   */
  keptByGroup(query: KeptByGroupQuery): Promise<KeptGroup[]>;
  /** Newest wins. @throws AbortError when a newer one took its place */
  carriers(query: CarriersQuery): Promise<CarriersPage>;
  /** Entries that a caption nearly matches, in the order of the text. */
  nearMisses(index: number): Promise<CaptionNearMiss[]>;

  /**
   * How many captions pass filters, by what happens to them at t.
   *
   * @throws AbortError when newer filters or a newer t took its place
   */
  filterCounts(t: number, filters: CaptionFilters): Promise<FilterCounts>;
  /**
   * Looks for a text in all captions, in order. Previews and counts with it among their filters hold
   * what is found so far. What an earlier search for it found is still known; a newer search takes
   * its place.
   *
   * @returns how it ended; the last progress may be told after that
   * @throws AbortError when cancelled, or when a newer search took its place
   */
  search(text: string, options: JobOptions<SearchProgress>): Promise<SearchProgress>;
  /** Lines that gave no caption: of each file the first that {@link FileSummary.rejects} tells of. */
  rejectedLines(query: RejectedQuery): Promise<RejectedPage>;

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

  /**
   * Keeps the pool in this browser, so that {@link restore} brings it back without matching. Written
   * only while the engine is at rest; what was kept of it before is not written again.
   *
   * @throws InputError when it cannot be kept; AbortError when it is aborted, or another pool came
   */
  save(signal: AbortSignal): Promise<SavedPool>;

  /**
   * Brings a kept pool back, drawn for a seed. Where the browser does not give a file again, its
   * captions' texts are lacking, and nothing else.
   *
   * @throws InputError when it was kept by another version of Headtail, or is not whole
   */
  restore(saved: SavedPool, seed: number, options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /** Reads files that are lacking by their handles; the browser asks the user, so call it on a click. */
  allowAgain(options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /**
   * Takes files for those that are lacking. They are told by name, size and parts of their bytes.
   *
   * @throws InputError when none of them is one
   */
  chooseAgain(files: readonly File[], options: JobOptions<LoadProgress>): Promise<LoadResult>;

  /** Removes what was kept of all pools but these. */
  keepOnly(saved: readonly SavedPool[]): Promise<void>;
}
