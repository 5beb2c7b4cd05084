/** A column of a table that statements can read. */
export interface TableColumn {
  readonly name: string;
  /** As DuckDB names it. */
  readonly type: string;
  readonly about: string;
}

export interface SqlTable {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly TableColumn[];
}

/** The tables that statements can read, and all of their columns. */
export const SQL_TABLES: readonly SqlTable[] = [
  {
    name: "entries",
    about: "one row for each entry of the metadata",
    columns: [
      { name: "id", type: "UINTEGER", about: "position in the metadata, from 0" },
      { name: "entry", type: "VARCHAR", about: "the entry itself" },
      { name: "source", type: "VARCHAR", about: "where it is from, when the list tells" },
      { name: "matches", type: "UINTEGER", about: "captions that hold it" },
      { name: "share", type: "DOUBLE", about: "of all matches, 0 to 1" },
      { name: "capped", type: "UINTEGER", about: "capped matches: at most t" },
      { name: "balanced", type: "UINTEGER", about: "matches among the captions kept at t" },
      { name: "kept_share", type: "DOUBLE", about: "balanced over matches" },
      { name: "status", type: "VARCHAR", about: "head, tail, none here or unmatchable" },
      { name: "unmatchable", type: "BOOLEAN", about: "whether no caption can match it" },
    ],
  },
  {
    name: "captions",
    about: "one row for each caption, without its text",
    columns: [
      { name: "index", type: "BIGINT", about: "position in the pool, from 0" },
      { name: "file", type: "VARCHAR", about: "name of its file" },
      { name: "line", type: "UINTEGER", about: "line in that file, from 1" },
      { name: "matches", type: "UINTEGER", about: "entries that it holds" },
      {
        name: "tau",
        type: "DOUBLE",
        about: "it is kept when t is above; infinity without a match",
      },
      { name: "chance", type: "DOUBLE", about: "exact chance of being kept at t" },
      { name: "kept", type: "BOOLEAN", about: "whether it is kept at t" },
    ],
  },
  {
    name: "files",
    about: "one row for each file",
    columns: [
      { name: "file", type: "VARCHAR", about: "its name" },
      { name: "bytes", type: "BIGINT", about: "its size" },
      { name: "caption_field", type: "VARCHAR", about: "the field captions are read from" },
      { name: "lines", type: "BIGINT", about: "captions and rejected lines" },
      { name: "blank", type: "BIGINT", about: "blank lines" },
      { name: "rejected", type: "BIGINT", about: "lines that gave no caption" },
      { name: "captions", type: "BIGINT", about: "captions" },
      { name: "matched_captions", type: "BIGINT", about: "captions with a match" },
      { name: "matches", type: "BIGINT", about: "matches of its captions" },
    ],
  },
];
