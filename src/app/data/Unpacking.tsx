import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatBytes, formatCount } from "../parts/format.ts";
import { useSession } from "../session/session.ts";

/** Asks about a file that unpacks to far more than files do. */
export function Unpacking() {
  const unpacking = useSession(({ jobs }) => jobs.find((job) => job.unpacking)?.unpacking);
  if (!unpacking) return null;
  const { text, answer } = unpacking;
  const { file, packed, unpacked } = text;
  return (
    <Dialog title={`Unpack all of ${file}?`} onClose={() => answer(false)}>
      <p>
        {formatBytes(packed)} of it gave {formatBytes(unpacked)}, {formatCount(unpacked / packed)}{" "}
        times as much. Files of captions are mostly packed to a tenth; one like this may be made to
        fill memory and disk.
      </p>
      <DialogButtons>
        <Button onClick={() => answer(false)}>Leave it out</Button>
        <Button look="action" onClick={() => answer(true)}>
          Go on
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
