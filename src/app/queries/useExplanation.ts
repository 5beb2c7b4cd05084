import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** Why a caption is kept or dropped at t. */
export function useExplanation(caption: number, t: number) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useQuery({
    queryKey: ["explanation", pool?.id, caption, t],
    queryFn: () => engine.explain(caption, t),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[2] === caption ? previous : undefined,
  });
}
