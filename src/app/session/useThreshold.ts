import { useMemo } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { summarizeAt, type ThresholdSummary } from "../../core/counting/threshold.ts";
import { useSession } from "./session.ts";

/** What the current t makes of the pool: read from sorted columns, so it follows every move. */
export interface AtThreshold extends ThresholdSummary {
  /** As drawn. */
  readonly captionsKept: number;
  /** Matches among kept captions, as drawn. */
  readonly balancedMatches: number;
}

export function useThreshold(): AtThreshold {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.t);
  return useMemo(() => {
    const kept = pool ? keptAt(pool.kept, t) : { captions: 0, matches: 0 };
    return {
      ...summarizeAt(distribution, t),
      captionsKept: kept.captions,
      balancedMatches: kept.matches,
    };
  }, [pool, distribution, t]);
}
