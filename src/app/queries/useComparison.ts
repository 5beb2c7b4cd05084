import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { thresholdOf, useEngine, useSession } from "../session/session.ts";
import type { Pinned } from "../session/settings.ts";

/** Captions that leave, and that enter, that are shown. */
export const MOST_CAPTIONS = 30;

/** What the pinned setting and the present one keep, at the rested t; the last answer stays until the next. */
export function useComparison(pinned: Pinned) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const now = useSession((session) => session.restedT);
  const distribution = useSession((session) => session.distribution);
  const { t } = thresholdOf(distribution, pinned.threshold);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["comparison", pool?.id, t, pinned.seed, now],
    queryFn: async () => ({
      pinnedT: t,
      t: now,
      ...(await engine.compare({
        pinned: { t, seed: pinned.seed },
        t: now,
        most: MOST_CAPTIONS,
      })),
    }),
    enabled: pool !== null,
    gcTime: 0,
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
    placeholderData: keepPreviousData,
  });
  return { comparison: data ?? null, error, isOld: isPlaceholderData };
}

/** Captions by their positions in the pool, as they are at t. */
export function useCaptionsAt(captions: readonly number[], t: number) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useQuery({
    queryKey: ["captions at", pool?.id, captions, t],
    queryFn: () => engine.captionsAt(captions, t),
    enabled: pool !== null && captions.length > 0,
  });
}
