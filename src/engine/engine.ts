import { proxy, transfer } from "comlink";
import type { ExpectedKeptGrid } from "../core/balancing/expectedKept.ts";
import { InputError } from "../formats/inputError.ts";
import { answerOf, cancellationOf, createQueue } from "./answers.ts";
import { type BundledData, bundledData } from "./bundledData.ts";
import { createColumnWorkers } from "./columnWorkers.ts";
import { createCountsDatabase } from "./duckdb/countsDatabase.ts";
import { createSqlDatabase, type SqlTables } from "./duckdb/sqlDatabase.ts";
import { columnBytes, estimateCaptions, estimateLoad, takeSample } from "./load/estimate.ts";
import { createTallies } from "./load/fileTallies.ts";
import { createInflating, unpackFiles } from "./load/inflating.ts";
import { createMatching, SLICE_BYTES } from "./load/matchFiles.ts";
import { createProgress, type ProgressTeller } from "./load/progress.ts";
import { type PackedFile, readCaptionFile, readInputs, readList } from "./load/readInputs.ts";
import { type ReadManifest, readManifest } from "./load/readManifest.ts";
import { transferablesOf } from "./memory.ts";
import { newestWins } from "./newestWins.ts";
import type { NamedBlob } from "./slice.ts";
import { browserWorkers, type Workers } from "./startWorkers.ts";
import type {
  Engine,
  JobOptions,
  LoadOptions,
  LoadProgress,
  LoadRequest,
  LoadResult,
  MetadataSummary,
  Pool,
  Sampling,
} from "./types.ts";
import type { ManifestSource } from "./workers/manifestApi.ts";
import type { PoolFile } from "./workers/matchedPool.ts";
import type { LoadedMetadata } from "./workers/metadataApi.ts";
import type { PlannedFile } from "./workers/poolApi.ts";

/** The pool shown, and what it takes to make it anew. */
interface Current {
  readonly pool: Pool;
  readonly files: readonly PoolFile[];
  readonly metadata: LoadedMetadata;
  readonly source: ManifestSource | null;
}

/** The pool that a load is making. */
interface NextPool {
  /** In order: positions in the current pool, or files to be read. */
  readonly files: readonly (number | PoolFile | PackedFile)[];
  readonly metadata: LoadedMetadata;
  readonly source: ManifestSource | null;
  readonly seed: number;
  readonly isDemo: boolean;
}

/** A load on its way. */
interface Load {
  readonly signal: AbortSignal;
  readonly cancelled: Promise<never>;
  readonly progress: ProgressTeller;
}

/**
 * Starts the engine: its pool worker at once, the others when they are needed; the demo pool is
 * small enough without column workers.
 *
 * @param workers how they are started
 * @param data the metadata and captions that come with Headtail
 * @param sliceBytes bytes that a match worker takes at a time
 */
