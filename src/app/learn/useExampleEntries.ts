import { useMemo } from "react";
import { countBelow, type Distribution } from "../../core/counting/distribution.ts";
import { thresholdForTailShare } from "../../core/counting/threshold.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";

/** An entry of the pool to look at. */
export interface ExampleEntry {
  readonly id: number;
  readonly entry: string;
  readonly count: number;
}

const CANDIDATES = 24;

/**
 * A large entry and a small one, the same as t moves: words that say something, where there are
 * some. Null in a pool without matches; the small one is null in a pool of one entry.
 */
export function useExampleEntries(): { head: ExampleEntry; tail: ExampleEntry | null } | null {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  return useMemo(() => {
    const { counts, entryIds } = distribution;
    if (pool === null || counts.length === 0) return null;
    const entryAt = (position: number): ExampleEntry => ({
      id: entryIds[position],
      entry: entryOf(pool, entryIds[position]),
      count: counts[position],
    });
    const small = candidatesBelow(smallEntries(distribution)).map(entryAt);
    return {
      head: clearest(candidatesBelow(counts.length).map(entryAt)),
      tail: small.length === 0 ? null : clearest(small),
    };
  }, [pool, distribution]);
}

/** So many entries are rare whatever is common here: well below the threshold at 6%. */
function smallEntries(distribution: Distribution): number {
  const t = thresholdForTailShare(distribution, DEFAULT_TAIL_SHARE);
  const below = countBelow(distribution.counts, Math.max(2, t * 0.7));
  return Math.min(Math.max(below, 1), distribution.counts.length - 1);
}

/** Positions below one, downwards. */
function candidatesBelow(position: number): number[] {
  return Array.from({ length: Math.min(CANDIDATES, position) }, (_, i) => position - 1 - i);
}

function clearest(entries: readonly ExampleEntry[]): ExampleEntry {
  return entries.find(({ entry }) => /^\p{Ll}{4,}$/u.test(entry)) ?? entries[0];
}
