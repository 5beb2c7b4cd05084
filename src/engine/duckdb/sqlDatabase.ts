import { firstOf } from "../../firstOf.ts";
import { cancellationOf, createQueue } from "../answers.ts";
import type {
  EntrySource,
  FileSummary,
  SqlAnswer,
  SqlCell,
  SqlColumn,
  SqlOptions,
  SqlRequest,
} from "../types.ts";
import { type Database, inTransaction } from "./database.ts";
import { problemOf, refusalOf } from "./problems.ts";
import { createTexts, insertAll, literal, type ReadChunk, sourceOf } from "./tables.ts";

/** Where the tables of a pool come from. Columns that are the same object are not filled twice. */
export interface SqlTables {
  /** Equal for equal metadata. */
  readonly metadata: string;
  readonly sources: readonly EntrySource[];
  readonly entryCounts: Uint32Array;
  readonly files: readonly FileSummary[];
  readonly captions: number;
  /** Differs for every draw. */
  readonly draw: object;
  readonly readEntries: ReadChunk;
  /** As long as the pool is the one asked for; then rejects. */
  readonly readCaptions: ReadChunk;
  readonly readChances: (t: number) => ReadChunk;
}

/**
 * The pool as tables that people's own statements read: in a DuckDB of its own, so that a statement
 * that is stopped, or takes all memory, takes nothing else with it.
 */
export interface SqlDatabase {
  /** See `Engine.sql`. */
  run(tables: SqlTables, request: SqlRequest, options: SqlOptions): Promise<SqlAnswer>;
}

/** Captions whose table is built without asking. */
const FEW_CAPTIONS = 1_000_000;
/** As measured: the columns have 28, and DuckDB's memory grows in large steps. */
const BYTES_A_CAPTION = 65;
/** Milliseconds that a stopped statement has to end; then the database is closed. */
const PATIENCE = 1000;

/** A database and what its tables hold. */
interface Opened {
  readonly database: Database;
  /** Never resolves; rejects when the database is closed. */
  readonly closed: Promise<never>;
  readonly close: () => void;
  metadata: string | null;
  entryCounts: Uint32Array | null;
  files: readonly FileSummary[] | null;
  balancedCounts: Uint32Array | null;
  captionsOf: object | null;
  chancesOf: { readonly draw: object; readonly t: number } | null;
}

export function createSqlDatabase(open: () => Promise<Database>): SqlDatabase {
  const inTurn = createQueue();
  let opened: Promise<Opened> | null = null;

  function openOnce(): Promise<Opened> {
    if (opened === null) {
      opened = open().then(prepared);
      opened.catch(() => {
        opened = null;
      });
    }
    return opened;
  }

  /** The next statement gets a new database. */
  function forget(): void {
    void opened?.then(({ close }) => close());
    opened = null;
  }

  async function run(
    tables: SqlTables,
    request: SqlRequest,
    options: SqlOptions,
  ): Promise<SqlAnswer> {
    options.signal.throwIfAborted();
    options.onStage("opening");
    const state = await openOnce();
    try {
      return await firstOf(answer(state, tables, request, options), state.closed);
    } catch (error) {
      const problem = problemOf(error, request.statement);
      if (problem === null && !options.signal.aborted) forget();
      if (problem === null) throw error;
      return problem;
    }
  }

  return {
    run(tables, request, options) {
      const { signal } = options;
      const { cancelled, release } = cancellationOf(signal);
      const result = inTurn(async () => {
        const running = run(tables, request, options);
        const stop = () => void stopSoon(running);
        signal.addEventListener("abort", stop);
        return running.finally(() => signal.removeEventListener("abort", stop));
      });
      return firstOf(result, cancelled).finally(release);
    },
  };

  async function stopSoon(running: Promise<SqlAnswer>): Promise<void> {
    const impatience = setTimeout(forget, PATIENCE);
    const over = () => clearTimeout(impatience);
    running.then(over, over);
    await (await opened)?.database.cancel();
  }
}

async function prepared(database: Database): Promise<Opened> {
  let close = () => {};
  const closed = new Promise<never>((_, reject) => {
    close = () => {
      database.close();
      reject(new DOMException("The database was closed", "AbortError"));
    };
  });
  closed.catch(() => {});
  await database.query("CREATE SCHEMA pool");
  await createCaptions(database);
  await createChances(database);
  return {
    database,
    closed,
    close,
    metadata: null,
    entryCounts: null,
    files: null,
    balancedCounts: null,
    captionsOf: null,
    chancesOf: null,
  };
}

async function answer(
  state: Opened,
  tables: SqlTables,
  { statement, balance, mostRows }: SqlRequest,
  { signal, onStage, onManyCaptions }: SqlOptions,
): Promise<SqlAnswer> {
  const { database } = state;
  const refusal = refusalOf(await database.firstWord(statement));
  if (refusal !== null) return { problem: refusal, place: null };

  onStage("entries");
  await fillEntries(state, tables, balance.balancedCounts);
  await createViews(database, tables, balance.t);
  onStage("running");
  await database.check(statement);
  signal.throwIfAborted();
  const readsCaptions = (await database.tablesOf(statement)).includes("caption_columns");
  if (readsCaptions && !hasCaptions(state, tables, balance.t)) {
    const bytes = tables.captions * BYTES_A_CAPTION;
    const isMany = tables.captions > FEW_CAPTIONS;
    if (isMany && !(await onManyCaptions(tables.captions, bytes))) {
      throw new DOMException("The captions table is not wanted", "AbortError");
    }
    onStage("captions");
    await fillCaptions(state, tables, balance.t, signal);
    onStage("running");
  }

  const start = performance.now();
  const rows: (readonly SqlCell[])[] = [];
  let columns: readonly SqlColumn[] = [];
  await database.query("BEGIN TRANSACTION READ ONLY");
  try {
    for await (const batch of database.stream(statement)) {
      signal.throwIfAborted();
      columns = batch.columns;
      rows.push(...batch.rows);
      if (rows.length > mostRows) break;
    }
  } finally {
    await database.cancel();
    await database.query("ROLLBACK");
  }
  const milliseconds = performance.now() - start;
  const isCut = rows.length > mostRows;
  if (isCut) rows.length = mostRows;
  return { columns, rows, isCut, milliseconds, t: balance.t, readsCaptions };
}

