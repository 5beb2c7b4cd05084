import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** What a text matches in the metadata in use; the answer for the text before stays until it comes. */
export function useTextMatch(text: string) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useQuery({
    queryKey: ["text match", pool?.id, text],
    queryFn: () => engine.matchText(text),
    enabled: pool !== null,
    gcTime: 0,
    placeholderData: (previous) => previous,
  });
}
