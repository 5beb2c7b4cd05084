import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** The entries of some ids of the metadata in use, or null until they come. */
export function useEntryNames(ids: readonly number[]): readonly string[] | null {
  const engine = useEngine();
  const metadata = useSession((session) => session.pool?.metadata.sha256);
  const { data } = useQuery({
    queryKey: ["entry names", metadata, ids],
    queryFn: () => engine.entryNames(ids),
    enabled: metadata !== undefined && ids.length > 0,
  });
  return data ?? null;
}
