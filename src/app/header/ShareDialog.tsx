import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { shareAddress } from "../session/address.ts";
import { useSession } from "../session/session.ts";
import styles from "./ShareDialog.module.css";

/** The address of the page as it is set, where the browser lets no page copy it. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const address = useSession(shareAddress);
  return (
    <Dialog title="Share this view" onClose={onClose}>
      <p>This browser did not allow copying. Copy the address yourself; it holds no data.</p>
      <input
        className={styles.address}
        readOnly
        value={address}
        aria-label="Address of this view"
        onFocus={(event) => event.target.select()}
      />
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
      </DialogButtons>
    </Dialog>
  );
}
