import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useCurrentBalance } from "../queries/useBalance.ts";
import { captionsBalanced, useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./Sentence.module.css";

/** A part of the sentence, and how it looks. */
interface Part {
  readonly text: string;
  readonly look?: "strong" | "t" | "after";
}

/** What the current threshold does, in one sentence, by its parts. */
export function useSentence(): readonly Part[] {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const { t, tailShare, headEntries, tailEntries, captionsKept } = useThreshold();
  const current = useCurrentBalance();
  if (!pool) return [];
  const entryIds = distribution.entryIds.subarray(tailEntries);
  const headMatches = current && entryIds.reduce((n, id) => n + current.balancedCounts[id], 0);
  const headShare =
    current && headMatches !== null && current.balancedMatches > 0
      ? formatShare(headMatches / current.balancedMatches)
      : "…";
  return [
    { text: "At " },
    { text: `t = ${formatCount(t)}`, look: "t" },
    { text: ", " },
    { text: formatShare(tailShare), look: "strong" },
    { text: " of matches are tail. " },
    { text: formatCount(captionsKept), look: "strong" },
    {
      text: ` of ${plural(captionsBalanced(pool), "caption")} stay; ${plural(headEntries, "head entry", "head entries")} go from ${formatShare(1 - tailShare)} of all matches to `,
    },
    { text: headShare, look: "after" },
    { text: "." },
  ];
}

/** The live sentence over the chart. */
export function Sentence() {
  return (
    <p className={styles.sentence} data-printed>
      {useSentence().map(({ text, look }, i) =>
        look ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts stand in a fixed order
          <span key={i} className={styles[look]}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </p>
  );
}
