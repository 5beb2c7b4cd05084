import { useMemo, useState } from "react";
import { furthestAboveCap } from "../../core/balancing/fromCap.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { formatCount } from "../parts/format.ts";
import { Section } from "../parts/Section.tsx";
import { useLatestBalance } from "../queries/useBalance.ts";
import { usePool, useSession } from "../session/session.ts";
import styles from "./AboveCap.module.css";
import { CarriersTable } from "./CarriersTable.tsx";

const SHOWN = 20;

/** The entries furthest above their cap, and which entries carry the one that is chosen. */
export function AboveCap() {
  const pool = usePool();
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  const [chosen, setChosen] = useState<number | null>(null);
  const rows = useMemo(
    () => (latest ? furthestAboveCap(distribution, latest.balancedCounts, latest.t, SHOWN) : []),
    [distribution, latest],
  );
  const shown = rows.find(({ id }) => id === chosen) ?? rows[0];
  if (latest && rows.length === 0) {
    return (
      <Section title="Entries furthest from their cap">
        <p className={styles.note}>No entry has more than t balanced matches.</p>
      </Section>
    );
  }
  return (
    <Section title="Entries furthest from their cap, by the published rule">
      <div className={styles.columns}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">head entry</th>
              <th scope="col">matches</th>
              <th scope="col">capped</th>
              <th scope="col">balanced</th>
              <th scope="col">times its cap</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, count, cap, balanced }) => (
              <tr key={id} data-chosen={id === shown?.id}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.entry}
                    aria-pressed={id === shown?.id}
                    onClick={() => setChosen(id)}
                  >
                    {entryOf(pool, id)}
                  </button>
                </th>
                <td>{formatCount(count)}</td>
                <td className={styles.capped}>{formatCount(cap)}</td>
                <td className={styles.balanced}>{formatCount(balanced)}</td>
                <td>{timesOf(balanced / cap)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown && <CarriersTable entry={shown.id} name={entryOf(pool, shown.id)} />}
      </div>
    </Section>
  );
}

/** 7.25 → “7.3”, 86.2 → “86”. */
function timesOf(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(1) : formatCount(ratio);
}
