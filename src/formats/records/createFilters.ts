import { InputError } from "../inputError.ts";
import { conditionColumns, parseCondition } from "./condition.ts";
import { type SeenCaptions, seenCaptions } from "./duplicates.ts";
import { type FilterName, type LengthRange, NONE_FILTERED, type RecordFilters } from "./filters.ts";
import { LANGUAGES, languageCode, loadDetector } from "./language.ts";
import { countCharacters, countWords } from "./length.ts";
import type { SourceRecord } from "./record.ts";

/** The columns that filters read besides those of the condition, by exact name; null for none. */
export interface FilterColumns {
  /** Tells the language of a caption, which is then not detected. */
  readonly language: string | null;
  readonly url: string | null;
}

/** Filters captions, given in the order of their file, and counts those it stops. */
export interface CaptionFilter {
  /**
   * The first filter that stops a caption; null when it passes.
   *
   * @param text the caption, one of its record's
   * @throws InputError when there is no memory to find further duplicates
   */
  passes(record: SourceRecord, text: string): FilterName | null;
  /** Captions stopped so far, each under one filter. */
  readonly counts: Readonly<Record<FilterName, number>>;
}

/** Columns that filters read besides those of a mapping. */
export function filterColumns({ condition }: RecordFilters): string[] {
  return condition === null ? [] : conditionColumns(condition);
}

type Passes = (record: SourceRecord, text: string) => boolean;

/**
 * A filter of captions: condition, length, language, then duplicates. Duplicates come last, so that
 * only captions that pass the others are remembered; of those the first stays.
 *
 * When languages are chosen and a column tells them, a caption without a value there is stopped.
 * When captions with one text and one URL are duplicates, no URL counts as a URL like any other.
 *
 * @param columns of the file whose captions are filtered
 * @param seen captions of the files before, which those that pass are added to
 * @throws InputError when a filter cannot work as it is set
 */
export async function createFilters(
  filters: RecordFilters,
  columns: FilterColumns,
  seen: SeenCaptions = seenCaptions(),
): Promise<CaptionFilter> {
  const steps: (readonly [FilterName, Passes])[] = [];
  if (filters.condition !== null) {
    const condition = parseCondition(filters.condition);
    steps.push(["condition", (record) => condition.holds(record)]);
  }
  if (filters.length !== null) steps.push(["length", lengthStep(filters.length)]);
  if (filters.languages !== null) {
    steps.push(["language", await languageStep(filters.languages, columns.language)]);
  }
  if (filters.duplicates !== null) {
    steps.push(["duplicates", duplicatesStep(filters.duplicates, columns.url, seen)]);
  }
  const counts = { ...NONE_FILTERED };
  return {
    passes(record, text) {
      for (const [name, passes] of steps) {
        if (passes(record, text)) continue;
        counts[name]++;
        return name;
      }
      return null;
    },
    counts,
  };
}

function lengthStep({ from, to, unit }: LengthRange): Passes {
  for (const end of [from, to ?? from]) {
    if (Number.isSafeInteger(end) && end >= 0) continue;
    throw new InputError(
      `The length of a caption cannot be ${end} ${unit}. Give whole numbers from 0 on.`,
    );
  }
  if (to !== null && to < from) {
    throw new InputError(
      `No caption has at least ${from.toLocaleString("en")} and at most ${to.toLocaleString("en")} ${unit}. Exchange the two numbers.`,
    );
  }
  const count = unit === "words" ? countWords : countCharacters;
  const most = to ?? Number.POSITIVE_INFINITY;
  return (_, text) => {
    const length = count(text);
    return length >= from && length <= most;
  };
}

async function languageStep(languages: readonly string[], column: string | null): Promise<Passes> {
  if (languages.length === 0) {
    throw new InputError("No language is chosen. Choose one, or turn off the filter of languages.");
  }
  const chosen = new Set(languages.map(languageCode));
  if (column !== null) {
    return (record) => {
      const value = textIn(record, column);
      return value !== null && chosen.has(languageCode(value));
    };
  }
  const unknown = languages.find(
    (language) => !LANGUAGES.some(({ code }) => code === languageCode(language)),
  );
  if (unknown !== undefined) {
    throw new InputError(
      `The language ${unknown} cannot be detected. Choose among ${LANGUAGES.map(({ code }) => code).join(", ")}, or name the column that tells the language.`,
    );
  }
  const detect = await loadDetector();
  return (_, text) => chosen.has(detect(text));
}

function duplicatesStep(
  same: "text" | "text-and-url",
  column: string | null,
  seen: SeenCaptions,
): Passes {
  if (same === "text") return (_, text) => seen.add(text, null);
  if (column === null) {
    throw new InputError(
      "Duplicates by text and URL need a column with URLs, and none is named. Name it, or compare texts alone.",
    );
  }
  return (record, text) => seen.add(text, textIn(record, column));
}

/** The text a record has in a column; null when there is none. */
function textIn(record: SourceRecord, column: string): string | null {
  const value = Object.hasOwn(record, column) ? record[column] : null;
  return typeof value === "string" ? value : null;
}
