import { Button } from "../parts/Button.tsx";
import { NumberField } from "../parts/NumberField.tsx";
import { Popover } from "../parts/Popover.tsx";
import { maxThreshold, useSession } from "../session/session.ts";
import styles from "./RangeControl.module.css";
import { rangeInWords, useCountRange } from "./useCountRange.ts";

/** The entries selected by their matches: says which, changes them, clears them. */
export function RangeControl() {
  const largest = useSession((session) => maxThreshold(session.distribution) - 1);
  const [counts, select] = useCountRange();
  const { from, to } = counts ?? { from: 1, to: largest };
  const bound = { min: 1, max: largest };
  return (
    <span className={styles.range} data-selected={counts !== null}>
      <Popover
        label="Entries by their matches"
        button={{
          look: "plain",
          className: styles.name,
          children: counts ? rangeInWords(counts) : "Select entries…",
        }}
      >
        {() => (
          <>
            <p className={styles.lead}>
              Entries with so many matches, in the entries table and among captions. Or drag over
              the chart.
            </p>
            <p className={styles.fields}>
              <NumberField
                label="from"
                value={from}
                {...bound}
                onCommit={(n) => select({ from: n, to: Math.max(n, to) })}
              />
              <NumberField
                label="to"
                value={to}
                {...bound}
                suffix="matches"
                onCommit={(n) => select({ from: Math.min(n, from), to: n })}
              />
            </p>
          </>
        )}
      </Popover>
      {counts && (
        <Button
          look="plain"
          className={styles.clear}
          aria-label="Show all entries again"
          onClick={() => select(null)}
        >
          ×
        </Button>
      )}
    </span>
  );
}
