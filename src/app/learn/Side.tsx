import styles from "./Side.module.css";

/** Whether an entry with so many matches is head or tail at t; null when it has none. */
export function sideOf(count: number, t: number): "head" | "tail" | null {
  if (count === 0) return null;
  return count < t ? "tail" : "head";
}

/** The word for it, in its colour. */
export function Side({ count, t }: { readonly count: number; readonly t: number }) {
  const side = sideOf(count, t);
  return (
    <span className={styles.side} data-side={side}>
      {side ?? "none here"}
    </span>
  );
}