export function createEngine(
  workers: Workers = browserWorkers,
  data: BundledData = bundledData,
  sliceBytes = SLICE_BYTES,
): Engine {
  const poolWorker = workers.startPool();
  const columnWorkers = createColumnWorkers(workers, poolWorker.api);
  const matching = createMatching(workers, sliceBytes);
  const database = createCountsDatabase(workers.openDatabase);
  const sqlDatabase = createSqlDatabase(workers.openDatabase);
  const loadsInTurn = createQueue();
  const exportsInTurn = createQueue();
  const fileHashes = new WeakMap<Blob, string>();
  let current: Current | null = null;
  let pools = 0;
  /** Of some files: it stays the same when they are drawn anew. */
  let expectedKept: { files: Current["files"]; grid: Promise<ExpectedKeptGrid> } | null = null;

  /** Answers of the pool worker; `interruptions` may come between. */
  function fromPool<T>(answer: Promise<T>, ...interruptions: Promise<never>[]): Promise<T> {
    return answerOf(answer, poolWorker.died, ...interruptions);
  }

  function startLoad(
    { signal, onProgress }: JobOptions<LoadProgress>,
    run: (load: Load) => Promise<LoadResult>,
  ): Promise<LoadResult> {
    const { cancelled, release } = cancellationOf(signal);
    const result = loadsInTurn(async () => {
      signal.throwIfAborted();
      try {
        return await run({ signal, cancelled, progress: createProgress(onProgress) });
      } catch (error) {
        void poolWorker.api.discard();
        throw error;
      }
    });
    return answerOf(result, cancelled).finally(release);
  }

  async function loadMetadata(
    list: NamedBlob | "default",
    { signal, cancelled, progress }: Load,
  ): Promise<LoadedMetadata> {
    progress.atStage("metadata", 0);
    const isDefault = list === "default";
    const sources = isDefault ? data.sources : [];
    const file = isDefault ? await answerOf(data.defaultMetadata(signal), cancelled) : list;
    const worker = workers.startMetadata();
    try {
      const onShare = proxy((share: number) => progress.atStage("metadata", share));
      const loaded = await answerOf(
        worker.api.load(file, { isDefault, sources }, workers.matchWorkers, onShare),
        worker.died,
        cancelled,
      );
      void worker.api.keep().finally(worker.stop);
      return loaded;
    } catch (error) {
      worker.stop();
      throw error;
    }
  }

  /** Reads and matches the files of the next pool that are new, and puts it in the current one's place. */
  async function makePool(next: NextPool, load: Load): Promise<LoadResult> {
    const before = current;
    const toRead = next.files.filter((file) => typeof file !== "number");
    const tallies = createTallies(toRead.length);
    load.progress.startMatching(bytesToRead(toRead));
    const matched = await matching.match({
      index: next.metadata.index,
      files: toRead,
      cancelled: load.cancelled,
      onSlice(slice, bytesRead) {
        tallies.add(slice);
        load.progress.addSlice(slice, bytesRead);
        const columns = transferablesOf(slice);
        void poolWorker.api.stage(transfer(slice, columns));
      },
    });

    const problems = [...matched.problems];
    const files: PoolFile[] = [];
    const planned: PlannedFile[] = [];
    for (const source of next.files) {
      if (typeof source === "number") {
        files.push(before!.files[source]);
        planned.push({ kept: source });
        continue;
      }
      const staged = toRead.indexOf(source);
      const file = matched.files[staged];
      const problem =
        matched.unread.get(staged) ??
        (tallies.hasCaptions(staged) ? null : tallies.sentence(staged, file));
      if (problem === null) {
        files.push(file);
        planned.push({ staged, file });
      } else if (before?.files.some(({ blob }) => blob === file.blob)) {
        throw new InputError(problem);
      } else {
        problems.push(problem);
      }
    }
    const isSameMetadata = next.metadata.index === before?.metadata.index;
    const nothingNew = isSameMetadata && planned.every((file) => "kept" in file);
    if (planned.length === 0 || nothingNew) throw new InputError(problems.join(" "));

    load.progress.atStage("finish", 0);
    const prepared = await fromPool(
      poolWorker.api.prepare({
        files: planned,
        metadata: isSameMetadata ? null : next.metadata.metadata,
        source: next.source,
        seed: next.seed,
      }),
      load.cancelled,
    );
    load.signal.throwIfAborted();
    void poolWorker.api.adopt();
    const { summary } = next.metadata;
    const pool: Pool = {
      ...prepared,
      id: ++pools,
      isDemo: next.isDemo,
      metadata: summary,
      matchedCaptions: prepared.files.reduce((sum, file) => sum + file.matchedCaptions, 0),
      entries: next.metadata.metadata.entries,
      unmatchable: next.metadata.metadata.unmatchable,
      source: next.source && {
        manifest: next.source.manifest,
        captions: next.source.pool.captions,
        captionsKept: next.source.captionsKept,
        t: next.source.t,
      },
      seed: next.seed,
    };
    current = { pool, files, metadata: next.metadata, source: next.source };
    database.setPool({
      metadata: summary.sha256,
      entryCount: summary.entries,
      entries: (first) => fromPool(poolWorker.api.entriesChunk(first)),
      counts: (first) => fromPool(poolWorker.api.countsChunk(first)),
    });
    load.progress.atStage("finish", 1);
    return { pool, problems, recipe: null };
  }

  async function drawAnew(seed: number): Promise<Pool> {
    const before = loaded();
    const kept = await fromPool(poolWorker.api.draw(seed));
    const now = loaded();
    if (now.files !== before.files) return drawAnew(seed);
    const pool = { ...now.pool, id: ++pools, seed, kept };
    current = { ...now, pool };
    return pool;
  }

  function sqlTables({ pool }: Current): SqlTables {
    async function ofThisDraw<T>(answer: Promise<T>): Promise<T> {
      const read = await fromPool(answer);
      if (loaded().pool.kept === pool.kept) return read;
      throw new InputError("The captions have changed meanwhile. Run the statement again.");
    }
    return {
      metadata: pool.metadata.sha256,
      sources: pool.metadata.sources,
      entryCounts: pool.entryCounts,
      files: pool.files,
      captions: pool.captions,
      draw: pool.kept,
      readEntries: (first) => ofThisDraw(poolWorker.api.entriesChunk(first)),
      readCaptions: (first) => ofThisDraw(poolWorker.api.captionsChunk(first)),
      readChances: (t) => (first) => ofThisDraw(poolWorker.api.chancesChunk(first, t)),
    };
  }

  /** How much of the files is taken: what the page says, where all of it would be too large. */
  async function askHowMuch(
    files: readonly NamedBlob[],
    captions: readonly number[],
    onTooLarge: LoadOptions["onTooLarge"],
  ): Promise<Sampling> {
    const inUse = current?.pool.files ?? [];
    const bytesInUse = inUse.map((file) => columnBytes(file.captions, file.matches));
    const sum = bytesInUse.reduce((total, bytes) => total + bytes, 0);
    const estimate = estimateLoad(files, captions, sum, workers.limitBytes);
    const fits = files.length === 0 || estimate.bytes <= estimate.limitBytes;
    return fits || onTooLarge === undefined ? "all" : onTooLarge(estimate);
  }

  async function loadFiles(
    { files, mode }: LoadRequest,
    load: Load,
    onTooLarge: LoadOptions["onTooLarge"],
  ): Promise<LoadResult> {
    columnWorkers.start();
    const inflating = createInflating(workers, load.cancelled);
    const reading = readInputs(files, inflating).finally(inflating.stop);
    const inputs = await answerOf(reading, load.cancelled);
    // A file that cannot be read is told of when it is matched.
    const counting = inputs.captions.map((file) => estimateCaptions(file).catch(() => 1));
    const counts = await answerOf(Promise.all(counting), load.cancelled);
    const asked = askHowMuch(inputs.captions, counts, onTooLarge);
    const sample = takeSample(inputs.captions, counts, await answerOf(asked, load.cancelled));
    const problems = [...inputs.problems, ...sample.problems];
    // Whether a gzip file is a manifest's subset shows in its whole text.
    const unpacked =
      inputs.manifest && (await unpackFiles(workers, sample.files, load.cancelled, problems));
    const captions = unpacked ?? sample.files;
    const before = current;

    let metadata = before?.metadata ?? null;
    if (inputs.metadata !== null) {
      const read = await orProblem(loadMetadata(inputs.metadata, load), problems);
      if (read !== null) metadata = sameOr(before?.metadata, read);
    }
    const isNewMetadata = metadata !== null && metadata.index !== before?.metadata.index;
    const hasCaptions = captions.length > 0;
    if (before === null && !hasCaptions) throw new InputError(nothingSentence(problems));
    metadata ??= await loadMetadata("default", load);

    let manifest: ReadManifest | null = null;
    if (inputs.manifest !== null && unpacked !== null) {
      manifest = await orProblem(
        readManifest(workers, inputs.manifest, unpacked, metadata, load.cancelled),
        problems,
      );
      problems.push(...(manifest?.problems ?? []));
    }
    const isRenamed = metadata !== before?.metadata && !isNewMetadata;
    if (!hasCaptions && !isNewMetadata && !isRenamed && manifest === null) {
      throw new InputError(nothingSentence(problems));
    }
    const recipe = manifest?.recipe ?? null;
    const seed = recipe?.seed ?? before?.pool.seed ?? FIRST_SEED;

    if (before !== null && !hasCaptions && !isNewMetadata) {
      current = { ...before, metadata, pool: { ...before.pool, metadata: metadata.summary } };
      return { pool: await drawAnew(seed), problems, recipe };
    }

    // The captions of a subset lose the keys that they had in their source.
    const isReadAnew = isNewMetadata || before?.source != null;
    const stays = before !== null && (mode === "add" || !hasCaptions) ? before.files : [];
    const subset = manifest?.subset ?? null;
    const isAlone = stays.length + captions.length === 1;
    if (subset !== null && !isAlone) problems.push(notAlone(subset.file.name));
    const added = subset !== null && isAlone ? [subset.file] : captions;
    const result = await makePool(
      {
        files: [...(isReadAnew ? stays : stays.keys()), ...added],
        metadata,
        source: subset !== null && isAlone ? subset.source : null,
        seed,
        isDemo: before !== null && stays.length > 0 && before.pool.isDemo,
      },
      load,
    );
    return { pool: result.pool, problems: [...problems, ...result.problems], recipe };
  }

  /** Hashes files beside their export; those of an export before are known. */
  function hashFiles(files: readonly PoolFile[]) {
    const { api, died, stop } = workers.startManifest();
    async function hashAll(): Promise<string[]> {
      const hashes: string[] = [];
      for (const { name, blob } of files) {
        const hash = fileHashes.get(blob) ?? (await answerOf(api.hashFile({ name, blob }), died));
        fileHashes.set(blob, hash);
        hashes.push(hash);
      }
      return hashes;
    }
    const hashes = hashAll();
    hashes.catch(() => {});
    return { hashes, stop };
  }

  async function unpackedList(list: File, { cancelled }: Load): Promise<NamedBlob> {
    const inflating = createInflating(workers, cancelled);
    const reading = readList({ name: list.name, blob: list }, inflating).finally(inflating.stop);
    return answerOf(reading, cancelled);
  }

  function loaded(): Current {
    if (current === null) throw new InputError("No captions are loaded yet. Choose a file first.");
    return current;
  }

  return {
    loadDemo: (seed, options) =>
      startLoad(options, async (load) => {
        const demo = data.demoPool(load.signal);
        demo.catch(() => {});
        const inUse = current?.metadata;
        const metadata = inUse?.summary.isDefault ? inUse : await loadMetadata("default", load);
        const file = await answerOf(demo.then(readCaptionFile), load.cancelled);
        const next = { files: [file], metadata, source: null, seed, isDemo: true };
        const result = await makePool(next, load);
        columnWorkers.start();
        return result;
      }),

    load: (request, options) =>
      startLoad(options, (load) => loadFiles(request, load, options.onTooLarge)),

    changeMetadata: (list, options) =>
      startLoad(options, async (load) => {
        const before = loaded();
        const file = list === "default" ? list : await unpackedList(list, load);
        const metadata = sameOr(before.metadata, await loadMetadata(file, load));
        const isSame = metadata.index === before.metadata.index;
        if (isSame) {
          const pool = { ...before.pool, id: ++pools, metadata: metadata.summary };
          current = { ...before, metadata, pool };
          return { pool, problems: [], recipe: null };
        }
        const { files, pool } = before;
        const next = { files, metadata, source: null, seed: pool.seed, isDemo: pool.isDemo };
        return withProblem(await makePool(next, load), sourceLost(before));
      }),

    changeCaptionField: (file, field, options) =>
      startLoad(options, async (load) => {
        const before = loaded();
        const { files, metadata, pool } = before;
        const readIn = (of: PoolFile) =>
          of.segments.map((segment) => ({ ...segment, captionField: field }));
        const next = {
          files: files.map((of, i) => (i === file ? { ...of, segments: readIn(of) } : i)),
          metadata,
          source: null,
          seed: pool.seed,
          isDemo: pool.isDemo,
        };
        return withProblem(await makePool(next, load), sourceLost(before));
      }),

    draw: drawAnew,
    balance: newestWins((t) => fromPool(poolWorker.api.balance(t))),

    expectedKept() {
      const { files } = loaded();
      if (expectedKept?.files !== files) {
        expectedKept = { files, grid: fromPool(poolWorker.api.expectedKept()) };
      }
      return expectedKept.grid;
    },

    preview: (query) => fromPool(poolWorker.api.preview(query)),
    explain: (index, t) => fromPool(poolWorker.api.explain(index, t)),
    searchEntries: database.searchEntries,
    entryPlaces: database.entryPlaces,
    matchesOfFile: database.matchesOfFile,
    bandsByFile: database.bandsByFile,
    sql: (request, options) => sqlDatabase.run(sqlTables(loaded()), request, options),
    captionTexts: (indexes) => fromPool(poolWorker.api.captionTexts(indexes)),

    exportBalanced: ({ directory, ...options }, { signal, onProgress }) =>
      exportsInTurn(async () => {
        signal.throwIfAborted();
        const { files, metadata, source } = loaded();
        const bytesTotal = files.reduce((sum, { blob }) => sum + blob.size, 0);
        const onBytes = proxy((bytesRead: number) => onProgress({ bytesRead, bytesTotal }));
        const cancel = () => void poolWorker.api.cancelExport();
        signal.addEventListener("abort", cancel);
        const hashing = hashFiles(source === null ? files : []);
        try {
          const named = manifestMetadata(metadata.summary);
          const hashes = proxy(() => hashing.hashes);
          return await fromPool(
            poolWorker.api.exportBalanced(options, named, hashes, directory, onBytes),
          );
        } catch (error) {
          throw signal.aborted ? signal.reason : error;
        } finally {
          hashing.stop();
          signal.removeEventListener("abort", cancel);
        }
      }),
  };
}

