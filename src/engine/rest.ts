/** Tells when nothing has been under way for a while. */
export interface Rest {
  /** Runs a job; while it is under way, there is no rest. */
  during<T>(job: () => Promise<T>): Promise<T>;
  /** Puts rest off, as if a job had ended just now. */
  postpone(): void;
  /** Resolves at rest: at once, or as soon as there is any. */
  reached(): Promise<void>;
}

/** @param milliseconds how long nothing must have been under way */
export function createRest(milliseconds: number): Rest {
  let underWay = 0;
  let isReached = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: (() => void)[] = [];

  function reach(): void {
    isReached = true;
    const resolves = waiting;
    waiting = [];
    for (const resolve of resolves) resolve();
  }

  function postpone(): void {
    isReached = false;
    clearTimeout(timer);
    if (underWay === 0) timer = setTimeout(reach, milliseconds);
  }

  return {
    async during(job) {
      underWay++;
      postpone();
      try {
        return await job();
      } finally {
        underWay--;
        postpone();
      }
    },

    postpone,

    async reached() {
      if (!isReached) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
