import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import { databaseOver } from "./connection.ts";
import { type Database, SETTINGS } from "./database.ts";

/** Starts DuckDB in its worker, both from our own origin, with an empty database in memory. */
export async function openDatabase(): Promise<Database> {
  const duckdb = new AsyncDuckDB(new VoidLogger(), new Worker(workerUrl));
  await duckdb.instantiate(new URL(wasmUrl, document.baseURI).href);
  const connection = await duckdb.connect();
  for (const setting of SETTINGS) await connection.query(setting);
  const tokenize = (sql: string) => duckdb.tokenize(sql);
  return databaseOver(connection, tokenize, () => void duckdb.terminate());
}
