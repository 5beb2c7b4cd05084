import { expose } from "comlink";

/**
 * Makes an API this worker's own, and holds a lock for as long as the worker lives, whose name it
 * tells: who waits for the lock learns when the worker is gone.
 */
export function exposeWorker(api: unknown): void {
  expose(api);
  const lifeLock = `headtail-${performance.timeOrigin}-${Math.random()}`;
  void navigator.locks?.request(lifeLock, () => {
    postMessage({ lifeLock });
    return new Promise(() => {});
  });
}
