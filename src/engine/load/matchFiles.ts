import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { InputError } from "../../formats/inputError.ts";
import { MAX_LINE_BYTES } from "../../formats/jsonl/lines.ts";
import type { PlacedIndex } from "../../kernel/placedIndex.ts";
import { answerOf } from "../answers.ts";
import type { AskUnpacking } from "../origin.ts";
import type { NamedBlob, SliceColumns, SliceRange } from "../slice.ts";
import type { StartedWorker, Workers } from "../startWorkers.ts";
import type { MatchApi } from "../workers/matchApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import { type PackedFile, unpackedFile } from "./readInputs.ts";
import { createTexts } from "./texts.ts";

export interface MatchJob {
  readonly index: MetadataIndex | PlacedIndex;
  readonly files: readonly (PoolFile | PackedFile)[];
  /**
   * Gets every slice, in any order; `file` is the position in `files`.
   *
   * @param bytesRead bytes of the file that it took, packed where the file is
   */
  readonly onSlice: (slice: SliceColumns, bytesRead: number) => void;
  readonly cancelled: Promise<never>;
  /** All is unpacked without it. */
  readonly askUnpacking?: AskUnpacking | undefined;
}

export interface MatchedFiles {
  /** The files as they are read from now on: in the place of those that are packed, their texts. */
  readonly files: readonly PoolFile[];
  /** By position in the files: what to say of those that could not be read to their end. */
  readonly unread: ReadonlyMap<number, string>;
  /** One sentence for each slice that was left out, and for each file that was not read to its end. */
  readonly problems: readonly string[];
}

/** The match workers. */
export interface Matching {
  /** Starts the workers that are not there yet, for a job to come. */
  start(): void;
  /**
   * Matches files, a slice at a time, on all workers. The slice of a worker that dies is done again
   * by another; when that dies of it too, its lines are left out. When the job fails or is
   * cancelled, the workers are stopped at once; the next job starts new ones.
   *
   * @throws Error when no worker can be started
   */
  match(job: MatchJob): Promise<MatchedFiles>;
}

interface MatchWorker extends StartedWorker<MatchApi> {
  /** The metadata it has. */
  index: MatchJob["index"] | null;
  /** Never resolves; rejects when the worker is discarded. */
  readonly discarded: Promise<never>;
  discard(failure: WorkerFailure): void;
}

/** A slice that can be read. */
interface ReadableSlice {
  readonly slice: SliceRange;
  /** Goes at least to the end of the last line that starts in the slice. */
  readonly file: NamedBlob;
  readonly bytesRead: number;
}

/** A slice whose worker died or failed. */
interface FailedSlice extends ReadableSlice {
  readonly reason: string;
}

/** Most bytes of a slice: browsers read larger pieces faster, and progress is told slice by slice. */
export const SLICE_BYTES = 2 ** 22;
const LEAST_SLICE_BYTES = 2 ** 18;
/** Slices of each worker, at least, so that all end together. */
const SLICES_OF_WORKER = 8;
/** So many bytes after a slice, its last line has ended, or is too long. */
const LINE_AHEAD = MAX_LINE_BYTES + 1;
/** While one slice of a worker is matched, the next is read. */
const SLICES_IN_FLIGHT = 2;

