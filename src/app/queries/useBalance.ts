import { useQuery } from "@tanstack/react-query";
import type { Balance } from "../../core/balancing/balance.ts";
import { useEngine, useSession } from "../session/session.ts";
import { useRestedThreshold } from "../session/useRested.ts";

/**
 * What balancing at t gives in full, once t has come to rest. `current` is null while t moves or
 * the answer is on its way; `latest` is then the last one of this pool, for curves that follow.
 */
export function useBalance(): { current: Balance | null; latest: Balance | null } {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.t);
  const rested = useRestedThreshold();
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["balance", pool?.id, rested],
    queryFn: () => engine.balance(rested),
    enabled: pool !== null,
    gcTime: 0,
    placeholderData: (previous, query) => (query?.queryKey[1] === pool?.id ? previous : undefined),
  });
  const latest = data ?? null;
  return { current: latest && !isPlaceholderData && latest.t === t ? latest : null, latest };
}
