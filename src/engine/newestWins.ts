/**
 * Runs one job at a time. Of those asked for meanwhile only the newest is run; the others reject
 * with an AbortError.
 */
export function newestWins<Argument, Result>(
  run: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  let isRunning = false;
  let waiting: { readonly start: () => void; readonly supersede: () => void } | null = null;

  async function runAlone(argument: Argument): Promise<Result> {
    isRunning = true;
    try {
      return await run(argument);
    } finally {
      isRunning = false;
      const next = waiting;
      waiting = null;
      next?.start();
    }
  }

  return (argument) => {
    if (!isRunning) return runAlone(argument);
    waiting?.supersede();
    return new Promise((resolve, reject) => {
      waiting = {
        start: () => resolve(runAlone(argument)),
        supersede: () => reject(new DOMException("Something newer was asked for", "AbortError")),
      };
    });
  };
}
