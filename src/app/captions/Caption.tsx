import type { PreviewCaption } from "../../engine/types.ts";
import { formatChance, formatCount } from "../parts/format.ts";
import styles from "./Caption.module.css";
import { Highlighted } from "./Highlighted.tsx";
import { Why } from "./Why.tsx";

interface CaptionProps {
  readonly caption: PreviewCaption;
  readonly t: number;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

/** A caption with its matched entries highlighted; opened, it says why it is kept or dropped. */
export function Caption({ caption, t, isOpen, onToggle }: CaptionProps) {
  const isMatched = caption.entries.length > 0;
  const isKept = caption.tau < t;
  return (
    <article className={styles.caption} data-dropped={!isKept}>
      <button
        type="button"
        className={styles.summary}
        aria-expanded={isOpen}
        onClick={() => onToggle(!isOpen)}
      >
        <span className={styles.text}>
          <Highlighted caption={caption} t={t} isWhole={isOpen} />
        </span>
        <span className={styles.verdict}>
          <strong>{isKept ? "kept" : "dropped"}</strong>{" "}
          {isMatched
            ? `chance ${formatChance(caption.chance)} · stays from t = ${formatCount(Math.floor(caption.tau) + 1)}`
            : "no entry stands in it"}
        </span>
      </button>
      {isOpen && <Why caption={caption} t={t} />}
    </article>
  );
}
