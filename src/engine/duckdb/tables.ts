import type { TableChunk } from "../workers/tableChunks.ts";
import { type Database, inTransaction } from "./database.ts";

/** Gives the rows of a table from one on; null when there are no more. */
export type ReadChunk = (first: number) => Promise<TableChunk | null>;

/**
 * Fills `entries`: id, entry, entry in lower case for searches, unmatchable.
 */
export async function fillEntries(database: Database, read: ReadChunk): Promise<void> {
  await inTransaction(database, async () => {
    await database.query(
      "CREATE OR REPLACE TABLE new_entries (id UINTEGER, entry VARCHAR, unmatchable UTINYINT)",
    );
    await insertAll(database, "new_entries", read);
    await database.query(`
      CREATE OR REPLACE TABLE entries AS
      SELECT id, entry, lower(entry) AS folded, unmatchable <> 0 AS unmatchable
      FROM new_entries`);
    await database.query("DROP TABLE new_entries");
  });
}

/**
 * Sums the partial counts of the workers into `counts` (file, entry_id, matches), and those into
 * `pool_entries`: `entries` with the matches of the whole pool, 0 where there are none.
 */
export async function fillCounts(database: Database, read: ReadChunk): Promise<void> {
  await inTransaction(database, async () => {
    await database.query(
      "CREATE OR REPLACE TABLE partial_counts (file UINTEGER, entry_id UINTEGER, count UINTEGER)",
    );
    await insertAll(database, "partial_counts", read);
    await database.query(`
      CREATE OR REPLACE TABLE counts AS
      SELECT file, entry_id, sum(count)::UINTEGER AS matches
      FROM partial_counts GROUP BY file, entry_id`);
    await database.query(`
      CREATE OR REPLACE TABLE pool_entries AS
      SELECT id, entry, folded, unmatchable, coalesce(matches, 0)::UINTEGER AS matches
      FROM entries LEFT JOIN (
        SELECT entry_id, sum(matches) AS matches FROM counts GROUP BY entry_id
      ) ON entry_id = id`);
    await database.query("DROP TABLE partial_counts");
  });
}

async function insertAll(database: Database, table: string, read: ReadChunk): Promise<void> {
  for (let chunk = await read(0); chunk !== null; chunk = await read(chunk.next)) {
    await database.insert(table, chunk.stream);
  }
}
