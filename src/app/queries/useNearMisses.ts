import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** Entries that a caption nearly matches. @param isAsked false while something else comes first */
export function useNearMisses(caption: number, isAsked: boolean) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useQuery({
    queryKey: ["near misses", pool?.id, caption],
    queryFn: () => engine.nearMisses(caption),
    enabled: isAsked,
  });
}
