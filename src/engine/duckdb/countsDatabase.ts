import { createQueue } from "../answers.ts";
import { newestWins } from "../newestWins.ts";
import type { BandOfFile } from "../types.ts";
import type { Database } from "./database.ts";
import { bandsByFile, entryPlaces, matchesOfFile, searchEntries } from "./queries.ts";
import { fillCounts, fillEntries, type ReadChunk } from "./tables.ts";

/** Where the tables of a pool come from. */
export interface PoolTables {
  /** Equal for equal metadata. */
  readonly metadata: string;
  /** Entries in the metadata. */
  readonly entryCount: number;
  readonly entries: ReadChunk;
  readonly counts: ReadChunk;
}

/** The pool's counts in DuckDB, which is opened and filled when it is first asked. */
export interface CountsDatabase {
  /** From now on answers are of this pool. */
  setPool(tables: PoolTables): void;
  /** See `Engine`. */
  searchEntries(text: string): Promise<Uint32Array>;
  entryPlaces(): Promise<Uint32Array>;
  matchesOfFile(file: number): Promise<Uint32Array>;
  bandsByFile(edges: readonly number[]): Promise<BandOfFile[]>;
}

export function createCountsDatabase(open: () => Promise<Database>): CountsDatabase {
  const inTurn = createQueue();
  let opened: Promise<Database> | null = null;
  let wanted: PoolTables | null = null;
  let filledEntries: string | null = null;
  let filledCounts: PoolTables | null = null;

  /** The database, with the entries of the pool, and its counts where they are asked for. */
  async function filled(withCounts: boolean): Promise<{ database: Database; tables: PoolTables }> {
    if (wanted === null) throw new Error("No pool is loaded");
    opened ??= open();
    opened.catch(() => {
      opened = null;
    });
    const database = await opened;
    while (true) {
      const tables: PoolTables = wanted;
      if (filledEntries !== tables.metadata) {
        await fillEntries(database, tables.entries);
        filledEntries = tables.metadata;
      }
      if (withCounts && filledCounts !== tables) {
        await fillCounts(database, tables.counts);
        filledCounts = tables;
      }
      if (tables === wanted) return { database, tables };
    }
  }

  const ofEntries = <T>(ask: (database: Database) => Promise<T>) =>
    inTurn(async () => ask((await filled(false)).database));

  return {
    setPool(tables) {
      wanted = tables;
    },
    searchEntries: newestWins((text) => ofEntries((database) => searchEntries(database, text))),
    entryPlaces: () => ofEntries(entryPlaces),
    matchesOfFile: (file) =>
      inTurn(async () => {
        const { database, tables } = await filled(true);
        return matchesOfFile(database, file, tables.entryCount);
      }),
    bandsByFile: (edges) => inTurn(async () => bandsByFile((await filled(true)).database, edges)),
  };
}
