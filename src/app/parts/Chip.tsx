import type { ReactNode } from "react";
import styles from "./Chip.module.css";

interface ChipProps {
  readonly children: ReactNode;
  /** What its button does. */
  readonly removeLabel: string;
  readonly onRemove: () => void;
}

/** Something that is set, with a way to take it back. */
export function Chip({ children, removeLabel, onRemove }: ChipProps) {
  return (
    <span className={styles.chip}>
      <span className={styles.text}>{children}</span>
      <button
        type="button"
        className={styles.remove}
        aria-label={removeLabel}
        title={removeLabel}
        onClick={onRemove}
      >
        ×
      </button>
    </span>
  );
}
