import type { Table } from "apache-arrow";

/** What is used of a DuckDB connection. */
export interface Database {
  query(sql: string): Promise<Table>;
  /** Runs a prepared statement. */
  queryWith(sql: string, ...parameters: readonly (string | number)[]): Promise<Table>;
  /** Appends an Arrow IPC stream to a table. */
  insert(table: string, stream: Uint8Array): Promise<void>;
}

/** No extension is ever fetched: what is not in the build is an error. */
export const SETTINGS = [
  "SET autoload_known_extensions = false",
  "SET autoinstall_known_extensions = false",
];

/** Runs statements that take effect together or not at all. */
export async function inTransaction(database: Database, run: () => Promise<void>): Promise<void> {
  await database.query("BEGIN");
  try {
    await run();
    await database.query("COMMIT");
  } catch (error) {
    await database.query("ROLLBACK");
    throw error;
  }
}
