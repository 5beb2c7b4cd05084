import type { Session } from "../session/session.ts";

/** What the engine is doing, in a word or two. */
export function engineState({ jobs, pool, settings }: Session): string {
  const [job] = jobs;
  if (job) {
    const { progress } = job;
    if (progress === null) return "Waiting …";
    if (!("stage" in progress)) return "Writing …";
    switch (progress.stage) {
      case "metadata":
        return "Indexing …";
      case "match":
        return "Matching …";
      case "finish":
        return "Counting …";
    }
  }
  if (pool === null) return "Starting …";
  return pool.seed === settings.seed ? "Ready" : "Drawing …";
}
