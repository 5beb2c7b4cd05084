import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { plural } from "../parts/format.ts";
import { useSession } from "../session/session.ts";

/** Asks what to do with files that were dropped while there are others. */
export function ReplaceOrAdd() {
  const offered = useSession((session) => session.offered);
  const isLoading = useSession((session) => session.jobs.length > 0);
  const answer = useSession((session) => session.answer);
  if (!offered) return null;
  const name = offered.length === 1 ? offered[0].name : plural(offered.length, "file");
  return (
    <Dialog title={`Load ${name}`} onClose={() => answer("cancel")}>
      <p>
        {isLoading
          ? "Another load is still running. Replace stops it; Add waits for it and joins its captions."
          : "There is a pool already. Replace it, or add the new captions to it?"}
      </p>
      <DialogButtons>
        <Button onClick={() => answer("cancel")}>Cancel</Button>
        <Button onClick={() => answer("add")}>Add</Button>
        <Button look="action" onClick={() => answer("replace")}>
          Replace
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
