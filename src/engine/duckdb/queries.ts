import type { BandOfFile } from "../types.ts";
import type { Database } from "./database.ts";

/** See `Engine.searchEntries`. */
export async function searchEntries(database: Database, text: string): Promise<Uint32Array> {
  const found = await database.queryWith(
    "SELECT id FROM entries WHERE contains(folded, lower(?))",
    text.replaceAll(LONE_SURROGATES, "\ufffd"),
  );
  return found.getChild("id")!.toArray();
}

/** See `Engine.entryPlaces`. */
export async function entryPlaces(database: Database): Promise<Uint32Array> {
  const table = await database.query(
    "SELECT id, row_number() OVER (ORDER BY entry)::UINTEGER AS place FROM entries",
  );
  return byId(table.getChild("id")!.toArray(), table.getChild("place")!.toArray(), table.numRows);
}

/**
 * See `Engine.matchesOfFile`.
 *
 * @param entries entries in the metadata
 */
export async function matchesOfFile(
  database: Database,
  file: number,
  entries: number,
): Promise<Uint32Array> {
  const table = await database.queryWith(
    "SELECT entry_id, matches FROM counts WHERE file = ?",
    file,
  );
  return byId(table.getChild("entry_id")!.toArray(), table.getChild("matches")!.toArray(), entries);
}

/** Values at the positions of their ids; 0 elsewhere. */
function byId(ids: Uint32Array, values: Uint32Array, length: number): Uint32Array {
  const column = new Uint32Array(length);
  for (let i = 0; i < ids.length; i++) column[ids[i]] = values[i];
  return column;
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
      JOIN pool_counts USING (entry_id)
      JOIN bands ON pool_counts.matches >= low AND pool_counts.matches < high
    GROUP BY band, file ORDER BY band, file`,
    edges.join(","),
  );
  return bands.toArray().map((row): BandOfFile => row.toJSON());
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
