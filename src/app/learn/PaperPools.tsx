import { keptAt } from "../../core/balancing/keptAt.ts";
import { thresholdForTailShare } from "../../core/counting/threshold.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";
import styles from "./Lesson.module.css";
import own from "./PaperPools.module.css";
import { PAPER_POOLS } from "./paperFigures.ts";

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
          <th scope="col">matched pairs</th>
          <th scope="col">t</th>
          <th scope="col">p</th>
          <th scope="col">kept</th>
        </tr>
      </thead>
      <tbody>
        {PAPER_POOLS.map((row) => (
          <tr key={`${row.pairs}, ${row.t}`}>
            <th scope="row">
              {row.pairs}
              <Share share={row.keptShare} isSixPercent={row.isSixPercent} />
            </th>
            <td>{formatCount(row.t)}</td>
            <td>{row.isSixPercent ? "6%" : "less"}</td>
            <td>
              {row.kept} <strong className={own.share}>{formatShare(row.keptShare, 0)}</strong>
            </td>
          </tr>
        ))}
        {pool && pool.source === null && pool.matchedCaptions > 0 && (
          <tr>
            <th scope="row">
              this pool, {formatCount(pool.matchedCaptions)}
              <Share share={kept / pool.matchedCaptions} isSixPercent />
            </th>
            <td>{formatCount(t)}</td>
            <td>6%</td>
            <td>
              {formatCount(kept)}{" "}
              <strong className={own.share}>{formatShare(kept / pool.matchedCaptions, 0)}</strong>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface ShareProps {
  readonly share: number;
  readonly isSixPercent: boolean;
}

function Share({ share, isSixPercent }: ShareProps) {
  return (
    <span className={own.track} aria-hidden="true">
      <span data-usual={isSixPercent} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
