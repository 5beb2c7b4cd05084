import { useEffect, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatBytes } from "../parts/format.ts";
import styles from "./ClearDialog.module.css";
import { bytesInUse } from "./clearEverything.ts";
import { useKeeping } from "./keeping.ts";

/** Asks before all that this browser keeps is removed. */
export function ClearDialog({ onClose }: { readonly onClose: () => void }) {
  const clear = useKeeping((keeping) => keeping.clear);
  const [bytes, setBytes] = useState<number | null>(null);
  const [isClearing, setIsClearing] = useState(false);
  useEffect(() => {
    bytesInUse().then(setBytes);
  }, []);
  return (
    <Dialog title="Clear everything" onClose={onClose}>
      <p>
        All that Headtail keeps in this browser is removed
        {bytes !== null && bytes > 0 && <>: about {formatBytes(bytes)}</>}.
      </p>
      <ul className={styles.list}>
        <li>pools kept for a reload, with copies of caption files</li>
        <li>indexes of metadata lists, and exports left over</li>
        <li>settings, theme, and the copy for use without a network</li>
      </ul>
      <p>
        Your files stay as they are. Other tabs of Headtail keep what they show until they are
        closed, but may lose the captions’ texts. This page begins anew with the demo pool.
      </p>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="action"
          disabled={isClearing}
          onClick={() => {
            setIsClearing(true);
            clear();
          }}
        >
          Clear everything
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
