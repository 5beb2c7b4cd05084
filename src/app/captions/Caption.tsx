import type { KeyboardEvent, ReactNode } from "react";
import type { PreviewCaption } from "../../engine/types.ts";
import { formatChance, formatCount } from "../parts/format.ts";
import { staysFrom } from "./arithmetic.ts";
import styles from "./Caption.module.css";
import { Highlighted } from "./Highlighted.tsx";
import { Why } from "./Why.tsx";

interface CaptionProps {
  readonly caption: PreviewCaption;
  readonly t: number;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  /** Whether it is the one that Tab comes to. */
  readonly isReached: boolean;
  readonly onReach: () => void;
  readonly thumbnail: ReactNode;
}

/** A caption with its matched entries highlighted; opened, it says why it is kept or dropped. */
export function Caption(props: CaptionProps) {
  const { caption, t, isOpen, onToggle, isReached, onReach, thumbnail } = props;
  const isMatched = caption.entries.length > 0;
  const isKept = caption.tau < t;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    onToggle(false);
    event.currentTarget.querySelector<HTMLElement>("[data-caption]")?.focus();
  };
  return (
    <article
      className={styles.caption}
      data-dropped={!isKept}
      data-pictured={thumbnail !== null}
      onKeyDown={onKeyDown}
    >
      {thumbnail}
      <button
        type="button"
        className={styles.summary}
        data-caption={caption.index}
        aria-expanded={isOpen}
        tabIndex={isReached ? 0 : -1}
        onFocus={onReach}
        onClick={() => onToggle(!isOpen)}
      >
        <span className={styles.text}>
          <Highlighted caption={caption} t={t} isWhole={isOpen} />
        </span>
        <span className={styles.verdict}>
          <strong>{isKept ? "kept" : "dropped"}</strong> ·{" "}
          {isMatched
            ? `chance ${formatChance(caption.chance)} · stays from t = ${formatCount(staysFrom(caption.tau))}`
            : "no entry stands in it"}
        </span>
      </button>
      {isOpen && <Why caption={caption} t={t} />}
    </article>
  );
}
