import { useQuery } from "@tanstack/react-query";
import type { Balance } from "../../core/balancing/balance.ts";
import type { EntriesFound, EntriesQuery } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

export interface Entries {
  /** In the order asked for; of the question before while the answer is on its way. */
  readonly found: EntriesFound | null;
  readonly isWaiting: boolean;
  readonly error: Error | null;
}

/**
 * The entries that fit, sorted by DuckDB at the rested t.
 *
 * @param balance the last one: for a sort by what it gives
 */
export function useEntries(
  query: Omit<EntriesQuery, "t" | "balancedCounts">,
  balance: Balance | null,
): Entries {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const restedT = useSession((session) => session.restedT);
  const needsBalance = query.sort === "balanced" || query.sort === "kept-share";
  const needsT =
    query.sort === "capped" ||
    query.sort === "status" ||
    query.status === "head" ||
    query.status === "tail";
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: [
      "entries",
      pool?.metadata.sha256,
      pool?.id,
      query,
      needsT ? restedT : null,
      needsBalance ? balance?.t : null,
    ],
    queryFn: () =>
      engine.entries({
        ...query,
        t: restedT,
        balancedCounts: needsBalance ? balance!.balancedCounts : null,
      }),
    enabled: pool !== null && (!needsBalance || balance !== null),
    gcTime: 0,
    // Superseded by a newer question: asked again while it is still the one shown.
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === pool?.metadata.sha256 ? previous : undefined,
  });
  return { found: data ?? null, isWaiting: isPlaceholderData || isFetching, error };
}