/** The seed before the user or a manifest names one. */
const FIRST_SEED = 0;

function bytesToRead(files: readonly (PoolFile | PackedFile)[]): number {
  return files.reduce((sum, file) => {
    const parts = "segments" in file ? file.segments : [{ start: 0, end: file.blob.size }];
    return parts.reduce((bytes, { start, end }) => bytes + end - start, sum);
  }, 0);
}

/** A list with the same entries is matched already: only its name changes. */
function sameOr(before: LoadedMetadata | undefined, read: LoadedMetadata): LoadedMetadata {
  return before?.summary.sha256 === read.summary.sha256
    ? { ...before, summary: read.summary }
    : read;
}

function manifestMetadata({ name, sha256, entries, unmatchable }: MetadataSummary) {
  return { name, sha256, entries, unmatchable };
}

/** The result, or null with its sentence among the problems. */
async function orProblem<T>(result: Promise<T>, problems: string[]): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(error.message);
    return null;
  }
}

function withProblem(result: LoadResult, problem: string | null): LoadResult {
  return problem === null ? result : { ...result, problems: [...result.problems, problem] };
}

function nothingSentence(problems: readonly string[]): string {
  if (problems.length > 0) return problems.join(" ");
  return "There were no captions among the files. Choose a file with one JSON object a line.";
}

function notAlone(subset: string): string {
  return `${subset} is a balanced subset, but it was loaded beside other captions, so entries are counted in these files alone. Load it with its manifest only to see the counts of its source.`;
}

function sourceLost({ pool, files }: Current): string | null {
  if (pool.source === null) return null;
  return `${files[0].name} is now matched anew, so entries are counted in it alone, no longer in the pool that ${pool.source.manifest} tells of.`;
}
