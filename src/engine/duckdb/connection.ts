import {
  makeData,
  makeVector,
  type RecordBatch,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
} from "apache-arrow";
import type { Database, TableColumns } from "./database.ts";
import { columnsOf, rowsOf } from "./rows.ts";

type Answer<T> = T | Promise<T>;

/** A connection of DuckDB, in a worker or in this thread. */
export interface Connection {
  query(sql: string): Answer<Table>;
  prepare(sql: string): Answer<{
    query(...parameters: (string | number)[]): Answer<Table>;
    close(): Answer<void>;
  }>;
  send(sql: string, allowStreamResult: boolean): Promise<Batches>;
  cancelSent(): Answer<boolean>;
  getTableNames(sql: string): Answer<string[]>;
  insertArrowFromIPCStream(
    stream: Uint8Array,
    options: { schema: string; name: string; create: boolean },
  ): Answer<void>;
}

type Batches = (Iterable<RecordBatch> | AsyncIterable<RecordBatch>) & {
  /** Reads the schema. */
  open(): Answer<unknown>;
  readonly schema: RecordBatch["schema"];
};

/** Cuts a text into tokens: the byte that each one starts at. */
export type Tokenize = (sql: string) => Answer<{ readonly offsets: readonly number[] }>;

/** @param close ends the worker, where there is one */
export function databaseOver(
  connection: Connection,
  tokenize: Tokenize,
  close: () => void,
): Database {
  return {
    query: async (sql) => connection.query(sql),

    async queryWith(sql, ...parameters) {
      const statement = await connection.prepare(sql);
      try {
        return await statement.query(...parameters);
      } finally {
        await statement.close();
      }
    },

    async insert(table, columns) {
      const vectors = Object.entries(columns).map(([name, column]) => [name, vectorOf(column)]);
      const stream = tableToIPC(new Table(Object.fromEntries(vectors)), "stream");
      const [name, schema = "main"] = table.split(".").reverse();
      await connection.insertArrowFromIPCStream(stream, { schema, name, create: false });
    },

    async firstWord(sql) {
      const bytes = new TextEncoder().encode(sql);
      const { offsets } = await tokenize(sql);
      const start = offsets.find((offset) => String.fromCharCode(bytes[offset]) !== "(");
      const text = new TextDecoder().decode(bytes.subarray(start ?? bytes.length));
      return /^\w*/.exec(text)![0].toLowerCase();
    },

    async check(sql) {
      await (await connection.prepare(sql)).close();
    },

    tablesOf: async (sql) => connection.getTableNames(sql),

    async *stream(sql) {
      const batches = await connection.send(sql, true);
      await batches.open();
      const columns = columnsOf(batches.schema);
      yield { columns, rows: [] };
      for await (const batch of batches) yield { columns, rows: rowsOf(batch) };
    },

    async cancel() {
      await connection.cancelSent();
    },

    close,
  };
}

function vectorOf(column: TableColumns[string]): Vector {
  if (!("starts" in column)) return makeVector(column);
  const { bytes: data, starts } = column;
  const valueOffsets = new Int32Array(starts.buffer, starts.byteOffset, starts.length);
  const length = starts.length - 1;
  return makeVector(makeData({ type: new Utf8(), length, nullCount: 0, valueOffsets, data }));
}
