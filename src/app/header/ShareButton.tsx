import { useEffect, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { shareAddress } from "../session/address.ts";
import { useSession } from "../session/session.ts";
import styles from "./ShareButton.module.css";

/** Milliseconds that the button says what it did. */
const TOLD = 2000;

/** Copies the address of the page as it is set: settings, view and lesson, never data. */
export function ShareButton() {
  const settings = useSession((session) => session.settings);
  const [isCopied, setIsCopied] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), TOLD);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function share() {
    const shared = shareAddress(settings);
    try {
      await navigator.clipboard.writeText(shared);
      setIsCopied(true);
    } catch {
      setAddress(shared);
    }
  }

  return (
    <>
      <Button className={styles.share} onClick={share}>
        <span aria-live="polite">{isCopied ? "Copied" : "Share"}</span>
      </Button>
      {address !== null && (
        <Dialog title="Share this view" onClose={() => setAddress(null)}>
          <p>This browser did not allow copying. Copy the address yourself; it holds no data.</p>
          <input
            className={styles.address}
            readOnly
            value={address}
            aria-label="Address of this view"
            onFocus={(event) => event.target.select()}
          />
          <div className={styles.buttons}>
            <Button onClick={() => setAddress(null)}>Close</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
