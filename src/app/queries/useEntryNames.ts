import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** Entries by their ids; undefined while they are on their way. */
export function useEntryNames(ids: readonly number[]): ReadonlyMap<number, string> {
  const engine = useEngine();
  const sha256 = useSession((session) => session.pool?.metadata.sha256);
  const { data } = useQuery({
    queryKey: ["entry names", sha256, ids],
    queryFn: async () => {
      const names = await engine.entryNames(ids);
      return new Map(ids.map((id, i) => [id, names[i]]));
    },
    enabled: sha256 !== undefined && ids.length > 0,
    placeholderData: (previous, query) => (query?.queryKey[1] === sha256 ? previous : undefined),
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<number, string> = new Map();
