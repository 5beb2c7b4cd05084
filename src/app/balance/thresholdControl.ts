import type { KeyboardEvent } from "react";
import { formatCount } from "../parts/format.ts";
import { maxThreshold, useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";

/** The threshold after a key, or null for keys that do not move it. */
export function thresholdAfterKey(key: string, t: number, largest: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return Math.max(t + 1, Math.round(t * 1.02));
    case "ArrowLeft":
    case "ArrowDown":
      return Math.min(t - 1, Math.round(t / 1.02));
    case "PageUp":
      return Math.max(t + 1, Math.round(t * 1.5));
    case "PageDown":
      return Math.min(t - 1, Math.round(t / 1.5));
    case "Home":
      return 1;
    case "End":
      return largest;
    default:
      return null;
  }
}

/** What a control of t does with keys, and what a screen reader says of it. */
export function useThresholdControl() {
  const largest = useSession((session) => maxThreshold(session.distribution));
  const setThreshold = useSession((session) => session.setThreshold);
  const { t, tailShare, captionsKept } = useThreshold();
  return {
    t,
    largest,
    setThreshold,
    inWords: `t ${formatCount(t)}, tail share ${Number((tailShare * 100).toFixed(1))} percent, ${formatCount(captionsKept)} kept`,
    onKeyDown(event: KeyboardEvent) {
      const next = thresholdAfterKey(event.key, t, largest);
      if (next === null) return;
      event.preventDefault();
      setThreshold(next);
    },
  };
}
