import { proxy, transfer } from "comlink";
import type { ExpectedKeptGrid } from "../core/balancing/expectedKept.ts";
import { InputError } from "../formats/inputError.ts";
import { areOff, NO_FILTERS, type RecordFilters } from "../formats/records/filters.ts";
import type { ColumnMapping } from "../formats/records/mapping.ts";
import { answerOf, cancellationOf, createQueue } from "./answers.ts";
import { type BundledData, bundledData } from "./bundledData.ts";
import { createColumnWorkers } from "./columnWorkers.ts";
import { createCountsDatabase } from "./duckdb/countsDatabase.ts";
import { createSqlDatabase, type SqlTables } from "./duckdb/sqlDatabase.ts";
import { runExport } from "./export.ts";
import { createFileHashes } from "./fileHashes.ts";
import { columnBytes, estimateCaptions, estimateLoad, takeSample } from "./load/estimate.ts";
import { createTallies } from "./load/fileTallies.ts";
import { throwIfLacking } from "./load/lacking.ts";
import { createMatching, SLICE_BYTES } from "./load/matchFiles.ts";
import { createProgress, type ProgressTeller } from "./load/progress.ts";
import {
  linesFile,
  type PackedFile,
  readCaptionFile,
  readInputs,
  readList,
  recordsFile,
} from "./load/readInputs.ts";
import { type ReadManifest, readManifest } from "./load/readManifest.ts";
import { createTexts, makeTexts, type Texts } from "./load/texts.ts";
import { transferablesOf } from "./memory.ts";
import { newestWins } from "./newestWins.ts";
import type { AskColumns, AskUnpacking } from "./origin.ts";
import { createRemoteTables } from "./remoteTables.ts";
import { createRest } from "./rest.ts";
import { createLackingFiles, type GivenFiles } from "./saved/lackingFiles.ts";
import {
  findList,
  findText,
  notRestored,
  otherVersion,
  readSlices,
  throwIfOther,
} from "./saved/readSaved.ts";
import { fileNamesOf, isOfThisVersion, type SavedPool } from "./saved/savedPool.ts";
import { createSavedFiles } from "./saved/savePool.ts";
import type { NamedBlob } from "./slice.ts";
import { browserWorkers, type Workers } from "./startWorkers.ts";
import type {
  Engine,
  FileSummary,
  KeptByGroupQuery,
  LoadOptions,
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
  readonly metadata: UsedMetadata;
  readonly source: ManifestSource | null;
  readonly filters: RecordFilters;
  /** Stands for the columns: the same object as long as they are the same. */
  readonly columns: object;
}

interface UsedMetadata extends LoadedMetadata {
  /** The user's list; null for the one that comes with Headtail. */
  readonly list: NamedBlob | null;
}

/** The pool that a load is making. */
interface NextPool {
  /** In order: positions in the current pool, or files to be read. */
  readonly files: readonly (number | PoolFile | PackedFile)[];
  readonly metadata: UsedMetadata;
  readonly source: ManifestSource | null;
  readonly filters: RecordFilters;
  readonly seed: number;
  readonly isDemo: boolean;
}

/** A load on its way. */
interface Load {
  readonly signal: AbortSignal;
  readonly cancelled: Promise<never>;
  readonly askUnpacking?: AskUnpacking | undefined;
  readonly progress: ProgressTeller;
}

/**
 * Starts the engine: its pool worker at once, the others when they are needed; the demo pool is
 * small enough without column workers.
 *
 * @param workers how they are started
 * @param data the metadata and captions that come with Headtail
 * @param sliceBytes bytes that a match worker takes at a time
 * @param restMilliseconds how long nothing is under way before the files of the pool are hashed
 */