async function fillEntries(
  state: Opened,
  tables: SqlTables,
  balancedCounts: Uint32Array,
): Promise<void> {
  const { database } = state;
  if (state.metadata !== tables.metadata) {
    await inTransaction(database, () => createTexts(database, "pool.texts", tables.readEntries));
    state.metadata = tables.metadata;
  }
  if (state.entryCounts !== tables.entryCounts) {
    await fillColumn(database, "matches", tables.entryCounts);
    state.entryCounts = tables.entryCounts;
  }
  if (state.balancedCounts !== balancedCounts) {
    await fillColumn(database, "balanced", balancedCounts);
    state.balancedCounts = balancedCounts;
  }
  if (state.files !== tables.files) {
    await database.query(`CREATE OR REPLACE VIEW files AS ${filesAsRows(tables.files)}`);
    state.files = tables.files;
  }
}

/** Fills a table of one column, in the order of ids, and of the same name. */
function fillColumn(database: Database, name: string, values: Uint32Array): Promise<void> {
  return inTransaction(database, async () => {
    await database.query(`CREATE OR REPLACE TABLE pool.${name} (${name} UINTEGER)`);
    await database.insert(`pool.${name}`, { [name]: values });
  });
}

function filesAsRows(files: readonly FileSummary[]): string {
  const rows = files.map((file) => {
    const { size, lines, blank, rejected, captions, matchedCaptions, matches } = file;
    const numbers = [lines, blank, rejected, captions, matchedCaptions, matches];
    return `(${[literal(file.name), size, literal(file.captionField), ...numbers].join(", ")})`;
  });
  return `SELECT file, bytes::BIGINT AS bytes, caption_field, lines::BIGINT AS lines,
    blank::BIGINT AS blank, rejected::BIGINT AS rejected, captions::BIGINT AS captions,
    matched_captions::BIGINT AS matched_captions, matches::BIGINT AS matches
    FROM (VALUES ${rows.join(", ")}) AS files (file, bytes, caption_field, lines, blank, rejected,
      captions, matched_captions, matches)`;
}

/** The views that statements read; the columns of the tables behind them lie side by side. */
async function createViews(database: Database, tables: SqlTables, t: number): Promise<void> {
  const all = tables.entryCounts.reduce((sum, count) => sum + count, 0);
  await database.query(`
    CREATE OR REPLACE VIEW entries AS
    SELECT id, entry, ${sourceOf(tables.sources)} AS source, matches,
      coalesce(matches / nullif(${all}, 0), 0)::DOUBLE AS share,
      least(matches, ${t})::UINTEGER AS capped,
      balanced,
      balanced / nullif(matches, 0) AS kept_share,
      CASE WHEN unmatchable <> 0 THEN 'unmatchable' WHEN matches = 0 THEN 'none here'
        WHEN matches < ${t} THEN 'tail' ELSE 'head' END AS status,
      unmatchable <> 0 AS unmatchable
    FROM pool.texts POSITIONAL JOIN pool.matches POSITIONAL JOIN pool.balanced`);
  const names = tables.files.map(({ name }) => literal(name)).join(", ");
  await database.query(`
    CREATE OR REPLACE VIEW captions AS
    SELECT caption_columns.rowid AS index, ([${names}])[file + 1] AS file, line, matches, tau,
      chance, tau < ${t} AS kept
    FROM pool.caption_columns POSITIONAL JOIN pool.chances`);
}

function hasCaptions({ captionsOf, chancesOf }: Opened, { draw }: SqlTables, t: number): boolean {
  return captionsOf === draw && chancesOf?.draw === draw && chancesOf.t === t;
}

async function fillCaptions(
  state: Opened,
  tables: SqlTables,
  t: number,
  signal: AbortSignal,
): Promise<void> {
  const { database } = state;
  const { draw } = tables;
  const untilAborted =
    (read: ReadChunk): ReadChunk =>
    (first) => {
      signal.throwIfAborted();
      return read(first);
    };
  if (state.captionsOf !== draw) {
    await inTransaction(database, async () => {
      await createCaptions(database);
      await insertAll(database, "pool.caption_columns", untilAborted(tables.readCaptions));
    });
    state.captionsOf = draw;
  }
  if (state.chancesOf?.draw !== draw || state.chancesOf.t !== t) {
    await inTransaction(database, async () => {
      await createChances(database);
      await insertAll(database, "pool.chances", untilAborted(tables.readChances(t)));
    });
    state.chancesOf = { draw, t };
  }
}

async function createCaptions(database: Database): Promise<void> {
  await database.query(`
    CREATE OR REPLACE TABLE pool.caption_columns
    (file UINTEGER, line UINTEGER, matches UINTEGER, tau DOUBLE)`);
}

async function createChances(database: Database): Promise<void> {
  await database.query("CREATE OR REPLACE TABLE pool.chances (chance DOUBLE)");
}
