import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useCurrentBalance } from "../queries/useBalance.ts";
import { captionsBalanced, useSession } from "../session/session.ts";
import { useThreshold } from "../session/useThreshold.ts";
import styles from "./Sentence.module.css";

/** What the current threshold does, in one sentence. */
export function Sentence() {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const { t, tailShare, headEntries, tailEntries, captionsKept } = useThreshold();
  const current = useCurrentBalance();
  if (!pool) return null;
  const entryIds = distribution.entryIds.subarray(tailEntries);
  const headMatches = current && entryIds.reduce((n, id) => n + current.balancedCounts[id], 0);
  const headShare =
    current && headMatches !== null && current.balancedMatches > 0
      ? formatShare(headMatches / current.balancedMatches)
      : "…";
  return (
    <p className={styles.sentence}>
      At <strong className={styles.t}>t = {formatCount(t)}</strong>,{" "}
      <strong>{formatShare(tailShare)}</strong> of matches are tail.{" "}
      <strong>{formatCount(captionsKept)}</strong> of {plural(captionsBalanced(pool), "caption")}{" "}
      stay; {plural(headEntries, "head entry", "head entries")} go from {formatShare(1 - tailShare)}{" "}
      of all matches to <span className={styles.after}>{headShare}</span>.
    </p>
  );
}
