import type { ReactNode } from "react";
import { formatShare, formatShort } from "../parts/format.ts";
import { NumberField } from "../parts/NumberField.tsx";
import { useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./ThresholdSlider.module.css";
import { useThresholdControl } from "./thresholdControl.ts";

/** The paper's threshold for its pool of 1.6 billion pairs. */
const PAPER_THRESHOLD = 20_000;

/** Of the scale: thresholds further along would stand in the way of the one that keeps all. */
const NEAR_END = 0.9;

/** Thresholds under the slider: powers of ten, and in place of 10k the paper's where it is in range. */
export function sliderTicks(largest: number): number[] {
  const ticks = [1];
  for (let tick = 10; tick < largest ** NEAR_END; tick *= 10) ticks.push(tick);
  if (largest ** NEAR_END > PAPER_THRESHOLD) ticks[ticks.indexOf(10_000)] = PAPER_THRESHOLD;
  return ticks;
}

interface ThresholdSliderProps {
  /** Stands beside the fields of t and p. */
  readonly children?: ReactNode;
}

/** Sets t on a log scale, or the tail share p that it means. */
export function ThresholdSlider({ children }: ThresholdSliderProps) {
  const { t, largest, setThreshold, inWords, onKeyDown } = useThresholdControl();
  const p = useSession((session) => session.p);
  const fixed = useSession((session) => session.settings.threshold.fixed);
  const { tailShare } = useThreshold();
  const setTailShare = useSession((session) => session.setTailShare);
  const scale = Math.log(Math.max(largest, 2));
  const positionOf = (threshold: number) => Math.log(threshold) / scale;

  return (
    <div className={styles.slider}>
      <div className={styles.fields}>
        <NumberField label="threshold t" value={t} min={1} max={largest} onCommit={setThreshold} />
        <NumberField
          label="tail share p"
          value={p * 100}
          min={0}
          max={100}
          digits={2}
          suffix="%"
          onCommit={(percent) => setTailShare(percent / 100)}
        />
        {children}
        <span className={styles.fixed}>
          {fixed === "p" ? `p is held; the nearest t has ${formatShare(tailShare)}` : "t is held"}
        </span>
      </div>
      <div className={styles.scale}>
        <input
          className={styles.range}
          id="threshold"
          type="range"
          min={0}
          max={1}
          step="any"
          value={positionOf(t)}
          style={{ "--done": `${positionOf(t) * 100}%` } as React.CSSProperties}
          aria-label="Threshold t"
          aria-valuetext={inWords}
          onChange={(event) => setThreshold(Math.exp(Number(event.target.value) * scale))}
          onKeyDown={onKeyDown}
        />
        <div className={styles.ticks} aria-hidden="true">
          {sliderTicks(largest).map((tick) => (
            <span key={tick} style={{ left: `${positionOf(tick) * 100}%` }}>
              {formatShort(tick)}
            </span>
          ))}
          <span style={{ left: "100%" }}>all</span>
        </div>
      </div>
    </div>
  );
}
