import { InputError } from "../formats/inputError.ts";
import { answerOf } from "./answers.ts";
import type { Rest } from "./rest.ts";
import type { NamedBlob } from "./slice.ts";
import type { StartedWorker } from "./startWorkers.ts";
import type { HashApi } from "./workers/hashApi.ts";

/** SHA-256 of the files of a pool, in hex, each read for it once. */
export interface FileHashes {
  /** From now on these files are hashed at rest, and no others. */
  setPool(files: readonly NamedBlob[]): void;
  /**
   * The hashes of some files. What is not hashed yet is hashed at once, until it is released.
   *
   * @throws InputError when a file cannot be read or hashed
   */
  demand(files: readonly NamedBlob[]): DemandedHashes;
  /** What is told to be the hash of a file is not computed. */
  remember(blob: Blob, hash: string): void;
}

export interface DemandedHashes {
  readonly hashes: Promise<readonly string[]>;
  /** What is still not hashed waits for rest again. */
  release(): void;
}

/** The file that a worker is hashing. */
interface Hashing {
  readonly file: NamedBlob;
  readonly worker: StartedWorker<HashApi>;
  /** Bytes hashed. */
  end: number;
}

/** Hashed between two looks at whether there is still rest: some 60 ms. */
const PART_BYTES = 2 ** 24;
const ATTEMPTS = 2;

export function createFileHashes(startHash: () => StartedWorker<HashApi>, rest: Rest): FileHashes {
  const known = new WeakMap<Blob, string>();
  let ofPool: readonly NamedBlob[] = [];
  let demanded: readonly NamedBlob[] | null = null;
  let running: Promise<void> | null = null;
  let wake = () => {};

  function turn(): Promise<void> {
    if (demanded !== null) return Promise.resolve();
    return new Promise((resolve) => {
      wake = resolve;
      void rest.reached().then(resolve);
    });
  }

  /** The next file without a hash; the one on its way comes first. */
  function missing(hashing: Hashing | null): NamedBlob | undefined {
    const files = (demanded ?? ofPool).filter(({ blob }) => !known.has(blob));
    return files.find(({ blob }) => blob === hashing?.file.blob) ?? files[0];
  }

  async function hashMissing(): Promise<void> {
    let hashing: Hashing | null = null;
    try {
      while (missing(hashing) !== undefined) {
        await turn();
        const file = missing(hashing);
        if (file === undefined) return;
        if (hashing !== null && file.blob !== hashing.file.blob) {
          const isWhole: boolean = known.has(hashing.file.blob);
          if (!isWhole) hashing.worker.stop();
          hashing = isWhole ? { file, worker: hashing.worker, end: 0 } : null;
        }
        hashing ??= { file, worker: startHash(), end: 0 };
        const hash = await nextPart(hashing);
        if (hash !== null) known.set(file.blob, hash);
      }
    } finally {
      hashing?.worker.stop();
    }
  }

  function run(): Promise<void> {
    running ??= hashMissing().finally(() => {
      running = null;
    });
    running.catch(() => {});
    return running;
  }

  async function hashNow(files: readonly NamedBlob[]): Promise<readonly string[]> {
    for (let attempt = 1; files.some(({ blob }) => !known.has(blob)); ) {
      try {
        await run();
      } catch (error) {
        if (error instanceof InputError) throw error;
        if (attempt++ === ATTEMPTS) throw new InputError(HASHING_ENDED);
      }
    }
    return files.map(({ blob }) => known.get(blob) as string);
  }

  return {
    remember(blob, hash) {
      known.set(blob, hash);
    },

    setPool(files) {
      ofPool = files;
      void run();
    },

    demand(files) {
      demanded = files;
      wake();
      const hashes = hashNow(files);
      hashes.catch(() => {});
      return {
        hashes,
        release() {
          demanded = null;
          void run();
        },
      };
    },
  };
}

/** The hash of the file after its last part, null before. */
async function nextPart(hashing: Hashing): Promise<string | null> {
  const { file, worker, end } = hashing;
  const { api, died } = worker;
  const { name, blob } = file;
  hashing.end = Math.min(end + PART_BYTES, blob.size);
  await answerOf(api.addFile({ name, blob }, end, hashing.end), died);
  return hashing.end < blob.size ? null : answerOf(api.digest(), died);
}

/** What to say when a hash worker dies. */
export const HASHING_ENDED =
  "The export was stopped: its files could not be hashed, since the worker for it ended, as when memory runs out. Close other tabs and export again.";
