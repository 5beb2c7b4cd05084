import type { ReactNode } from "react";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import styles from "./KeptBars.module.css";

/** Captions that have something in common, and how many of them stay. */
export interface KeptBar {
  readonly name: string;
  /** As said aloud: “Captions with 2 matches”. */
  readonly captionsName: string;
  /** With a match. */
  readonly captions: number;
  readonly kept: number;
  /** Shows these captions alone, or all again when they are; absent where they cannot be asked for. */
  readonly onChoose?: (() => void) | undefined;
  readonly isChosen?: boolean | undefined;
}

interface KeptBarsProps {
  readonly title: ReactNode;
  readonly bars: readonly KeptBar[];
  /** What stands in the place of bars, or below them. */
  readonly children?: ReactNode;
}

/** Bars of the share kept, each with its figures. */
export function KeptBars({ title, bars, children }: KeptBarsProps) {
  return (
    <div className={styles.chart}>
      <h3 className={styles.title}>{title}</h3>
      {bars.length > 0 && (
        <ul className={styles.rows}>
          <li className={styles.head} aria-hidden="true">
            <span className={styles.share}>share</span>
            <span>kept</span>
            <span>of</span>
          </li>
          {bars.map((bar) => (
            <li key={bar.name}>
              <Bar {...bar} />
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

function Bar({ name, captionsName, captions, kept, onChoose, isChosen }: KeptBar) {
  const share = captions === 0 ? 0 : kept / captions;
  const figures = (
    <>
      <span className={styles.name}>{name}</span>
      <span className={styles.track}>
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span>{captions === 0 ? "–" : formatShare(share, 0)}</span>
      <span>{formatCount(kept)}</span>
      <span className={styles.captions}>{formatCount(captions)}</span>
    </>
  );
  const sentence = `${captionsName}: ${formatCount(kept)} of ${plural(captions, "caption")} kept, ${formatShare(share)}`;
  return onChoose ? (
    <button
      type="button"
      className={styles.bar}
      aria-pressed={isChosen}
      title={sentence}
      onClick={onChoose}
    >
      {figures}
    </button>
  ) : (
    <div className={styles.bar} role="img" aria-label={sentence} title={sentence}>
      {figures}
    </div>
  );
}
