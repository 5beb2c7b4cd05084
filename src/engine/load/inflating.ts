import { proxy } from "comlink";
import { firstOf } from "../../firstOf.ts";
import { InputError } from "../../formats/inputError.ts";
import { answerOf } from "../answers.ts";
import type { NamedBlob } from "../slice.ts";
import type { StartedWorker, Workers } from "../startWorkers.ts";
import type { InflateApi } from "../workers/inflateApi.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import { type PackedFile, unpackedFile } from "./readInputs.ts";

/** The text of a gzip file, as far as it is unpacked. */
export interface GrowingText {
  readonly blob: Blob;
  readonly isWhole: boolean;
  /** Bytes of the gzip file that it took; never fewer than before. */
  readonly bytesRead: number;
}

/** Unpacks gzip files in a worker of its own, one at a time. */
export interface Inflating {
  /**
   * Gives the text each time it has grown, and at last the whole. It grows also while nobody asks.
   *
   * @throws InputError when the file cannot be read, is cut short or is damaged
   */
  inflate(file: NamedBlob): AsyncGenerator<GrowingText>;
  /**
   * The first bytes of a text; all of them where there are fewer than `length`.
   *
   * @throws InputError when they cannot be read, or the file is cut short or damaged before
   */
  start(file: NamedBlob, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the worker; what waits for it gets no answer. */
  stop(): void;
}

/** @param cancelled never resolves; rejects when nothing more is to be unpacked */
export function createInflating(workers: Workers, cancelled: Promise<never>): Inflating {
  let worker: StartedWorker<InflateApi> | null = null;

  function stop(): void {
    worker?.stop();
    worker = null;
  }

  function ask<T>(
    { name }: NamedBlob,
    question: (api: StartedWorker<InflateApi>["api"]) => Promise<T>,
  ): Promise<T> {
    worker ??= workers.startInflate();
    const answer = firstOf(question(worker.api), worker.died).catch((error: Error) => {
      if (error.name === "InputError") throw error;
      stop();
      throw new InputError(workerSentence(name, error.message));
    });
    return answerOf(answer, cancelled);
  }

  return {
    stop,

    start: (file, length) => ask(file, (api) => api.start(file, length)),

    async *inflate(file) {
      const parts: Blob[] = [];
      let bytesRead = 0;
      let isWhole = false;
      let wake = () => {};
      const onPart = (part: Blob, upTo: number) => {
        parts.push(part);
        bytesRead = Math.max(bytesRead, upTo);
        wake();
      };
      const inflated = ask(file, (api) => api.inflate(file, proxy(onPart)));
      const ended = inflated.then(() => {
        isWhole = true;
        bytesRead = file.blob.size;
      });
      ended.catch(() => {});

      let seen = 0;
      try {
        while (true) {
          const grown = new Promise<void>((resolve) => {
            wake = resolve;
          });
          if (parts.length === seen && !isWhole) await Promise.race([grown, ended]);
          seen = parts.length;
          const text = { blob: new Blob(parts), isWhole, bytesRead };
          yield text;
          if (text.isWhole) return;
        }
      } finally {
        // Who needs no more of a text leaves the worker with the rest.
        if (!isWhole) stop();
      }
    },
  };
}

/**
 * Unpacks the gzip files among caption files. Those that cannot be unpacked are left out.
 *
 * @param problems gets a sentence for each file that is left out
 */
export async function unpackFiles(
  workers: Workers,
  files: readonly (PoolFile | PackedFile)[],
  cancelled: Promise<never>,
  problems: string[],
): Promise<PoolFile[]> {
  const inflating = createInflating(workers, cancelled);
  const unpacked: PoolFile[] = [];

  async function unpack(file: PackedFile): Promise<void> {
    try {
      for await (const { blob, isWhole } of inflating.inflate(file)) {
        if (isWhole) unpacked.push(unpackedFile(file, blob));
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }

  try {
    for (const file of files) {
      if ("segments" in file) unpacked.push(file);
      else await unpack(file);
    }
    return unpacked;
  } finally {
    inflating.stop();
  }
}

function workerSentence(name: string, reason: string): string {
  return `${name} could not be unpacked: the worker that does it stopped (${reason}). Unpack it first (gunzip ${name}) and choose the file that gives.`;
}
