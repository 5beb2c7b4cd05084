import styles from "./Side.module.css";

/** Whether an entry with so many matches is head or tail at t. */
export function Side({ count, t }: { readonly count: number; readonly t: number }) {
  if (count === 0) return <span className={styles.side}>none here</span>;
  const side = count < t ? "tail" : "head";
  return (
    <span className={styles.side} data-side={side}>
      {side}
    </span>
  );
}
