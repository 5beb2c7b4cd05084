import type { MetadataIndex } from "../../core/matching/metadataIndex.ts";
import { InputError } from "../../formats/inputError.ts";
import { answerOf } from "../answers.ts";
import type { NamedBlob, SliceColumns, SliceRange } from "../slice.ts";
import type { StartedWorker, Workers } from "../startWorkers.ts";
import type { MatchApi } from "../workers/matchApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";

export interface MatchJob {
  readonly index: MetadataIndex;
  readonly files: readonly PoolFile[];
  /** Gets every slice, in any order; `file` is the position in `files`. */
  readonly onSlice: (slice: SliceColumns) => void;
  readonly cancelled: Promise<never>;
}

/** The match workers. */
export interface Matching {
  /**
   * Matches files, a slice at a time, on all workers. When it fails or is cancelled, the workers
   * are stopped at once; the next job starts new ones.
   *
   * @returns by position in the files: what to say of those that could not be read to their end
   * @throws Error with a sentence that names file and bytes, when a worker dies
   */
  match(job: MatchJob): Promise<ReadonlyMap<number, string>>;
}

interface MatchWorker extends StartedWorker<MatchApi> {
  /** The metadata it has. */
  index: MetadataIndex | null;
}

/** Small enough that progress is told many times a second, and all workers end together. */
export const SLICE_BYTES = 2 ** 20;
/** While one slice of a worker is matched, the next is read. */
const SLICES_IN_FLIGHT = 2;

export function createMatching(workers: Workers, sliceBytes: number): Matching {
  let started: MatchWorker[] = [];

  function stop(): void {
    for (const worker of started) worker.stop();
    started = [];
  }

  async function begin(worker: MatchWorker, job: MatchJob): Promise<void> {
    const isNew = worker.index !== job.index;
    worker.index = job.index;
    await answerOf(worker.api.begin(isNew ? job.index : null), worker.died, job.cancelled);
  }

  return {
    async match(job) {
      while (started.length < workers.matchWorkers) {
        started.push({ ...workers.startMatch(), index: null });
      }
      const slices = slicesOf(job.files, sliceBytes);
      const unread = new Map<number, string>();
      const matchOn = async (worker: MatchWorker) => {
        for (const slice of slices) {
          if (unread.has(slice.file)) continue;
          try {
            const file = job.files[slice.file];
            job.onSlice(await matchSlice(worker, file, slice, job.cancelled));
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
            unread.set(slice.file, error.message);
          }
        }
      };
      try {
        await Promise.all(
          started.map(async (worker) => {
            await begin(worker, job);
            await Promise.all(Array.from({ length: SLICES_IN_FLIGHT }, () => matchOn(worker)));
          }),
        );
        return unread;
      } catch (error) {
        stop();
        throw error;
      }
    },
  };
}

function* slicesOf(files: readonly PoolFile[], sliceBytes: number): Generator<SliceRange> {
  for (let file = 0; file < files.length; file++) {
    for (const { start: first, end: last, captionField } of files[file].segments) {
      for (let start = first; start < last; start += sliceBytes) {
        yield { file, start, end: Math.min(start + sliceBytes, last), captionField };
      }
    }
  }
}

async function matchSlice(
  { api, died }: MatchWorker,
  { name, blob }: NamedBlob,
  slice: SliceRange,
  cancelled: Promise<never>,
): Promise<SliceColumns> {
  const failed = (error: Error) => {
    throw error.name === "InputError" ? error : new Error(failedSentence(name, slice, error));
  };
  const answer = api.matchSlice({ name, blob }, slice).catch(failed);
  return answerOf(answer, died.catch(failed), cancelled);
}

function failedSentence(name: string, { start, end }: SliceRange, error: Error): string {
  return `Matching stopped in ${name} between bytes ${start} and ${end}: ${error.message}. Nothing was changed. Try again, or leave this file out.`;
}
