import { useState } from "react";
import styles from "./NumberField.module.css";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Digits after the point; 0 when left out. */
  readonly digits?: number;
  readonly suffix?: string;
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A number that takes effect with Enter or when the field is left, and then stays within bounds. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, digits = 0, suffix, disabled, onCommit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? String(Number(value.toFixed(digits)));

  function commit() {
    if (draft === null) return;
    setDraft(null);
    const wanted = Number(digits === 0 ? draft.replace(/[,\s]/g, "") : draft.replace(",", "."));
    if (draft.trim() === "" || Number.isNaN(wanted)) return;
    onCommit(Math.min(Math.max(Number(wanted.toFixed(digits)), min), max));
  }

  return (
    <label className={styles.field}>
      <span className={styles.label}>{label}</span>
      <input
        className={styles.input}
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        disabled={disabled}
        size={Math.max(shown.length, 3)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setDraft(null);
        }}
      />
      {suffix && <span className={styles.label}>{suffix}</span>}
    </label>
  );
}