export function createMatching(workers: Workers, sliceBytes: number): Matching {
  const numbers = Array.from({ length: workers.matchWorkers }, (_, number) => number);
  let started: (MatchWorker | undefined)[] = [];

  function stop(): void {
    for (const worker of started) worker?.stop();
    started = [];
  }

  function workerOf(number: number): MatchWorker {
    const worker = started[number] ?? startWorker();
    started[number] = worker;
    return worker;
  }

  function startWorker(): MatchWorker {
    const worker = workers.startMatch();
    let reject: MatchWorker["discard"];
    const discarded = new Promise<never>((_, rejectWith) => {
      reject = rejectWith;
    });
    discarded.catch(() => {});
    return {
      ...worker,
      index: null,
      discarded,
      discard(failure) {
        worker.stop();
        started = started.map((other) => (other?.discarded === discarded ? undefined : other));
        reject(failure);
      },
    };
  }

  /** @throws WorkerFailure when the worker dies, or fails in a way that is no fault of the input */
  async function ask<T>(
    number: number,
    { index, cancelled }: MatchJob,
    question: (api: MatchWorker["api"]) => Promise<T>,
  ): Promise<T> {
    const worker = workerOf(number);
    const failed = (error: Error) => {
      if (error.name === "InputError") throw error;
      worker.discard(new WorkerFailure(error.message));
      return worker.discarded;
    };
    const isNew = worker.index !== index;
    worker.index = index;
    const ready = isNew ? worker.api.begin(index, number) : Promise.resolve();
    const answer = ready.then(() => question(worker.api)).catch(failed);
    return answerOf(answer, worker.died.catch(failed), worker.discarded, cancelled);
  }

  function sliceBytesFor(files: readonly NamedBlob[]): number {
    const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
    const wanted = Math.ceil(total / (workers.matchWorkers * SLICES_OF_WORKER));
    return Math.min(sliceBytes, Math.max(LEAST_SLICE_BYTES, wanted));
  }

  return {
    start() {
      for (const number of numbers) workerOf(number);
    },

    async match(job) {
      const files = job.files.map((file) =>
        "segments" in file ? file : unpackedFile(file, new Blob(), null),
      );
      const bytes = sliceBytesFor(job.files);
      const unread = new Map<number, string>();
      const texts = createTexts(workers, job.cancelled, job.askUnpacking);
      const problems: string[] = [];

      async function* slicesInOrder(): AsyncGenerator<ReadableSlice> {
        for (const [position, file] of job.files.entries()) {
          if ("segments" in file) yield* slicesOf(file, position, bytes);
          else yield* slicesOfPacked(file, position);
        }
      }

      /** Slices of a text while it is unpacked. */
      async function* slicesOfPacked(
        file: PackedFile,
        position: number,
      ): AsyncGenerator<ReadableSlice> {
        const { name, captionField, oneIn, textBytes } = file;
        let start = 0;
        let told = 0;
        try {
          for await (const { blob, whole, bytesRead } of texts.make(file)) {
            const isLast = whole !== null || blob.size - LINE_AHEAD >= textBytes;
            if (isLast) files[position] = unpackedFile(file, blob, whole?.report ?? null);
            if (whole?.report?.problem) problems.push(whole.report.problem);
            const readable = isLast ? Math.min(blob.size, textBytes) : blob.size - LINE_AHEAD;
            while (isLast ? start < readable : start + bytes <= readable) {
              const end = Math.min(start + bytes, readable);
              const slice = { file: position, start, end, captionField, oneIn };
              const share = (end - start) / (blob.size - start);
              const toTell = Math.round((bytesRead - told) * share);
              yield { slice, file: { name, blob }, bytesRead: toTell };
              told += toTell;
              start = end;
            }
            if (isLast) return;
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          unread.set(position, error.message);
        }
      }

      /** Takes slices until there are none; returns those that failed. */
      async function matchOn(
        number: number,
        slices: Iterator<ReadableSlice> | AsyncIterator<ReadableSlice>,
      ): Promise<FailedSlice[]> {
        const failures: FailedSlice[] = [];
        for (let next = await slices.next(); !next.done; next = await slices.next()) {
          const { slice, file, bytesRead } = next.value;
          if (unread.has(slice.file)) continue;
          try {
            const columns = await ask(number, job, (api) => api.matchSlice(file, slice));
            job.onSlice(columns, bytesRead);
          } catch (error) {
            if (error instanceof InputError) unread.set(slice.file, error.message);
            else if (error instanceof WorkerFailure)
              failures.push({ ...next.value, reason: error.message });
            else throw error;
          }
        }
        return failures;
      }

      async function matchAll(
        slices: Iterator<ReadableSlice> | AsyncIterator<ReadableSlice>,
        inFlight: number,
      ) {
        const loops = numbers.flatMap((number) =>
          Array.from({ length: inFlight }, () => matchOn(number, slices)),
        );
        return (await Promise.all(loops)).flat();
      }

      async function leaveOut({ slice, file, bytesRead, reason }: FailedSlice): Promise<string> {
        try {
          const columns = await ask(0, job, (api) => api.leaveOut(file, slice));
          job.onSlice(columns, bytesRead);
          return leftOutSentence(file.name, columns, reason);
        } catch (error) {
          throw error instanceof WorkerFailure
            ? new Error(noWorkerSentence(file.name, reason))
            : error;
        }
      }

      try {
        const failed = await matchAll(slicesInOrder(), SLICES_IN_FLIGHT);
        const failedAgain = await matchAll(failed.values(), 1);
        for (const failure of failedAgain) problems.push(await leaveOut(failure));
        return { files, unread, problems };
      } catch (error) {
        stop();
        throw error;
      } finally {
        texts.stop();
      }
    },
  };
}

class WorkerFailure extends Error {}

function* slicesOf(
  { name, blob, segments }: PoolFile,
  position: number,
  sliceBytes: number,
): Generator<ReadableSlice> {
  for (const { start: first, end: last, ...how } of segments) {
    for (let start = first; start < last; start += sliceBytes) {
      const end = Math.min(start + sliceBytes, last);
      const slice = { file: position, start, end, ...how };
      yield { slice, file: { name, blob }, bytesRead: end - start };
    }
  }
}

function leftOutSentence(
  name: string,
  { start, end, lines }: SliceColumns,
  reason: string,
): string {
  const bytes = `bytes ${start.toLocaleString("en")} to ${end.toLocaleString("en")}`;
  return `${name} was matched without its ${lines.toLocaleString("en")} lines in ${bytes}: a worker stopped there twice (${reason}). Load the file again to try once more.`;
}

function noWorkerSentence(name: string, reason: string): string {
  return `${name} could not be matched: workers stop before they can (${reason}). Nothing was changed. Close other tabs, or reload this one, and try again.`;
}
