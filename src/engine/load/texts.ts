import { proxy } from "comlink";
import { firstOf } from "../../firstOf.ts";
import { InputError } from "../../formats/inputError.ts";
import { answerOf } from "../answers.ts";
import type { AskUnpacking, FileLook, ReadPlan, TextReport } from "../origin.ts";
import type { NamedBlob } from "../slice.ts";
import type { StartedWorker, Workers } from "../startWorkers.ts";
import type { PoolFile } from "../workers/matchedPool.ts";
import { type GrowingText, growingText } from "./growingText.ts";
import { type PackedFile, unpackedFile } from "./readInputs.ts";

/**
 * Makes the texts of files that are packed or in other formats, one at a time: gzip alone in a worker
 * whose code is part of the page, all else in one that is fetched when it is needed.
 */
export interface Texts {
  /**
   * The first bytes of what a gzip file holds; all of them where there are fewer than `length`.
   *
   * @throws InputError when they cannot be read, or the file is cut short or damaged before
   */
  start(file: NamedBlob, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * What the first records of a file tell.
   *
   * @throws InputError when it is nothing that Headtail reads
   */
  look(file: NamedBlob): Promise<FileLook>;
  /**
   * The whole text of a file of another format that is no captions: a list, a manifest.
   *
   * @throws InputError when it cannot be read, or is longer than `most` bytes
   */
  plain(file: NamedBlob, most: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Gives the text each time it has grown, and at last the whole. It grows also while nobody asks.
   *
   * @throws InputError when the file cannot be read, or is a gzip file that is cut short or damaged
   */
  make(
    file: NamedBlob & { readonly plan: ReadPlan | null },
  ): AsyncGenerator<GrowingText<TextReport | null>>;
  /** Ends the workers; what waits for them gets no answer. */
  stop(): void;
}

/**
 * @param cancelled never resolves; rejects when no more texts are to be made
 * @param askUnpacking asked once about a file that unpacks to far more than files do
 */
export function createTexts(
  workers: Workers,
  cancelled: Promise<never>,
  askUnpacking: AskUnpacking = goOn,
): Texts {
  const inflating = oneWorker(workers.startInflate, cancelled, notUnpacked);
  const converting = oneWorker(workers.startConvert, cancelled, notConverted);

  return {
    start: (file, length) => inflating.ask(file, (api) => api.start(file, length)),
    look: (file) => converting.ask(file, (api) => api.look(file)),
    plain: (file, most) => converting.ask(file, (api) => api.plain(file, most)),

    make({ name, blob, plan }) {
      const file = { name, blob };
      const onLarge = proxy((packed: number, unpacked: number) =>
        askUnpacking({ file: name, packed, unpacked }),
      );
      if (plan === null) {
        return growingText(
          file,
          async (onPart) => {
            await inflating.ask(file, (api) => api.inflate(file, proxy(onPart), onLarge));
            return null;
          },
          inflating.stop,
        );
      }
      return growingText(
        file,
        (onPart) => converting.ask(file, (api) => api.convert(file, plan, proxy(onPart), onLarge)),
        converting.stop,
      );
    },

    stop() {
      inflating.stop();
      converting.stop();
    },
  };
}

const goOn: AskUnpacking = async () => true;

/** A worker that is started when it is first asked, and anew after it was stopped or died. */
function oneWorker<Api>(
  start: () => StartedWorker<Api>,
  cancelled: Promise<never>,
  sentence: (file: string, reason: string) => string,
) {
  let worker: StartedWorker<Api> | null = null;

  function stop(): void {
    worker?.stop();
    worker = null;
  }

  function ask<T>(
    { name }: NamedBlob,
    question: (api: StartedWorker<Api>["api"]) => Promise<T>,
  ): Promise<T> {
    worker ??= start();
    const answer = firstOf(question(worker.api), worker.died).catch((error: Error) => {
      if (error.name === "InputError") throw error;
      stop();
      throw new InputError(sentence(name, error.message));
    });
    return answerOf(answer, cancelled);
  }

  return { ask, stop };
}

/**
 * Makes the texts of those among caption files that need it. Files of which none can be made are left
 * out.
 *
 * @param problems gets a sentence for each file that is left out or not read to its end
 */
export async function makeTexts(
  workers: Workers,
  files: readonly (PoolFile | PackedFile)[],
  cancelled: Promise<never>,
  problems: string[],
  askUnpacking?: AskUnpacking,
): Promise<PoolFile[]> {
  const texts = createTexts(workers, cancelled, askUnpacking);
  const made: PoolFile[] = [];

  async function make(file: PackedFile): Promise<void> {
    try {
      for await (const { blob, whole } of texts.make(file)) {
        if (whole === null) continue;
        made.push(unpackedFile(file, blob, whole.report));
        if (whole.report?.problem) problems.push(whole.report.problem);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }

  try {
    for (const file of files) {
      if ("segments" in file) made.push(file);
      else await make(file);
    }
    return made;
  } finally {
    texts.stop();
  }
}

function notUnpacked(name: string, reason: string): string {
  return `${name} could not be unpacked: the worker that does it stopped (${reason}). Unpack it first (gunzip ${name}) and choose the file that gives.`;
}

function notConverted(name: string, reason: string): string {
  return `${name} could not be read: the worker that does it stopped (${reason}). Split the file, or convert it to one JSON object a line, and choose what that gives.`;
}
