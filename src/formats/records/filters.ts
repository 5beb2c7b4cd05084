/** Which captions are counted at all. A filter that is null is off. */
export interface RecordFilters {
  /** What the columns of its record must say, as parseCondition in condition.ts reads it. */
  readonly condition: string | null;
  readonly length: LengthRange | null;
  /** ISO 639-1 codes; other spellings are read as languageCode in language.ts reads them. */
  readonly languages: readonly string[] | null;
  /** What two captions share when the second is a duplicate. Nothing is normalised. */
  readonly duplicates: "text" | "text-and-url" | null;
}

/** How long a caption may be, both ends included. */
export interface LengthRange {
  readonly from: number;
  /** null for no limit. */
  readonly to: number | null;
  /**
   * Characters are Unicode code points. Words are runs of characters other than white space, so in
   * scripts without spaces, such as Chinese, Japanese or Thai, they mean nothing.
   */
  readonly unit: "characters" | "words";
}

/** In the order in which they are asked. */
export type FilterName = "condition" | "length" | "language" | "duplicates";

/** Every filter off: all captions pass. */
export const NO_FILTERS: RecordFilters = {
  condition: null,
  length: null,
  languages: null,
  duplicates: null,
};

/** Whether all captions pass. */
export function areOff(filters: RecordFilters): boolean {
  return Object.values(filters).every((filter) => filter === null);
}

/** Of a file that no filter stops anything of. */
export const NONE_FILTERED: Readonly<Record<FilterName, number>> = {
  condition: 0,
  length: 0,
  language: 0,
  duplicates: 0,
};
