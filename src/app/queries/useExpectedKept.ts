import { useQuery } from "@tanstack/react-query";
import { expectedKeptAt } from "../../core/balancing/expectedKept.ts";
import { useEngine, useSession } from "../session/session.ts";
import { useLatestBalance } from "./useBalance.ts";

/**
 * About how many captions are expected to be kept at the current t: follows every move. It is
 * asked for once the exact figures of a rested t have come, and null until then; also of a balanced
 * subset, since what its source would keep is not seen in it.
 */
export function useExpectedKept(): number | null {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.t);
  const hasBalance = useLatestBalance() !== null;
  const { data } = useQuery({
    queryKey: ["expectedKept", pool?.id],
    queryFn: () => engine.expectedKept(),
    enabled: pool !== null && pool.source === null && hasBalance,
  });
  return data ? expectedKeptAt(data, t) : null;
}
