import { PROGRESS_STEP } from "../seldom.ts";
import type { SliceColumns } from "../slice.ts";
import type { LoadProgress } from "../types.ts";

/** Tells how far a load is. */
export interface ProgressTeller {
  /** @param share of the stage, 0 to 1 */
  atStage(stage: LoadProgress["stage"], share: number): void;
  /** Starts the match stage. */
  startMatching(bytesTotal: number): void;
  /** @param bytesRead bytes of its file that it took, packed where the file is */
  addSlice(slice: SliceColumns, bytesRead: number): void;
}

const STAGES: readonly LoadProgress["stage"][] = ["metadata", "match", "finish"];

export function createProgress(onProgress: (progress: LoadProgress) => void): ProgressTeller {
  let told = { stage: "", at: Number.NEGATIVE_INFINITY };
  let progress: LoadProgress = {
    stage: "metadata",
    share: 0,
    bytesRead: 0,
    bytesTotal: 0,
    lines: 0,
    captions: 0,
    matchedCaptions: 0,
    rejected: 0,
  };

  function tell(next: LoadProgress): void {
    // What a worker tells can come later than its answer.
    if (STAGES.indexOf(next.stage) < STAGES.indexOf(progress.stage)) return;
    progress = next;
    const now = performance.now();
    if (next.stage === told.stage && next.share < 1 && now - told.at < PROGRESS_STEP) return;
    told = { stage: next.stage, at: now };
    onProgress(progress);
  }

  return {
    atStage: (stage, share) => tell({ ...progress, stage, share }),
    startMatching: (bytesTotal) => tell({ ...progress, stage: "match", share: 0, bytesTotal }),
    addSlice(slice, newBytes) {
      const bytesRead = progress.bytesRead + newBytes;
      tell({
        ...progress,
        share: bytesRead / progress.bytesTotal,
        bytesRead,
        lines: progress.lines + slice.lines - slice.blank - slice.passedOver,
        captions: progress.captions + slice.lineStarts.length,
        matchedCaptions: progress.matchedCaptions + slice.matchedCaptions,
        rejected: progress.rejected + slice.rejected,
      });
    },
  };
}
