import type { EntrySource } from "../types.ts";
import type { TableChunk } from "../workers/tableChunks.ts";
import { type Database, inTransaction } from "./database.ts";

/** Gives the rows of a table from one on; null when there are no more. */
export type ReadChunk = (first: number) => Promise<TableChunk | null>;

/** Fills `entries`: id, entry, entry in lower case for searches. */
export async function fillEntries(database: Database, read: ReadChunk): Promise<void> {
  await inTransaction(database, async () => {
    await createTexts(database, "new_entries", read);
    await database.query(`
      CREATE OR REPLACE TABLE entries AS
      SELECT id, entry, lower(entry) AS folded FROM new_entries`);
    await database.query("DROP TABLE new_entries");
  });
}

/** Fills a table: id, entry, unmatchable (0 or 1). */
export async function createTexts(
  database: Database,
  table: string,
  read: ReadChunk,
): Promise<void> {
  await database.query(
    `CREATE OR REPLACE TABLE ${table} (id UINTEGER, entry VARCHAR, unmatchable UTINYINT)`,
  );
  await insertAll(database, table, read);
}

/** The source of an entry as an expression over its id; NULL where the list does not tell. */
export function sourceOf(sources: readonly EntrySource[]): string {
  const cases = [...sources]
    .reverse()
    .map(({ name, first }) => `WHEN id >= ${first} THEN ${literal(name)}`);
  return cases.length === 0 ? "NULL::VARCHAR" : `CASE ${cases.join(" ")} END`;
}

/** A string as it is written in a statement. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Sums the partial counts of the workers into `counts` (file, entry_id, matches), and those into
 * `pool_counts` (entry_id, matches) of the whole pool; entries without matches are in neither.
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
      CREATE OR REPLACE TABLE pool_counts AS
      SELECT entry_id, sum(matches)::UINTEGER AS matches FROM counts GROUP BY entry_id`);
    await database.query("DROP TABLE partial_counts");
  });
}

/** Appends all rows to a table. */
export async function insertAll(database: Database, table: string, read: ReadChunk): Promise<void> {
  for (let chunk = await read(0); chunk !== null; chunk = await read(chunk.next)) {
    await database.insert(table, chunk.columns);
  }
}
