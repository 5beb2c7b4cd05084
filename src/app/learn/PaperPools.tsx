import { keptAt } from "../../core/balancing/keptAt.ts";
import { thresholdForTailShare } from "../../core/counting/threshold.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";
import styles from "./Lesson.module.css";
import own from "./PaperPools.module.css";
import { type BalancedPool, PAPER_POOLS } from "./paperFigures.ts";

/** The paper's two pools and this one: what balancing leaves at the same p, and at the same t. */
export function PaperPools() {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const t = thresholdForTailShare(distribution, DEFAULT_TAIL_SHARE);
  const kept = pool ? keptAt(pool.kept, t).captions : 0;
  return (
    <table className={styles.table}>
      <caption>What balancing leaves of a pool</caption>
      <thead>
        <tr>
          <th scope="col">matched captions</th>
          <th scope="col">t</th>
          <th scope="col">p</th>
          <th scope="col">kept</th>
        </tr>
      </thead>
      <tbody>
        {PAPER_POOLS.map(({ pairs, t, isSixPercent, kept, keptShare }) => (
          <Row key={`${pairs}, ${t}`} {...{ pairs, t, isSixPercent, kept, keptShare }} />
        ))}
        {pool && pool.source === null && pool.matchedCaptions > 0 && (
          <Row
            pairs={`${formatCount(pool.matchedCaptions)} in this pool`}
            t={t}
            isSixPercent
            kept={formatCount(kept)}
            keptShare={kept / pool.matchedCaptions}
          />
        )}
      </tbody>
    </table>
  );
}

function Row({ pairs, t, isSixPercent, kept, keptShare }: BalancedPool) {
  return (
    <tr>
      <th scope="row">
        {pairs}
        <span className={own.kept}>keeps {kept}</span>
        <span className={own.track} aria-hidden="true">
          <span data-usual={isSixPercent} style={{ width: `${keptShare * 100}%` }} />
        </span>
      </th>
      <td>{formatCount(t)}</td>
      <td>{isSixPercent ? "6%" : "less"}</td>
      <td>
        <strong>{formatShare(keptShare, 0)}</strong>
      </td>
    </tr>
  );
}
