import { ActionButton } from "../actions/ActionButton.tsx";
import styles from "./KeptHere.module.css";
import { useKeeping } from "./keeping.ts";

/** What this browser keeps, and the way to remove all of it. */
export function KeptHere() {
  const problem = useKeeping((keeping) => keeping.problem);
  return (
    <>
      <p className={styles.sentence}>
        {problem ||
          "Your pool, metadata lists and settings are kept for a reload, on this machine."}
      </p>
      <p>
        <ActionButton action="clear" look="plain">
          Clear everything…
        </ActionButton>
      </p>
    </>
  );
}
