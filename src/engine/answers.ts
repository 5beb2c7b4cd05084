import { firstOf } from "../firstOf.ts";
import { InputError } from "../formats/inputError.ts";

/**
 * The answer of a worker, or the first thing that comes between.
 *
 * @param interruptions promises that never resolve: the worker's death, the user's cancel
 */
export async function answerOf<T>(
  answer: Promise<T>,
  ...interruptions: readonly Promise<never>[]
): Promise<T> {
  try {
    return await firstOf(answer, ...interruptions);
  } catch (error) {
    throw withClass(error);
  }
}

/** A signal as a promise. */
export interface Cancellation {
  /** Never resolves; rejects with the signal's reason when it is aborted. */
  readonly cancelled: Promise<never>;
  /** Stops listening. */
  release(): void;
}

export function cancellationOf(signal: AbortSignal): Cancellation {
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(signal.reason);
  });
  cancelled.catch(() => {});
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel);
  return { cancelled, release: () => signal.removeEventListener("abort", cancel) };
}

/** Runs jobs one after the other. */
export function createQueue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job, job);
    last = result.catch(() => {});
    return result;
  };
}

/** Comlink carries an error's name and message, but not its class. */
function withClass(error: unknown): unknown {
  return error instanceof Error && error.name === "InputError"
    ? new InputError(error.message)
    : error;
}
