import { createQueue } from "../answers.ts";
import { newestWins } from "../newestWins.ts";
import type { BandOfFile, EntriesFound, EntriesQuery, EntrySource } from "../types.ts";
import type { Database } from "./database.ts";
import { bandsByFile, findEntries, sortsByBalance } from "./queries.ts";
import { fillBalanced, fillCounts, fillEntries, type ReadChunk } from "./tables.ts";

/** Where the tables of a pool come from. */
export interface PoolTables {
  /** Equal for equal metadata. */
  readonly metadata: string;
  readonly sources: readonly EntrySource[];
  readonly entries: ReadChunk;
  readonly counts: ReadChunk;
}

/** The pool's counts in DuckDB, which is opened and filled when it is first asked. */
export interface CountsDatabase {
  /** From now on answers are of this pool. */
  setPool(tables: PoolTables): void;
  /** See `Engine.entries`. */
  entries(query: EntriesQuery): Promise<EntriesFound>;
  bandsByFile(edges: readonly number[]): Promise<BandOfFile[]>;
}

export function createCountsDatabase(open: () => Promise<Database>): CountsDatabase {
  const inTurn = createQueue();
  let opened: Promise<Database> | null = null;
  let wanted: PoolTables | null = null;
  let filled: PoolTables | null = null;
  let filledMetadata: string | null = null;
  let filledBalanced: Uint32Array | null = null;

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
        await fillEntries(database, tables.entries, tables.sources);
        filledMetadata = tables.metadata;
      }
      await fillCounts(database, tables.counts);
      filled = tables;
    }
    return database;
  }

  async function entries(query: EntriesQuery): Promise<EntriesFound> {
    const database = await fill();
    const { balancedCounts } = query;
    if (sortsByBalance(query.sort) && balancedCounts !== filledBalanced) {
      if (balancedCounts === null) throw new Error("A sort by balance needs the balanced counts");
      await fillBalanced(database, balancedCounts);
      filledBalanced = balancedCounts;
    }
    return findEntries(database, query);
  }

  return {
    setPool(tables) {
      wanted = tables;
    },
    entries: newestWins((query) => inTurn(() => entries(query))),
    bandsByFile: (edges) => inTurn(async () => bandsByFile(await fill(), edges)),
  };
}
