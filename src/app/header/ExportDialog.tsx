import { useState } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog, DialogButtons } from "../parts/Dialog.tsx";
import { formatCount, plural } from "../parts/format.ts";
import { chooseDestination } from "../session/destination.ts";
import { useSession } from "../session/session.ts";
import styles from "./ExportDialog.module.css";

export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.t);
  const exportBalanced = useSession((session) => session.exportBalanced);
  const [withColumns, setWithColumns] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!pool) return null;

  async function save() {
    try {
      const destination = await chooseDestination();
      if (!destination) return;
      onClose();
      await exportBalanced(destination, withColumns);
    } catch (error) {
      setProblem(`This browser gave no place to write to: ${(error as Error).message}`);
    }
  }

  const kept = keptAt(pool.kept, t).captions;
  return (
    <Dialog title="Export the balanced subset" onClose={onClose}>
      <p>
        {plural(kept, "caption")} of {formatCount(pool.captions)}, at t = {formatCount(t)} with seed{" "}
        {pool.seed}. Three files are written:
      </p>
      <dl className={styles.files}>
        <dt>.jsonl</dt>
        <dd>the kept lines, byte for byte and in their order</dd>
        <dt>.manifest.json</dt>
        <dd>seed, t, p, counts and hashes: drop it here with the subset to see the same numbers</dd>
        <dt>.entry_counts.json</dt>
        <dd>matches of every entry in the whole pool</dd>
      </dl>
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={withColumns}
          onChange={(event) => setWithColumns(event.target.checked)}
        />
        Add tau, chance and matched entries to each record
      </label>
      {problem && <p role="alert">{problem}</p>}
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="action" onClick={save}>
          Save {plural(kept, "caption")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
