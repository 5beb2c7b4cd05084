import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { InputError } from "../../formats/inputError.ts";
import type { PlacedIndex } from "../../kernel/placedIndex.ts";
import { answerOf } from "../answers.ts";
import type { SliceColumns, SliceRange } from "../slice.ts";
import type { StartedWorker, Workers } from "../startWorkers.ts";
import type { MatchApi } from "../workers/matchApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";

export interface MatchJob {
  readonly index: MetadataIndex | PlacedIndex;
  readonly files: readonly PoolFile[];
  /** Gets every slice, in any order; `file` is the position in `files`. */
  readonly onSlice: (slice: SliceColumns) => void;
  readonly cancelled: Promise<never>;
}

export interface MatchedFiles {
  /** By position in the files: what to say of those that could not be read to their end. */
  readonly unread: ReadonlyMap<number, string>;
  /** One sentence for each slice that was left out. */
  readonly problems: readonly string[];
}

/** The match workers. */
export interface Matching {
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

/** A slice whose worker died or failed. */
interface FailedSlice {
  readonly slice: SliceRange;
  readonly reason: string;
}

/** Most bytes of a slice: browsers read larger pieces faster, and progress is told slice by slice. */
export const SLICE_BYTES = 2 ** 22;
const LEAST_SLICE_BYTES = 2 ** 18;
/** Slices of each worker, at least, so that all end together. */
const SLICES_OF_WORKER = 8;
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

  function sliceBytesFor(files: readonly PoolFile[]): number {
    const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
    const wanted = Math.ceil(total / (workers.matchWorkers * SLICES_OF_WORKER));
    return Math.min(sliceBytes, Math.max(LEAST_SLICE_BYTES, wanted));
  }

  return {
    async match(job) {
      const unread = new Map<number, string>();

      /** Takes slices until there are none; returns those that failed. */
      async function matchOn(number: number, slices: Iterator<SliceRange>): Promise<FailedSlice[]> {
        const failures: FailedSlice[] = [];
        for (let next = slices.next(); !next.done; next = slices.next()) {
          const slice = next.value;
          if (unread.has(slice.file)) continue;
          const { name, blob } = job.files[slice.file];
          try {
            job.onSlice(await ask(number, job, (api) => api.matchSlice({ name, blob }, slice)));
          } catch (error) {
            if (error instanceof InputError) unread.set(slice.file, error.message);
            else if (error instanceof WorkerFailure)
              failures.push({ slice, reason: error.message });
            else throw error;
          }
        }
        return failures;
      }

      async function matchAll(slices: Iterator<SliceRange>, inFlight: number) {
        const loops = numbers.flatMap((number) =>
          Array.from({ length: inFlight }, () => matchOn(number, slices)),
        );
        return (await Promise.all(loops)).flat();
      }

      async function leaveOut({ slice, reason }: FailedSlice): Promise<string> {
        const { name, blob } = job.files[slice.file];
        try {
          const columns = await ask(0, job, (api) => api.leaveOut({ name, blob }, slice));
          job.onSlice(columns);
          return leftOutSentence(name, columns, reason);
        } catch (error) {
          throw error instanceof WorkerFailure ? new Error(noWorkerSentence(name, reason)) : error;
        }
      }

      try {
        const failed = await matchAll(
          slicesOf(job.files, sliceBytesFor(job.files)),
          SLICES_IN_FLIGHT,
        );
        const failedAgain = await matchAll(failed.map(({ slice }) => slice).values(), 1);
        const problems: string[] = [];
        for (const failure of failedAgain) problems.push(await leaveOut(failure));
        return { unread, problems };
      } catch (error) {
        stop();
        throw error;
      }
    },
  };
}

class WorkerFailure extends Error {}

function* slicesOf(files: readonly PoolFile[], sliceBytes: number): Generator<SliceRange> {
  for (let file = 0; file < files.length; file++) {
    for (const { start: first, end: last, ...how } of files[file].segments) {
      for (let start = first; start < last; start += sliceBytes) {
        yield { file, start, end: Math.min(start + sliceBytes, last), ...how };
      }
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
