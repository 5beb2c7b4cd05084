import type { CaptionNearMiss, NearMissReason } from "../../engine/types.ts";
import { formatCount, plural } from "../parts/format.ts";
import { useNearMisses } from "../queries/useNearMisses.ts";
import styles from "./Why.module.css";

const SHOWN = 6;

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
  const more = misses.slice(SHOWN);
  return (
    <section className={styles.misses} aria-label="Near misses">
      <h3 className={styles.heading}>{plural(misses.length, "near miss", "near misses")}</h3>
      <ul>
        {misses.slice(0, SHOWN).map((miss) => (
          <NearMiss key={miss.id} miss={miss} />
        ))}
      </ul>
      {more.length > 0 && (
        <details>
          <summary>{formatCount(more.length)} more</summary>
          <ul>
            {more.map((miss) => (
              <NearMiss key={miss.id} miss={miss} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function NearMiss({ miss: { entry, written, reasons } }: { readonly miss: CaptionNearMiss }) {
  return (
    <li>
      <b>{entry}</b> does not match “{written}”: {reasons.map((why) => REASONS[why]).join("; ")}.
    </li>
  );
}
