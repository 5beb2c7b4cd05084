import type { NearMissedEntry, NearMissReason } from "../../engine/types.ts";
import { formatCount, plural } from "../parts/format.ts";
import { useNearMisses } from "../queries/useNearMisses.ts";
import styles from "./Why.module.css";

const SHOWN = 8;

const REASONS: Record<NearMissReason, string> = {
  case: "case counts",
  punctuation: "punctuation stands in it or against it",
  spacing: "its spaces are not single ones",
  unmatchable: "only captions are spaced at marks, so that no caption can match it",
};

/** Entries that would match but for case, punctuation or spacing. */
export function NearMisses({ caption }: { readonly caption: number }) {
  const { data: misses, error } = useNearMisses(caption, true);
  if (error) return <p role="alert">Near misses could not be looked up: {error.message}</p>;
  if (!misses || misses.length === 0) return null;
  const more = misses.length - SHOWN;
  return (
    <details className={styles.misses} open={misses.length <= SHOWN}>
      <summary>{plural(misses.length, "near miss", "near misses")}</summary>
      <ul>
        {misses.slice(0, SHOWN).map((miss) => (
          <li key={miss.id}>
            <b>{miss.entry}</b> does not match “{miss.written}”: {reasonsOf(miss)}.
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ul>
    </details>
  );
}

function reasonsOf({ reasons }: NearMissedEntry): string {
  return reasons.map((reason) => REASONS[reason]).join("; ");
}