export function createEngine(
  workers: Workers = browserWorkers,
  data: BundledData = bundledData,
  sliceBytes = SLICE_BYTES,
  restMilliseconds = REST_MILLISECONDS,
): Engine {
  const poolWorker = workers.startPool();
  const columnWorkers = createColumnWorkers(workers, poolWorker.api);
  const matching = createMatching(workers, sliceBytes);
  const database = createCountsDatabase(workers.openDatabase);
  const sqlDatabase = createSqlDatabase(workers.openDatabase);
  const loadsInTurn = createQueue();
  const exportsInTurn = createQueue();
  const rest = createRest(restMilliseconds);
  const fileHashes = createFileHashes(workers.startHash, rest);
  let current: Current | null = null;
  let pools = 0;
  let searches = 0;
  /** Of some files: it stays the same when they are drawn anew. */
  let expectedKept: { columns: object; grid: Promise<ExpectedKeptGrid> } | null = null;
  const savedFiles = createSavedFiles(workers.startSaved, rest);
  const lackingFiles = createLackingFiles();

  /** Answers of the pool worker; `interruptions` may come between. */
  function fromPool<T>(answer: Promise<T>, ...interruptions: Promise<never>[]): Promise<T> {
    return rest.during(() => answerOf(answer, poolWorker.died, ...interruptions));
  }

  const oneEntry = newestWins((t: number) => fromPool(poolWorker.api.variant("one-entry", t)));
  const keptByGroup = (query: KeptByGroupQuery) => fromPool(poolWorker.api.keptByGroup(query));
  const keptByColumn = new Map<string, typeof keptByGroup>();

  function startLoad(
    { signal, onProgress, askUnpacking }: LoadOptions,
    run: (load: Load) => Promise<LoadResult>,
  ): Promise<LoadResult> {
    const { cancelled, release } = cancellationOf(signal);
    const result = loadsInTurn(async () => {
      signal.throwIfAborted();
      try {
        return await run({ signal, cancelled, askUnpacking, progress: createProgress(onProgress) });
      } catch (error) {
        void poolWorker.api.discard();
        throw error;
      }
    });
    return rest.during(() => answerOf(result, cancelled)).finally(release);
  }

  /** The default metadata, asked for before it is known that it is needed. */
  let expected: Promise<UsedMetadata> | null = null;

  function loadMetadata(list: NamedBlob | "default", load: Load): Promise<UsedMetadata> {
    const ready = list === "default" ? expected : null;
    expected = null;
    return ready ? answerOf(ready, load.cancelled) : indexMetadata(list, load);
  }

  async function indexMetadata(
    list: NamedBlob | "default",
    { signal, cancelled, progress }: Load,
  ): Promise<UsedMetadata> {
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
      return { ...loaded, list: isDefault ? null : file };
    } catch (error) {
      worker.stop();
      throw error;
    }
  }

  /** Reads and matches the files of the next pool that are new, and puts it in the current one's place. */
  async function makePool(next: NextPool, load: Load): Promise<LoadResult> {
    const before = current;
    const toRead = next.files.filter((file) => typeof file !== "number");
    throwIfLacking(toRead);
    const tallies = createTallies(toRead.length);
    load.progress.startMatching(bytesToRead(toRead));
    const matched = await matching.match({
      index: next.metadata.index,
      files: toRead,
      cancelled: load.cancelled,
      askUnpacking: load.askUnpacking,
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

    const pool = await takePlace(planned, files, next, load);
    return { pool, problems, recipe: null };
  }

  /** Puts the pool of kept and staged slices in the current one's place. */
  async function takePlace(
    planned: readonly PlannedFile[],
    files: readonly PoolFile[],
    next: Omit<NextPool, "files">,
    load: Load,
  ): Promise<Pool> {
    const isSameMetadata = next.metadata.index === current?.metadata.index;
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
      files: prepared.files.map((file, i) => ({ ...file, ...lackingOf(files[i]) })),
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
      filters: next.filters,
      seed: next.seed,
    };
    const { metadata, source, filters } = next;
    current = { pool, files, metadata, source, filters, columns: {} };
    fileHashes.setPool(source === null ? hashedFiles(files) : []);
    database.setPool({
      metadata: summary.sha256,
      entryCount: summary.entries,
      entries: (first) => fromPool(poolWorker.api.entriesChunk(first)),
      counts: (first) => fromPool(poolWorker.api.countsChunk(first)),
    });
    load.progress.atStage("finish", 1);
    return pool;
  }

  function lackingOf(file: NamedBlob): Pick<FileSummary, "lacking"> {
    const lacking = lackingFiles.reasonOf(file);
    return lacking === undefined ? {} : { lacking };
  }

  async function restorePool(saved: SavedPool, seed: number, load: Load): Promise<LoadResult> {
    if (!isOfThisVersion(saved)) throw new InputError(otherVersion(saved));
    columnWorkers.start();
    const { api, died, stop } = workers.startSaved();
    const ask = <T>(answer: Promise<T>) => answerOf(answer, died, load.cancelled);
    let hasFailed = false;
    try {
      const staging = readSlices(api, saved.columns, ask, (slice) => {
        if (!hasFailed) void poolWorker.api.stage(transfer(slice, transferablesOf(slice)));
      });
      staging.catch(() => {});
      const list = await findList(api, saved, ask);
      const metadata = await loadMetadata(list ?? "default", load);
      throwIfOther(metadata.summary, saved);
      if (list !== null && saved.list !== null) savedFiles.remember(list.blob, saved.list);

      const files: PoolFile[] = [];
      const problems: string[] = [];
      for (const savedFile of saved.files) {
        const copy = await findText(api, savedFile, ask);
        if (copy !== null) savedFiles.remember(copy.blob, savedFile.text as string);
        const again = copy === null ? await ask(lackingFiles.readAgain(savedFile)) : null;
        if (again !== null && again.problem !== null) problems.push(again.problem);
        files.push((copy ?? again?.file) as PoolFile);
      }
      await staging;
      for (const { blob, origin } of files) {
        if (origin?.sha256 !== undefined) fileHashes.remember(blob, origin.sha256);
      }
      const planned = files.map((file, staged) => ({ staged, file }));
      const { source, filters, isDemo } = saved;
      const next = { metadata, source, filters, seed, isDemo };
      const pool = await takePlace(planned, files, next, load);
      savedFiles.remember(loaded().columns, saved.columns);
      return { pool, problems, recipe: null };
    } catch (error) {
      hasFailed = true;
      load.signal.throwIfAborted();
      throw new InputError(notRestored(saved, error as Error));
    } finally {
      stop();
    }
  }

  /** The same pool, some of its files given again. */
  function giveFiles({ texts, problems }: GivenFiles): LoadResult {
    const before = loaded();
    const files = before.files.map((file) => {
      const blob = texts.get(file);
      if (blob === undefined) return file;
      const { lackingBytes: _, ...given } = file;
      return { ...given, blob };
    });
    void poolWorker.api.setFiles(files);
    const summaries = before.pool.files.map(({ lacking: _, ...file }, i) => ({
      ...file,
      ...lackingOf(files[i]),
    }));
    const pool = { ...before.pool, id: ++pools, files: summaries };
    current = { ...before, files, pool };
    fileHashes.setPool(before.source === null ? hashedFiles(files) : []);
    return { pool, problems, recipe: null };
  }

  async function chooseFiles(files: readonly File[], load: Load): Promise<LoadResult> {
    const { cancelled } = load;
    const { filters } = loaded();
    const { captions, problems } = await readChosen(files, filters, load);
    const notRead = [...problems];
    const texts = await makeTexts(workers, captions, cancelled, notRead);
    if (texts.length === 0) throw new InputError(nothingSentence(notRead));
    const { api, died, stop } = workers.startSaved();
    const fingerprint = ({ name, blob }: NamedBlob) =>
      answerOf(api.fingerprint({ name, blob }), died, cancelled);
    try {
      const found = await lackingFiles.findAmong(loaded().files, texts, fingerprint);
      return giveFiles({ ...found, problems: [...notRead, ...found.problems] });
    } finally {
      stop();
    }
  }

  async function withTexts<T>({ cancelled }: Load, run: (texts: Texts) => Promise<T>): Promise<T> {
    const texts = createTexts(workers, cancelled);
    return answerOf(run(texts).finally(texts.stop), cancelled);
  }

  function readChosen(
    files: readonly File[],
    filters: RecordFilters,
    load: Load,
    askColumns: AskColumns = takeDetected,
  ) {
    return withTexts(load, (texts) => readInputs(files, { texts, askColumns, filters }));
  }

  /** A file of the pool as one that is still to be read, by a plan. */
  async function readAnew(
    file: PoolFile,
    mapping: ColumnMapping | null,
    filters: RecordFilters,
    load: Load,
  ): Promise<PoolFile | PackedFile> {
    const { name, origin } = file;
    if (origin?.blob === null) throw new InputError(originLacking(name));
    throwIfLacking([file]);
    const named = { name, blob: origin?.blob ?? file.blob };
    const look = await withTexts(load, (texts) => texts.look(named));
    const { packing, shape } = origin ?? look;
    const inLines = { ...look.mapping, uid: null, captions: [file.segments[0].captionField] };
    const wanted = mapping ?? origin?.mapping ?? inLines;
    if (look.areLines && areOff(filters) && isInLines(wanted)) {
      return linesFile(named, look, wanted.captions[0]);
    }
    const [{ oneIn }] = file.segments;
    return { ...recordsFile(named, { ...look, packing, shape }, wanted, filters), oneIn };
  }

  async function readAllAnew(
    files: readonly PoolFile[],
    filters: RecordFilters,
    load: Load,
  ): Promise<(PoolFile | PackedFile)[]> {
    const changed: (PoolFile | PackedFile)[] = [];
    for (const file of files) changed.push(await readAnew(file, null, filters, load));
    return changed;
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
    { askColumns, onTooLarge }: LoadOptions,
  ): Promise<LoadResult> {
    columnWorkers.start();
    const filters = (mode === "add" ? current?.filters : null) ?? NO_FILTERS;
    const inputs = await readChosen(files, filters, load, askColumns);
    // A file that cannot be read is told of when it is matched.
    const counting = inputs.captions.map((file) => estimateCaptions(file).catch(() => 1));
    const counts = await answerOf(Promise.all(counting), load.cancelled);
    const asked = askHowMuch(inputs.captions, counts, onTooLarge);
    const sample = takeSample(inputs.captions, counts, await answerOf(asked, load.cancelled));
    const problems = [...inputs.problems, ...sample.problems];
    // Whether a packed file is a manifest's subset shows in its whole text.
    const unpacked =
      inputs.manifest &&
      (await makeTexts(workers, sample.files, load.cancelled, problems, load.askUnpacking));
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
    // A duplicate may stand in an earlier file.
    const isFilteredAnew = filters.duplicates !== null && hasCaptions;
    const filteredAnew = isFilteredAnew ? await readAllAnew(stays, filters, load) : null;
    const isAlone = stays.length + captions.length === 1;
    if (subset !== null && !isAlone) problems.push(notAlone(subset.file.name));
    const added = subset !== null && isAlone ? [subset.file] : captions;
    const result = await makePool(
      {
        files: [...(filteredAnew ?? (isReadAnew ? stays : stays.keys())), ...added],
        metadata,
        source: subset !== null && isAlone ? subset.source : null,
        filters,
        seed,
        isDemo: before !== null && stays.length > 0 && before.pool.isDemo,
      },
      load,
    );
    return { pool: result.pool, problems: [...problems, ...result.problems], recipe };
  }

  function unpackedList(list: File, load: Load): Promise<NamedBlob> {
    return withTexts(load, (texts) => readList({ name: list.name, blob: list }, texts));
  }

  /** The pool with some files read in another way. */
  async function replaceFiles(
    files: NextPool["files"],
    filters: RecordFilters,
    load: Load,
  ): Promise<LoadResult> {
    const before = loaded();
    const { metadata, pool } = before;
    const { seed, isDemo } = pool;
    const next = { files, metadata, source: null, filters, seed, isDemo };
    return withProblem(await makePool(next, load), sourceLost(before));
  }

  function loaded(): Current {
    if (current === null) throw new InputError("No captions are loaded yet. Choose a file first.");
    return current;
  }

  return {
    getReady() {
      const { signal } = new AbortController();
      const { cancelled } = cancellationOf(signal);
      expected = indexMetadata("default", {
        signal,
        cancelled,
        progress: createProgress(() => {}),
      });
      expected.catch(() => {});
    },

    postponeRest: rest.postpone,
    ...createRemoteTables(workers.startConvert),

    loadDemo: (seed, options) =>
      startLoad(options, async (load) => {
        const demo = data.demoPool(load.signal);
        demo.catch(() => {});
        matching.start();
        const inUse = current?.metadata;
        const metadata = inUse?.summary.isDefault ? inUse : await loadMetadata("default", load);
        const file = await answerOf(demo.then(readCaptionFile), load.cancelled);
        const filters = NO_FILTERS;
        const next = { files: [file], metadata, source: null, filters, seed, isDemo: true };
        const result = await makePool(next, load);
        columnWorkers.start();
        return result;
      }),

    load: (request, options) => startLoad(options, (load) => loadFiles(request, load, options)),

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
        const { files, filters, pool } = before;
        const { seed, isDemo } = pool;
        const next = { files, metadata, source: null, filters, seed, isDemo };
        return withProblem(await makePool(next, load), sourceLost(before));
      }),

    changeCaptionField: (file, field, options) =>
      startLoad(options, async (load) => {
        const { files } = loaded();
        const readIn = (of: PoolFile) =>
          of.segments.map((segment) => ({ ...segment, captionField: field }));
        const changed = files.map((of, i) => (i === file ? { ...of, segments: readIn(of) } : i));
        return replaceFiles(changed, loaded().filters, load);
      }),

    look(file) {
      const { name, blob, origin } = loaded().files[file];
      if (origin?.blob === null) return Promise.reject(new InputError(originLacking(name)));
      const texts = createTexts(workers, NEVER);
      return rest
        .during(() => texts.look({ name, blob: origin?.blob ?? blob }))
        .finally(texts.stop);
    },

    checkEntryIds: (file) => fromPool(poolWorker.api.checkEntryIds(file)),

    changeColumns: (file, mapping, options) =>
      startLoad(options, async (load) => {
        const { files, filters } = loaded();
        const changed = await readAnew(files[file], mapping, filters, load);
        return replaceFiles(
          files.map((_, i) => (i === file ? changed : i)),
          filters,
          load,
        );
      }),

    changeFilters: (filters, options) =>
      startLoad(options, async (load) => {
        const changed = await readAllAnew(loaded().files, filters, load);
        return replaceFiles(changed, filters, load);
      }),

    draw: drawAnew,
    balance: newestWins((t) => fromPool(poolWorker.api.balance(t))),

    expectedKept() {
      const { columns } = loaded();
      if (expectedKept?.columns !== columns) {
        expectedKept = { columns, grid: fromPool(poolWorker.api.expectedKept()) };
      }
      return expectedKept.grid;
    },

    compare: newestWins((query) => fromPool(poolWorker.api.compare(query))),
    countsFrom: (file) => fromPool(poolWorker.api.countsFrom({ name: file.name, blob: file })),
    bytesByThreshold: () => fromPool(poolWorker.api.bytesByThreshold()),
    captionsAt: (captions, t) => fromPool(poolWorker.api.captionsAt(captions, t)),
    preview: (query) => fromPool(poolWorker.api.preview(query)),
    explain: (index, t) => fromPool(poolWorker.api.explain(index, t)),
    searchEntries: (...query) => rest.during(() => database.searchEntries(...query)),
    entryPlaces: () => rest.during(database.entryPlaces),
    matchesOfFile: (file) => rest.during(() => database.matchesOfFile(file)),
    bandsByFile: (edges) => rest.during(() => database.bandsByFile(edges)),
    sql: (request, options) =>
      rest.during(() => sqlDatabase.run(sqlTables(loaded()), request, options)),
    captionTexts: (indexes) => fromPool(poolWorker.api.captionTexts(indexes)),
    matchText: (text) => fromPool(poolWorker.api.matchText(text)),
    variant: (rule, t) =>
      rule === "one-entry" ? oneEntry(t) : fromPool(poolWorker.api.variant(rule, t)),
    recordFields: () => fromPool(poolWorker.api.recordFields()),

    async readColumn(column, { signal, onProgress }) {
      signal.throwIfAborted();
      const bytesTotal = bytesToRead(loaded().files);
      const onBytes = proxy((bytesRead: number) => onProgress({ bytesRead, bytesTotal }));
      const cancel = () => void poolWorker.api.cancelRead(column);
      signal.addEventListener("abort", cancel);
      try {
        await fromPool(poolWorker.api.readColumn(column, onBytes));
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },

    nearMisses: (index) => fromPool(poolWorker.api.nearMisses(index)),
    filterCounts: (t, filters) => fromPool(poolWorker.api.filterCounts(t, filters)),
    rejectedLines: (query) => fromPool(poolWorker.api.rejectedLines(query)),

    async search(text, { signal, onProgress }) {
      signal.throwIfAborted();
      const id = ++searches;
      const { cancelled, release } = cancellationOf(signal);
      const cancel = () => void poolWorker.api.cancelSearch(id);
      signal.addEventListener("abort", cancel);
      try {
        const onSearched = proxy(onProgress);
        return await fromPool(poolWorker.api.search(id, text, onSearched), cancelled);
      } finally {
        release();
        signal.removeEventListener("abort", cancel);
      }
    },

    keptByGroup(query) {
      const column = JSON.stringify(query.column);
      const ask = keptByColumn.get(column) ?? newestWins(keptByGroup);
      keptByColumn.set(column, ask);
      return ask(query);
    },

    carriers: newestWins((query) => fromPool(poolWorker.api.carriers(query))),

    exportBalanced: (request, options) =>
      exportsInTurn(async () => {
        options.signal.throwIfAborted();
        const { files, metadata, source, filters, pool } = loaded();
        const demanded = fileHashes.demand(source === null ? hashedFiles(files) : []);
        try {
          const exporting = { files, filters, pool, metadata: manifestMetadata(metadata.summary) };
          return await rest.during(() =>
            runExport(workers, poolWorker, exporting, demanded.hashes, request, options),
          );
        } finally {
          demanded.release();
        }
      }),

    async save(signal) {
      const { columns, files, metadata, source, filters, pool } = loaded();
      const { captions, isDemo } = pool;
      const slicesFrom = async (first: number) => {
        if (current?.columns !== columns) throw new DOMException("Another pool came", "AbortError");
        return answerOf(poolWorker.api.slicesChunk(first), poolWorker.died);
      };
      const saving = {
        columns,
        slicesFrom,
        captions,
        matches: pool.files.reduce((sum, file) => sum + file.matches, 0),
        isDemo,
        files,
        metadata: metadata.summary,
        list: metadata.list,
        source,
        filters,
        hash: async (file: NamedBlob) => {
          const { hashes, release } = fileHashes.demand([file]);
          return (await hashes.finally(release))[0];
        },
        savedFileOf: lackingFiles.savedOf,
      };
      return savedFiles.save(saving, signal);
    },

    restore: (saved, seed, options) => startLoad(options, (load) => restorePool(saved, seed, load)),
    allowAgain: (options) =>
      startLoad(options, async () => giveFiles(await lackingFiles.allow(loaded().files))),
    chooseAgain: (files, options) => startLoad(options, (load) => chooseFiles(files, load)),

    async keepOnly(saved) {
      const { api, died, stop } = workers.startSaved();
      await answerOf(api.keepOnly(saved.flatMap(fileNamesOf)), died).finally(stop);
    },
  };
}

