import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileMetaData } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { afterAll } from "vitest";
import { joinBytes } from "../../../src/formats/joinBytes.ts";
import type { ParquetSource } from "../../../src/formats/parquet/parquetShape.ts";

const duckdb = await import("@duckdb/node-api").catch(() => null);
export const hasDuckDb = duckdb !== null;

/** A file in memory that tells what is read of it. */
export interface MemorySource extends ParquetSource {
  /** Bytes read so far. */
  readonly bytesRead: number;
}

export function memorySource(bytes: Uint8Array, name = "pool.parquet"): MemorySource {
  let bytesRead = 0;
  return {
    name,
    size: bytes.length,
    get bytesRead() {
      return bytesRead;
    },
    async read(start, end) {
      if (!(start >= 0 && start <= end && end <= bytes.length)) throw new Error("not in the file");
      bytesRead += end - start;
      return bytes.slice(start, end);
    },
  };
}

/** What a stream gives, one after the other, and what it throws at the end. */
export async function drained<T>(
  stream: AsyncIterable<T>,
): Promise<{ given: T[]; error: unknown }> {
  const given: T[] = [];
  try {
    for await (const one of stream) given.push(one);
  } catch (error) {
    return { given, error };
  }
  return { given, error: null };
}

/** Everything that a stream of lists gives, in one. */
export async function allOf<T>(stream: AsyncIterable<readonly T[]>): Promise<T[]> {
  const { given, error } = await drained(stream);
  if (error !== null) throw error;
  return given.flat();
}

export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const { given, error } = await drained(stream);
  if (error !== null) throw error;
  return joinBytes(given);
}

export interface DuckDb {
  /** Rows as DuckDB tells them in JSON. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** The Parquet file of a query. */
  write(sql: string, options?: string): Promise<Uint8Array>;
  /** What DuckDB reads in a Parquet file; `FILE` stands for it in the SQL. */
  ask(bytes: Uint8Array, sql: string): Promise<Record<string, unknown>[]>;
}

/** A database in memory, whose files are removed after the tests. */
export async function openDuckDb(): Promise<DuckDb> {
  if (duckdb === null) throw new Error("DuckDB is not here.");
  const folder = mkdtempSync(join(tmpdir(), "parquet-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const instance = await duckdb.DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  let files = 0;
  const query = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  return {
    query,
    async write(sql, options = "") {
      const path = join(folder, `${files++}.parquet`);
      await connection.run(
        `COPY (${sql}) TO '${path}' (FORMAT parquet${options && `, ${options}`})`,
      );
      return new Uint8Array(readFileSync(path));
    },
    async ask(bytes, sql) {
      const path = join(folder, `${files++}.parquet`);
      writeFileSync(path, bytes);
      return query(sql.replaceAll("FILE", `'${path}'`));
    },
  };
}

/** A Parquet file with these bytes after its mark and a footer made by hand. */
export function handmadeFile(
  body: Uint8Array,
  metadata: Omit<FileMetaData, "version" | "metadata_length">,
): Uint8Array {
  const out = new ByteWriter();
  const mark = new TextEncoder().encode("PAR1");
  out.appendBytes(mark);
  out.appendBytes(body);
  writeMetadata(out, { version: 2, ...metadata } as FileMetaData);
  out.appendBytes(mark);
  return out.getBytes().slice();
}
