import { useQuery } from "@tanstack/react-query";
import type { Balance } from "../../core/balancing/balance.ts";
import { useEngine, useSession } from "../session/session.ts";

/**
 * What balancing at the rested t gives in full: the last answer for this pool, for curves that
 * follow. It stays while t moves, and nothing that asks for it is rendered then.
 */
export function useLatestBalance(): Balance | null {
  return useBalanceAtRest().latest;
}

/** The same, but null while t moves or the answer is on its way: for figures that must be t's own. */
export function useCurrentBalance(): Balance | null {
  const t = useSession((session) => session.t);
  const { latest, isOfThisRest } = useBalanceAtRest();
  return isOfThisRest && latest?.t === t ? latest : null;
}

function useBalanceAtRest() {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const restedT = useSession((session) => session.restedT);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["balance", pool?.id, restedT],
    queryFn: () => engine.balance(restedT),
    enabled: pool !== null,
    gcTime: 0,
    // Superseded by a newer t: asked for again while it is still the one shown.
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) => (query?.queryKey[1] === pool?.id ? previous : undefined),
  });
  return { latest: data ?? null, isOfThisRest: !isPlaceholderData };
}