const NEVER = new Promise<never>(() => {});
/** The seed before the user or a manifest names one. */
const FIRST_SEED = 0;
const REST_MILLISECONDS = 1000;

function bytesToRead(files: readonly (PoolFile | PackedFile)[]): number {
  return files.reduce((sum, file) => {
    const parts = "segments" in file ? file.segments : [{ start: 0, end: file.blob.size }];
    return parts.reduce((bytes, { start, end }) => bytes + end - start, sum);
  }, 0);
}

/** The files themselves, where texts were made of them. */
function hashedFiles(files: readonly PoolFile[]): NamedBlob[] {
  return files.map((file) => ({ name: file.name, blob: file.origin?.blob ?? file.blob }));
}

/** Whether captions are read as lines are without a plan. */
function isInLines({ captions, uid }: ColumnMapping): boolean {
  return captions.length === 1 && uid === null;
}

const takeDetected: AskColumns = async (_, { mapping }) => mapping;

/** A list with the same entries is matched already: only its name and its file change. */
function sameOr(before: UsedMetadata | undefined, read: UsedMetadata): UsedMetadata {
  return before?.summary.sha256 === read.summary.sha256
    ? { ...before, summary: read.summary, list: read.list }
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

function originLacking(name: string): string {
  return `${name} is not here any more since the page was loaded anew, only what was read of it. Open it again to read it in another way.`;
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
