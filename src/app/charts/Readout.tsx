import type { ReactNode } from "react";
import styles from "./chart.module.css";

/** What a point of a chart says when the pointer is on it. */
export function Readout({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.readout}>
      <strong>{title}</strong>
      <p>{children}</p>
    </div>
  );
}
