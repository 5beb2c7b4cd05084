import { Button } from "../parts/Button.tsx";
import { maxThreshold, useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";
import styles from "./Lesson.module.css";

interface ThresholdChoicesProps {
  readonly smallest: { readonly name: string; readonly t: number };
}

/** Buttons for a small t, the tail share of the paper, and a t that thins nothing. */
export function ThresholdChoices({ smallest }: ThresholdChoicesProps) {
  const t = useSession((session) => session.t);
  const threshold = useSession((session) => session.settings.threshold);
  const largest = useSession((session) => maxThreshold(session.distribution));
  const setThreshold = useSession((session) => session.setThreshold);
  const setTailShare = useSession((session) => session.setTailShare);
  const isSixPercent = threshold.fixed === "p" && threshold.p === DEFAULT_TAIL_SHARE;
  return (
    <fieldset className={styles.choices}>
      <legend>Set</legend>
      <Button
        aria-pressed={!isSixPercent && t === smallest.t}
        onClick={() => setThreshold(smallest.t)}
      >
        {smallest.name}
      </Button>
      <Button aria-pressed={isSixPercent} onClick={() => setTailShare(DEFAULT_TAIL_SHARE)}>
        p = 6%
      </Button>
      <Button aria-pressed={!isSixPercent && t === largest} onClick={() => setThreshold(largest)}>
        t = ∞
      </Button>
    </fieldset>
  );
}
