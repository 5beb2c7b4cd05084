import type { Distribution } from "../counting/distribution.ts";
import { countBelow } from "../counting/distribution.ts";

/** A head entry whose balanced count is above its cap. */
export interface AboveCap {
  readonly id: number;
  readonly count: number;
  readonly balanced: number;
  /** min(count, t), which for a head entry is t. */
  readonly cap: number;
}

/**
 * The head entries whose balanced counts are furthest above t, furthest first. By their difference or
 * their ratio to t the order is the same, since all have the same cap; of equal ones, the entry with
 * more matches comes first. Tail entries are never above their cap.
 *
 * @param balancedCounts by entry id
 */
export function furthestAboveCap(
  { entryIds, counts }: Distribution,
  balancedCounts: ArrayLike<number>,
  t: number,
  limit: number,
): AboveCap[] {
  const found: AboveCap[] = [];
  for (let i = counts.length - 1; i >= countBelow(counts, t); i--) {
    const balanced = balancedCounts[entryIds[i]];
    // Counts fall from here on, and none is balanced to more than its count.
    if (found.length === limit && counts[i] <= found[limit - 1].balanced) break;
    if (balanced <= t || (found.length === limit && balanced <= found[limit - 1].balanced))
      continue;
    let at = found.length;
    while (at > 0 && found[at - 1].balanced < balanced) at--;
    found.splice(at, 0, { id: entryIds[i], count: counts[i], balanced, cap: t });
    if (found.length > limit) found.pop();
  }
  return found;
}

/** How a rule leaves the head. */
export interface HeadSummary {
  /** Balanced matches of head entries. */
  readonly headMatches: number;
  /** Head entries with more than t balanced matches. */
  readonly entriesAbove: number;
  /** Largest balanced count. */
  readonly largest: number;
}

/** @param balancedCounts by entry id */
export function summarizeHead(
  { entryIds, counts }: Distribution,
  balancedCounts: ArrayLike<number>,
  t: number,
): HeadSummary {
  let headMatches = 0;
  let entriesAbove = 0;
  let largest = 0;
  const firstHead = countBelow(counts, t);
  for (let i = 0; i < counts.length; i++) {
    const balanced = balancedCounts[entryIds[i]];
    if (balanced > largest) largest = balanced;
    if (i < firstHead) continue;
    headMatches += balanced;
    if (balanced > t) entriesAbove++;
  }
  return { headMatches, entriesAbove, largest };
}
