import { useQuery } from "@tanstack/react-query";
import type { CaptionFilters, FilterCounts } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

/**
 * How many captions pass filters at the rested t; null until it is known.
 *
 * @param searched share of the files that is searched for the filters' text
 */
export function useFilterCounts(filters: CaptionFilters, searched: number): FilterCounts | null {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const { data } = useQuery({
    queryKey: ["filter counts", pool?.id, t, filters, searched],
    queryFn: () => engine.filterCounts(t, filters),
    enabled: pool !== null && (filters.text === "" || searched > 0),
    gcTime: 0,
    // Something newer took its place: asked for again while it is still the one shown.
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[3] === filters ? previous : undefined,
  });
  return data ?? null;
}
