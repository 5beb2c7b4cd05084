import { type FormEvent, useState } from "react";
import { bytesAt, thresholdForBytes, thresholdForCaptions } from "../../core/balancing/aim.ts";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { Button } from "../parts/Button.tsx";
import { formatBytes, formatCount, plural } from "../parts/format.ts";
import { maxThreshold, useEngine, useSession } from "../session/session.ts";
import styles from "./AimFor.module.css";

const UNITS = { captions: 1, MB: 1e6, GB: 1e9 } as const;
type Unit = keyof typeof UNITS;

/** Finds the threshold that keeps so many captions, or at most so many bytes of lines. */
export function AimFor() {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return <AimForm onClose={() => setIsOpen(false)} />;
  return (
    <Button look="plain" onClick={() => setIsOpen(true)}>
      aim for…
    </Button>
  );
}

function AimForm({ onClose }: { readonly onClose: () => void }) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const largest = useSession((session) => maxThreshold(session.distribution));
  const setThreshold = useSession((session) => session.setThreshold);
  const [amount, setAmount] = useState("");
  const [unit, setUnit] = useState<Unit>("captions");
  const [outcome, setOutcome] = useState("");

  async function aim(event: FormEvent) {
    event.preventDefault();
    const wanted = Number(amount.replace(/[,\s]/g, "")) * UNITS[unit];
    if (pool === null) return;
    if (!(wanted > 0)) {
      setOutcome("Type a number larger than 0.");
      return;
    }
    if (unit === "captions") {
      const t = thresholdForCaptions(pool.kept, wanted, largest);
      setThreshold(t);
      setOutcome(
        `t = ${formatCount(t)} keeps ${plural(keptAt(pool.kept, t).captions, "caption")}.`,
      );
      return;
    }
    let bytes: Float64Array;
    try {
      bytes = await engine.bytesByThreshold();
    } catch (error) {
      setOutcome(`The lines could not be measured: ${(error as Error).message}`);
      return;
    }
    const t = thresholdForBytes(bytes, wanted, largest);
    setThreshold(t);
    const taken = bytesAt(bytes, t);
    const kept = `t = ${formatCount(t)} keeps ${formatBytes(taken)} of lines`;
    setOutcome(
      taken > wanted ? `${kept}: no threshold keeps less.` : `${kept}, the most that fits.`,
    );
  }

  return (
    <form
      className={styles.form}
      onSubmit={aim}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <label className={styles.label}>
        {unit === "captions" ? "aim for" : "at most"}
        <input
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
          autoFocus
          className={styles.amount}
          inputMode="decimal"
          autoComplete="off"
          placeholder={unit === "captions" ? "400,000" : "5"}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </label>
      <select
        aria-label="What to aim for"
        value={unit}
        onChange={(event) => setUnit(event.target.value as Unit)}
      >
        <option value="captions">captions</option>
        <option value="MB">MB</option>
        <option value="GB">GB</option>
      </select>
      <Button type="submit">Find t</Button>
      <Button look="plain" onClick={onClose}>
        close
      </Button>
      <span role="status" className={styles.outcome}>
        {outcome}
      </span>
    </form>
  );
}
