import { useQuery } from "@tanstack/react-query";
import { useEngine, useSession } from "../session/session.ts";

/** Entries and matches of one file in each count band; asked only when a file is chosen. */
export function useBandsByFile(edges: readonly number[], file: number | null) {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  return useQuery({
    queryKey: ["bands by file", pool?.id, edges],
    queryFn: () => engine.bandsByFile(edges),
    enabled: pool !== null && file !== null,
    select: (bands) => bands.filter((band) => band.file === file),
  });
}
