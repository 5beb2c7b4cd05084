import { useQuery } from "@tanstack/react-query";
import type { CarriersPage } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

/** Tail entries shown, and head entries. */
const MOST = 9;

/** Why the kept captions of an entry are kept at the rested t, by the published rule. */
export function useCarriers(entry: number | null): {
  readonly page: CarriersPage | null;
  readonly error: Error | null;
} {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const { data, error } = useQuery({
    queryKey: ["carriers", pool?.id, entry, t],
    queryFn: () => engine.carriers({ entry: entry ?? 0, t, limit: MOST }),
    enabled: pool !== null && entry !== null,
    gcTime: 0,
    retry: (_, failure) => failure.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[2] === entry ? previous : undefined,
  });
  return { page: data ?? null, error };
}
