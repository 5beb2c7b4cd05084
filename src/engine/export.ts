import { proxy, transfer } from "comlink";
import { InputError } from "../formats/inputError.ts";
import type { ManifestMetadata, SubsetFile } from "../formats/manifest.ts";
import type { RecordFilters } from "../formats/records/filters.ts";
import { answerOf } from "./answers.ts";
import { HASHING_ENDED } from "./fileHashes.ts";
import { throwIfLacking } from "./load/lacking.ts";
import { transferablesOf } from "./memory.ts";
import type { StartedWorker, Workers } from "./startWorkers.ts";
import type { ExportProgress, ExportRequest, ExportResult, JobOptions, Pool } from "./types.ts";
import type { PoolFile } from "./workers/matchedPool.ts";
import type { PoolApi } from "./workers/poolApi.ts";

/** The pool that is exported. */
export interface ExportedPool {
  readonly pool: Pool;
  readonly files: readonly PoolFile[];
  readonly filters: RecordFilters;
  readonly metadata: ManifestMetadata;
}

/**
 * Writes the balanced subset, its manifest and the entry counts, then the other files that are asked
 * for. Lines are copied by the pool worker, all else is written by one for the other formats.
 *
 * @param hashes of the pool's files
 * @throws InputError when something cannot be read or written; the signal's reason when it is aborted
 */
export async function runExport(
  workers: Workers,
  poolWorker: StartedWorker<PoolApi>,
  exported: ExportedPool,
  hashes: Promise<readonly string[]>,
  request: ExportRequest,
  options: JobOptions<ExportProgress>,
): Promise<ExportResult> {
  const { shape } = request;
  const areLines = exported.files.every(({ origin }) => origin === undefined);
  const isCopied = areLines && (shape === "same" || shape === "jsonl");
  const run = isCopied ? copyLines : writeFormat;
  const result = await run(workers, poolWorker, exported, hashes, request, options);
  if (request.sideFiles.length === 0) return result;
  const beside = await writeSideFiles(workers, poolWorker, exported, request, options);
  return { ...result, files: [...result.files, ...beside] };
}

type Step = typeof runExport;

const copyLines: Step = async (
  workers,
  poolWorker,
  { files, filters, metadata },
  hashes,
  { directory, sideFiles: _, ...request },
  { signal, onProgress },
) => {
  throwIfLacking(files);
  const bytesTotal = files.reduce((sum, { blob }) => sum + blob.size, 0);
  const onBytes = proxy((bytesRead: number) => onProgress({ bytesRead, bytesTotal }));
  const cancel = () => void poolWorker.api.cancelExport();
  signal.addEventListener("abort", cancel);
  const hashWorker = workers.startHash();
  let hasHashing = true;
  hashWorker.died.catch(() => {
    hasHashing = false;
    cancel();
  });
  const { port1, port2 } = new MessageChannel();
  void hashWorker.api.connect(transfer(port1, [port1]));
  try {
    return await answerOf(
      poolWorker.api.exportBalanced(
        request,
        metadata,
        filters,
        proxy(() => hashes),
        transfer(port2, [port2]),
        directory,
        onBytes,
      ),
      poolWorker.died,
    );
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw hasHashing ? error : new InputError(HASHING_ENDED);
  } finally {
    hashWorker.stop();
    signal.removeEventListener("abort", cancel);
  }
};

const writeFormat: Step = async (
  workers,
  poolWorker,
  { pool, files, filters, metadata },
  hashes,
  { directory, sideFiles: _, ...request },
  options,
) => {
  const { t, shape, withColumns, baseName } = request;
  const below = shape === "online" ? Number.POSITIVE_INFINITY : t;
  let captionsKept = 0;
  const finish = async (subset: readonly SubsetFile[]) => {
    const told = { metadata, filters, fileHashes: await hashes };
    const { manifest, manifestText, countsText } = await answerOf(
      poolWorker.api.describeExport(request, told, subset),
      poolWorker.died,
    );
    captionsKept = manifest.kept.captions;
    return [
      { name: `${baseName}.manifest.json`, content: manifestText },
      { name: `${baseName}.entry_counts.json`, content: countsText },
    ];
  };
  const job = {
    shape,
    withColumns,
    baseName,
    entries: pool.entries,
    files: files.map(({ name, blob, segments, origin = null }) => ({
      name,
      blob,
      captionField: segments[0].captionField,
      origin,
    })),
  };
  const bytesTotal = files.reduce((sum, { blob, origin }) => sum + (origin?.size ?? blob.size), 0);
  const names = await inConvertWorker(workers, options, (api, onBytes) =>
    api.exportFormats(
      job,
      factsFrom(poolWorker, t, below),
      proxy(finish),
      directory,
      onBytes(bytesTotal),
    ),
  );
  return { captionsKept, files: names };
};

async function writeSideFiles(
  workers: Workers,
  poolWorker: StartedWorker<PoolApi>,
  { pool }: ExportedPool,
  { t, baseName, sideFiles, directory }: ExportRequest,
  options: JobOptions<ExportProgress>,
): Promise<readonly string[]> {
  const { entries, entryCounts, files } = pool;
  const hasCard = sideFiles.some((kind) => kind.startsWith("card"));
  const balanced = hasCard ? await answerOf(poolWorker.api.balance(t), poolWorker.died) : null;
  const balancedCounts = balanced?.balancedCounts ?? null;
  const hasImages = files.some(({ origin }) => origin?.mapping.url != null);
  return inConvertWorker(workers, options, (api) =>
    api.writeSideFiles(
      { kinds: sideFiles, baseName, entries, entryCounts, balancedCounts, hasImages },
      factsFrom(poolWorker, t, Number.POSITIVE_INFINITY),
      directory,
    ),
  );
}

/** @param below captions with a smaller tau are told of */
function factsFrom({ api, died }: StartedWorker<PoolApi>, t: number, below: number) {
  return proxy(async (slice: number) => {
    const facts = await answerOf(api.captionFacts(slice, t, below), died);
    return facts && transfer(facts, transferablesOf(facts));
  });
}

type ConvertWorker = ReturnType<Workers["startConvert"]>;

async function inConvertWorker<T>(
  workers: Workers,
  { signal, onProgress }: JobOptions<ExportProgress>,
  ask: (
    api: ConvertWorker["api"],
    onBytes: (bytesTotal: number) => (bytesRead: number) => void,
  ) => Promise<T>,
): Promise<T> {
  const worker = workers.startConvert();
  const cancel = () => void worker.api.cancel();
  const onBytes = (bytesTotal: number) =>
    proxy((bytesRead: number) => onProgress({ bytesRead, bytesTotal }));
  signal.addEventListener("abort", cancel);
  try {
    return await answerOf(ask(worker.api, onBytes), worker.died);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    worker.stop();
  }
}
