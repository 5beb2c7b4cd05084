import type { ReactNode } from "react";
import styles from "./Lesson.module.css";

/** What a lesson says, said exactly. */
export function Formula({ children }: { readonly children: ReactNode }) {
  return (
    <section className={styles.formula} aria-label="Exactly">
      <h3>Exactly</h3>
      <p>{children}</p>
    </section>
  );
}
