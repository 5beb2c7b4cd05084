import { Button } from "../parts/Button.tsx";
import { NumberField } from "../parts/NumberField.tsx";
import { useSession } from "../session/session.ts";
import { LARGEST_SEED } from "../session/settings.ts";
import styles from "./SeedField.module.css";

/** The seed of the draw: the same seed keeps the same captions. */
export function SeedField() {
  const seed = useSession((session) => session.settings.seed);
  const isBusy = useSession((session) => session.jobs.length > 0);
  const change = useSession((session) => session.change);
  const drawAgain = (next: number) => change({ seed: next });
  return (
    <p className={styles.row}>
      <NumberField
        label="seed"
        value={seed}
        min={0}
        max={LARGEST_SEED}
        disabled={isBusy}
        onCommit={drawAgain}
      />
      <Button
        look="plain"
        disabled={isBusy}
        onClick={() => drawAgain(seed === LARGEST_SEED ? 0 : seed + 1)}
      >
        draw again
      </Button>
    </p>
  );
}
