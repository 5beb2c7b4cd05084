import type { Table } from "apache-arrow";
import type { PackedText } from "../../core/text/packedText.ts";
import type { SqlRows } from "../types.ts";

/** Columns by name, all with as many rows: of numbers, or of texts in UTF-8. */
export type TableColumns = Readonly<
  Record<string, Uint8Array | Uint32Array | Float64Array | PackedText>
>;

/** What is used of DuckDB: a database in memory and one connection to it. */
export interface Database {
  query(sql: string): Promise<Table>;
  /** Runs a prepared statement. */
  queryWith(sql: string, ...parameters: readonly (string | number)[]): Promise<Table>;
  /** Appends rows to a table, which may be named with its schema. */
  insert(table: string, columns: TableColumns): Promise<void>;
  /** The first word of a statement, in lower case, past comments and brackets. */
  firstWord(sql: string): Promise<string>;
  /** Rejects where it is not one statement that could run. */
  check(sql: string): Promise<void>;
  /** Names of the tables that a statement reads, also through views. */
  tablesOf(sql: string): Promise<readonly string[]>;
  /** Runs a statement step by step; its rows as they come, at least once, even if there are none. */
  stream(sql: string): AsyncIterable<SqlRows>;
  /** Ends the statement that {@link stream} runs, at its next step. */
  cancel(): Promise<void>;
  /** Ends everything at once; what is still asked is never answered. */
  close(): void;
}

/** No extension is ever fetched, no file or address read, and nothing of that can be changed back. */
export const SETTINGS = [
  "SET autoload_known_extensions = false",
  "SET autoinstall_known_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
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
