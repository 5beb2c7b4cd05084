import type { EntrySort } from "../../engine/types.ts";

/** A column of the entries table, sorted by what it shows. */
export interface Column {
  readonly sort: EntrySort;
  readonly title: string;
  readonly about: string;
  readonly isNumber: boolean;
}

export const ENTRY_COLUMNS: readonly Column[] = [
  { sort: "entry", title: "entry", about: "As it stands in the metadata", isNumber: false },
  { sort: "matches", title: "matches", about: "Captions that hold it", isNumber: true },
  { sort: "capped", title: "capped", about: "Capped matches: at most t", isNumber: true },
  {
    sort: "balanced",
    title: "balanced",
    about: "Balanced matches: captions kept that hold it",
    isNumber: true,
  },
  { sort: "share", title: "share", about: "Its share of all matches", isNumber: true },
  {
    sort: "kept-share",
    title: "kept share",
    about: "Share of its matches that is kept",
    isNumber: true,
  },
  { sort: "source", title: "source", about: "Where the metadata has it from", isNumber: false },
  { sort: "status", title: "status", about: "Head, tail, or why it has no match", isNumber: false },
];

/** Whether a first click on the header brings the largest to the top. */
export function startsDescending(sort: EntrySort): boolean {
  return ENTRY_COLUMNS.some((column) => column.sort === sort && column.isNumber);
}
