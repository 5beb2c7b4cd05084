import { useEffect, useRef } from "react";
import { Button } from "../parts/Button.tsx";
import styles from "./DataDrawer.module.css";
import { DataPanel } from "./DataPanel.tsx";
import { useDataDrawer } from "./useDataDrawer.ts";

/** The left column; a drawer where there is no room for it. */
export function DataDrawer() {
  const { isDrawer, isOpen, close } = useDataDrawer();
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) closing.current?.focus();
  }, [isOpen]);
  return (
    <>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse, beside Close and Escape
        // biome-ignore lint/a11y/useKeyWithClickEvents: for the mouse, beside Close and Escape
        <div className={styles.shade} onClick={close} />
      )}
      <aside
        id="data"
        className={styles.data}
        data-open={isOpen}
        aria-label="Data"
        inert={isDrawer && !isOpen}
        onKeyDown={(event) => event.key === "Escape" && close()}
      >
        {isDrawer && (
          <Button ref={closing} className={styles.close} onClick={close}>
            Close
          </Button>
        )}
        <DataPanel />
      </aside>
    </>
  );
}
