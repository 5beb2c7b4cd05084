import type { BandOfFile, EntriesPage, EntriesQuery, EntryRow } from "../types.ts";
import type { Database } from "./database.ts";

/** A page of the entries table. Entries with equal values follow their ids. */
export async function entriesPage(database: Database, query: EntriesQuery): Promise<EntriesPage> {
  const { search, file, sort, descending, offset, limit } = query;
  const from =
    file === null
      ? "pool_entries"
      : `(SELECT id, entry, folded, unmatchable, coalesce(counts.matches, 0) AS matches
          FROM pool_entries LEFT JOIN counts ON entry_id = id AND counts.file = ?)`;
  const order = `${sort} ${descending ? "DESC" : "ASC"}`;
  const sought = search.replaceAll(LONE_SURROGATES, "\ufffd");
  const rows = await database.queryWith(
    `SELECT id, entry, matches, unmatchable FROM ${from}
     WHERE contains(folded, lower(?)) ORDER BY ${order}, id LIMIT ? OFFSET ?`,
    ...(file === null ? [] : [file]),
    sought,
    limit,
    offset,
  );
  const total = await database.queryWith(
    "SELECT count(*)::INTEGER AS total FROM pool_entries WHERE contains(folded, lower(?))",
    sought,
  );
  return {
    rows: rows.toArray().map((row): EntryRow => row.toJSON()),
    total: total.get(0)?.toJSON().total,
  };
}

/** See `Engine.bandsByFile`. */
export async function bandsByFile(
  database: Database,
  edges: readonly number[],
): Promise<BandOfFile[]> {
  const bands = await database.queryWith(
    `WITH
      edges AS (SELECT unnest(string_split(?, ','))::DOUBLE AS edge),
      bands AS (
        SELECT (row_number() OVER (ORDER BY edge) - 1)::INTEGER AS band,
          edge AS low, lead(edge) OVER (ORDER BY edge) AS high
        FROM edges
      )
    SELECT band, file, count(*)::INTEGER AS entries, sum(counts.matches)::DOUBLE AS matches
    FROM counts
      JOIN pool_entries ON id = entry_id
      JOIN bands ON pool_entries.matches >= low AND pool_entries.matches < high
    GROUP BY band, file ORDER BY band, file`,
    edges.join(","),
  );
  return bands.toArray().map((row): BandOfFile => row.toJSON());
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
