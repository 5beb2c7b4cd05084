/** A wait that can be broken off. */
interface Wait {
  stop: ((reason: unknown) => void) | null;
}

/**
 * An answer, or the first thing that comes between. Promise.race would do, but what comes between
 * may never come, and would keep every answer that was raced with it.
 *
 * @param interruptions promises that never resolve
 */
export async function firstOf<T>(
  answer: PromiseLike<T>,
  ...interruptions: readonly Promise<never>[]
): Promise<T> {
  const wait: Wait = { stop: null };
  try {
    return await new Promise<T>((resolve, reject) => {
      wait.stop = reject;
      answer.then(resolve, reject);
      for (const interruption of interruptions) stopAt(interruption, wait);
    });
  } finally {
    wait.stop = null;
  }
}

function stopAt(interruption: Promise<never>, wait: Wait): void {
  interruption.catch((reason) => wait.stop?.(reason));
}
