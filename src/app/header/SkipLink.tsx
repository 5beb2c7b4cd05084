import styles from "./SkipLink.module.css";

/** The first thing that the keyboard reaches. */
export function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads to a place, but the address holds the settings
    <a
      href="#threshold"
      className={styles.skip}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("threshold")?.focus();
      }}
    >
      Skip to the threshold
    </a>
  );
}
