import type { FilterName, RecordFilters } from "./filters.ts";

/** A filter that is on, and what it asks of a caption, in words and as options of the command line. */
export interface FilterRule {
  readonly name: FilterName;
  /** Such as “3 to 20 words”. */
  readonly words: string;
  /** One argument: `--length=3-20 words`. */
  readonly argument: string;
}

/** The filters that are on, in the order in which they stop captions. */
export function filterRules(filters: RecordFilters): FilterRule[] {
  const { condition, length, languages, duplicates } = filters;
  const rules: (FilterRule | null)[] = [
    condition === null
      ? null
      : { name: "condition", words: condition, argument: `--where=${condition}` },
    length && {
      name: "length",
      words: lengthWords(length),
      argument: `--length=${length.from}-${length.to ?? ""} ${length.unit}`,
    },
    languages && {
      name: "language",
      words: `in ${languages.join(", ")}`,
      argument: `--languages=${languages.join(",")}`,
    },
    duplicates && {
      name: "duplicates",
      words: duplicates === "text" ? "no text twice" : "no text twice with the same url",
      argument: `--duplicates=${duplicates}`,
    },
  ];
  return rules.filter((rule) => rule !== null);
}

function lengthWords({ from, to, unit }: NonNullable<RecordFilters["length"]>): string {
  const first = from.toLocaleString("en");
  return to === null
    ? `${first} ${unit} or more`
    : `${first} to ${to.toLocaleString("en")} ${unit}`;
}
