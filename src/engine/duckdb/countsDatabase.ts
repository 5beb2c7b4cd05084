import { createQueue } from "../answers.ts";
import type { BandOfFile, EntriesPage, EntriesQuery } from "../types.ts";
import type { Database } from "./database.ts";
import { bandsByFile, entriesPage } from "./queries.ts";
import { fillCounts, fillEntries, type ReadChunk } from "./tables.ts";

/** Where the tables of a pool come from. */
export interface PoolTables {
  /** Equal for equal metadata. */
  readonly metadata: string;
  readonly entries: ReadChunk;
  readonly counts: ReadChunk;
}

/** The pool's counts in DuckDB, which is opened and filled when it is first asked. */
export interface CountsDatabase {
  /** From now on answers are of this pool. */
  setPool(tables: PoolTables): void;
  entries(query: EntriesQuery): Promise<EntriesPage>;
  bandsByFile(edges: readonly number[]): Promise<BandOfFile[]>;
}

export function createCountsDatabase(open: () => Promise<Database>): CountsDatabase {
  const inTurn = createQueue();
  let opened: Promise<Database> | null = null;
  let wanted: PoolTables | null = null;
  let filled: PoolTables | null = null;
  let filledMetadata: string | null = null;

  async function fill(): Promise<Database> {
    if (wanted === null) throw new Error("No pool is loaded");
    opened ??= open();
    opened.catch(() => {
      opened = null;
    });
    const database = await opened;
    while (filled !== wanted) {
      const tables = wanted;
      if (filledMetadata !== tables.metadata) {
        await fillEntries(database, tables.entries);
        filledMetadata = tables.metadata;
      }
      await fillCounts(database, tables.counts);
      filled = tables;
    }
    return database;
  }

  return {
    setPool(tables) {
      wanted = tables;
    },
    entries: (query) => inTurn(async () => entriesPage(await fill(), query)),
    bandsByFile: (edges) => inTurn(async () => bandsByFile(await fill(), edges)),
  };
}
