import { useInfiniteQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

const PAGE = 30;

/** Lines that gave no caption, page by page. @param file its position; null for all */
export function useRejectedLines(file: number | null) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useInfiniteQuery({
    queryKey: ["rejected lines", pool?.id, file],
    queryFn: ({ pageParam }) => engine.rejectedLines({ file, from: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    enabled: pool !== null,
  });
}
