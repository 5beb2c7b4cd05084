import { useEffect, useRef, useState } from "react";
import { type FetchFrame, openFetchFrame } from "../linked/fetchFrame.ts";

/** Something that is fetched: one thing at a time, which ends with the component at the latest. */
export interface Task {
  readonly isRunning: boolean;
  /** Why the last one failed. */
  readonly problem: string | null;
  start(job: (frame: FetchFrame, signal: AbortSignal) => Promise<void>): Promise<void>;
  cancel(): void;
}

export function useTask(): Task {
  const running = useRef<AbortController | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    isRunning,
    problem,
    async start(job) {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setProblem(null);
      setIsRunning(true);
      const frame = await openFetchFrame();
      try {
        controller.signal.throwIfAborted();
        await job(frame, controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) setProblem((error as Error).message);
      } finally {
        frame.close();
        if (running.current === controller) setIsRunning(false);
      }
    },
    cancel: () => running.current?.abort(),
  };
}
