import { useInfiniteQuery } from "@tanstack/react-query";
import type { PreviewTab } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

const PAGE = 30;

/** Captions of one kind at the rested t, page by page; the last ones stay until new ones come. */
export function usePreview(tab: PreviewTab) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  return useInfiniteQuery({
    queryKey: ["preview", pool?.id, tab, t],
    queryFn: async ({ pageParam }) => ({
      t,
      ...(await engine.preview({ tab, t, from: pageParam, limit: PAGE })),
    }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    enabled: pool !== null,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[2] === tab ? previous : undefined,
  });
}
