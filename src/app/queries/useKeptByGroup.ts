import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { GroupColumn, KeptGroup, ReadProgress, RecordField } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";

/** Files of so many bytes are read without being asked to. */
const SMALL = 100e6;

export interface GroupedAnswer {
  /** The last answer of this column and pool; null before it. */
  readonly groups: readonly KeptGroup[] | null;
  /** While the files are read for the column. */
  readonly progress: ReadProgress | null;
  /** Whether the files must be read first, and nobody does. */
  readonly isUnread: boolean;
  readonly error: Error | null;
  read(): void;
  cancel(): void;
}

/**
 * Captions kept by group, at the rested t and by the rule looked at. What groups hang on is read from
 * the files: at once where they are small, else when asked to.
 */
export function useKeptByGroup(column: GroupColumn): GroupedAnswer {
  const engine = useEngine();
  const client = useQueryClient();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const rule = useSession((session) => session.settings.variant);
  const [progress, setProgress] = useState<ReadProgress | null>(null);
  const bytes = pool?.files.reduce((sum, { size }) => sum + size, 0) ?? 0;
  const readKey = ["column", pool?.id, column];
  const reading = useQuery({
    queryKey: readKey,
    queryFn: async ({ signal }) => {
      setProgress(null);
      await engine.readColumn(column, { signal, onProgress: setProgress });
      return true;
    },
    enabled: pool !== null && (column.kind === "file" || bytes <= SMALL),
  });
  const { data, error } = useQuery({
    queryKey: ["kept by group", pool?.id, column, rule, t],
    queryFn: () => engine.keptByGroup({ column, rule, t }),
    enabled: reading.data === true,
    gcTime: 0,
    retry: (_, failure) => failure.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === pool?.id && query?.queryKey[2] === column ? previous : undefined,
  });
  return {
    groups: data ?? null,
    progress: reading.isFetching ? progress : null,
    isUnread: reading.data !== true && !reading.isFetching && reading.error === null,
    error: reading.error ?? error,
    read: () => void reading.refetch(),
    cancel: () => void client.cancelQueries({ queryKey: readKey }),
  };
}

/** Fields of the records that captions can be grouped by. */
export function useRecordFields(): readonly RecordField[] {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const { data } = useQuery({
    queryKey: ["record fields", pool?.id],
    queryFn: () => engine.recordFields(),
    enabled: pool !== null,
  });
  return data ?? NONE;
}

const NONE: readonly RecordField[] = [];
