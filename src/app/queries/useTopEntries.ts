import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";
import { useLatestBalance } from "./useBalance.ts";

/** The entries with most matches, for the printed report. Asked once the first balance has come. */
export function useTopEntries(limit: number) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const hasBalance = useLatestBalance() !== null;
  return useQuery({
    queryKey: ["top entries", pool?.id, limit],
    queryFn: () =>
      engine.entries({
        search: "",
        file: null,
        sort: "matches",
        descending: true,
        offset: 0,
        limit,
      }),
    enabled: pool !== null && hasBalance,
  });
}
