/** Which saved sessions are open in some tab. */
export interface SessionLocks {
  /**
   * Makes a session this tab's own, until the tab is closed.
   *
   * @param patience milliseconds to wait for another tab to let go of it
   * @returns whether it is
   */
  take(id: string, patience: number): Promise<boolean>;
  /** Ids of the sessions that are open in this tab or another. */
  taken(): Promise<ReadonlySet<string>>;
  /** Runs a job while no other tab writes or removes what is kept. */
  alone<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

const SESSION = "headtail-session-";
const WRITING = "headtail-writing";

export const browserLocks: SessionLocks = {
  take: async (id, patience) =>
    (await lock(id, { ifAvailable: true })) ||
    (patience > 0 && lock(id, { signal: AbortSignal.timeout(patience) })),

  async taken() {
    const { held = [] } = await navigator.locks.query();
    const names = held.flatMap(({ name }) => name ?? []).filter((name) => name.startsWith(SESSION));
    return new Set(names.map((name) => name.slice(SESSION.length)));
  },

  alone: (job, signal) => navigator.locks.request(WRITING, signal ? { signal } : {}, job),
};

/** Whether a session's lock was granted; it is held for as long as the page lives. */
function lock(id: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const hold = (granted: Lock | null) => {
      resolve(granted !== null);
      return granted && new Promise(() => {});
    };
    navigator.locks
      .request(SESSION + id, options, hold)
      .catch((error: Error) => (options.signal?.aborted ? resolve(false) : reject(error)));
  });
}
