import { useQueries } from "@tanstack/react-query";
import type { EntriesQuery, EntryRow } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

const PAGE = 100;

export interface Entries {
  /** Entries that fit the search; null before the first answer. */
  readonly total: number | null;
  /** The row at a position, or undefined while it is on its way. */
  row(position: number): EntryRow | undefined;
  readonly error: Error | null;
}

/** The rows of the entries table from position `first` to `last`, in pages from DuckDB. */
export function useEntries(
  query: Omit<EntriesQuery, "offset" | "limit">,
  first: number,
  last: number,
): Entries {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const pages: number[] = [];
  for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
    pages.push(page);
  }
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["entries", pool?.id, query, page],
      queryFn: () => engine.entries({ ...query, offset: page * PAGE, limit: PAGE }),
      enabled: pool !== null,
    })),
  });
  return {
    total: answers.find(({ data }) => data)?.data?.total ?? null,
    row: (position) =>
      answers[pages.indexOf(Math.floor(position / PAGE))]?.data?.rows[position % PAGE],
    error: answers.find(({ error }) => error)?.error ?? null,
  };
}
