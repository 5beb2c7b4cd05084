import { createRequire } from "node:module";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { databaseOver } from "../../../src/engine/duckdb/connection.ts";
import { type Database, SETTINGS } from "../../../src/engine/duckdb/database.ts";

const { resolve } = createRequire(import.meta.url);
const bundle = (kind: string) => ({
  mainModule: resolve(`@duckdb/duckdb-wasm/dist/duckdb-${kind}.wasm`),
  mainWorker: resolve(`@duckdb/duckdb-wasm/dist/duckdb-node-${kind}.worker.cjs`),
});

/** DuckDB's eh build, as in the browser, in this thread. */
export async function openDatabaseInNode(): Promise<Database> {
  const duckdb = await createDuckDB(
    { eh: bundle("eh"), mvp: bundle("mvp") },
    new VoidLogger(),
    NODE_RUNTIME,
  );
  await duckdb.instantiate(() => {});
  const connection = duckdb.connect();
  for (const setting of SETTINGS) connection.query(setting);
  return databaseOver(
    connection,
    (sql) => duckdb.tokenize(sql),
    () => {},
  );
}
