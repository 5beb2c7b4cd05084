import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CaptionFilters, PreviewTab } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

const PAGE = 30;

/**
 * Captions of one kind that pass filters at the rested t, page by page; the last ones stay until new
 * ones come.
 *
 * @param searched share of the files that is searched for the filters' text: hits are added as it grows
 */
export function usePreview(tab: PreviewTab | null, filters: CaptionFilters, searched: number) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const preview = useInfiniteQuery({
    queryKey: ["preview", pool?.id, tab, t, filters],
    queryFn: async ({ pageParam }) => ({
      t,
      ...(await engine.preview({ tab: tab!, t, filters, from: pageParam, limit: PAGE })),
    }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    enabled: pool !== null && tab !== null && (filters.text === "" || searched > 0),
    // Something newer took its place: asked for again while it is still the one shown.
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[2] === tab ? previous : undefined,
  });
  const { hasNextPage, refetch } = preview;
  // Hits come in the order of the pool, so that full pages stay as they are; at the edge they do not.
  const mayGrow = tab !== null && (tab === "edge" || !hasNextPage);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the progress of the search asks again
  useEffect(() => {
    if (mayGrow && searched > 0 && filters.text !== "") refetch();
  }, [searched]);
  return preview;
}
