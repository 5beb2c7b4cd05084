import { Fragment } from "react";
import styles from "./Keys.module.css";
import { keysInWords } from "./keys.ts";

/** Keys as they are pressed: any of some, each one key or two after each other. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((each, i) => (
    <Fragment key={each}>
      {i > 0 && " or "}
      {keysInWords(each).map((key, j) => (
        <Fragment key={key}>
          {j > 0 && " then "}
          <kbd className={styles.key}>{key}</kbd>
        </Fragment>
      ))}
    </Fragment>
  ));
}
