import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { Balance } from "../../core/balancing/balance.ts";
import type { Pool } from "../../engine/types.ts";
import { byMatches, orderEntries } from "../entries/order.ts";
import { useEngine, useSession } from "../session/session.ts";
import type { EntriesSetting } from "../session/settings.ts";

/** Entries in the order that was asked for. */
export interface FoundEntries {
  readonly ids: Uint32Array;
  /** By id, in the file asked for or in the pool. */
  readonly matches: Uint32Array;
}

export interface Entries {
  /** Of the question before, as long as something of the answer is on its way. */
  readonly found: FoundEntries | null;
  readonly isWaiting: boolean;
  readonly error: Error | null;
}

/**
 * The entries that fit, sorted at the rested t. DuckDB searches, counts by file and knows the
 * alphabet; the rest is sorted here at once.
 *
 * @param balance the last one
 */
export function useEntries(pool: Pool, setting: EntriesSetting, balance: Balance | null): Entries {
  const { search, sort, descending, status, counts } = setting;
  const file = setting.file !== null && setting.file < pool.files.length ? setting.file : null;
  const searched = useSearch(pool, search);
  const places = usePlaces(pool);
  const ofFile = useMatchesOfFile(pool, file);
  const restedT = useSession((session) => session.restedT);
  const needsT = sort === "capped" || sort === "status" || status === "head" || status === "tail";
  const t = needsT ? restedT : 1;
  const needsBalance = sort === "balanced" || sort === "kept-share";
  const columns = useColumns({
    matches: file === null ? pool.entryCounts : ofFile.data,
    balanced: needsBalance ? balance?.balancedCounts : null,
    places: sort === "entry" ? places.data : null,
    searched: search === "" ? null : searched.data,
  });

  const distribution = useSession((session) => session.distribution);
  const ranked = useMemo(() => byMatches(distribution), [distribution]);
  const found = useMemo((): FoundEntries | null => {
    if (columns === null) return null;
    const candidates = columns.searched === null ? ranked : only(ranked, columns.searched);
    const order = { sort, descending, status, counts, t };
    return { ids: orderEntries(candidates, pool, columns, order), matches: columns.matches };
  }, [ranked, pool, columns, sort, descending, status, counts, t]);

  const last = useRef<{ readonly metadata: string; readonly found: FoundEntries } | null>(null);
  const { sha256 } = pool.metadata;
  if (found !== null) last.current = { metadata: sha256, found };
  const shown = last.current?.metadata === sha256 ? last.current.found : null;
  return {
    found: shown,
    isWaiting: found === null,
    error: (search === "" ? null : searched.error) ?? places.error ?? ofFile.error,
  };
}

interface NeededColumns {
  readonly matches: Uint32Array;
  readonly balanced: Uint32Array | null;
  readonly places: Uint32Array | null;
  readonly searched: Uint32Array | null;
}

/** All that is needed (what is not is null), or null while some of it is on its way (undefined). */
function useColumns({
  matches,
  balanced,
  places,
  searched,
}: { readonly [Name in keyof NeededColumns]: NeededColumns[Name] | undefined }) {
  return useMemo((): NeededColumns | null => {
    if (matches === null || matches === undefined) return null;
    if (balanced === undefined || places === undefined || searched === undefined) return null;
    return { matches, balanced, places, searched };
  }, [matches, balanced, places, searched]);
}

/** Those of `ids` that are among `chosen`, in their order. */
function only(ids: Uint32Array, chosen: Uint32Array): Uint32Array {
  const isChosen = new Uint8Array(ids.length);
  for (const id of chosen) isChosen[id] = 1;
  return ids.filter((id) => isChosen[id] === 1);
}

function useSearch(pool: Pool, text: string) {
  const engine = useEngine();
  return useQuery({
    queryKey: ["entries with", pool.metadata.sha256, text],
    queryFn: () => engine.searchEntries(text),
    enabled: text !== "",
    // Superseded by a newer search: asked again while it is still the one shown.
    retry: (_, error) => error.name === "AbortError",
    retryDelay: 0,
  });
}

/** Asked for before it is needed, so that DuckDB is ready for the first search. */
function usePlaces(pool: Pool) {
  const engine = useEngine();
  return useQuery({
    queryKey: ["entry places", pool.metadata.sha256],
    queryFn: () => engine.entryPlaces(),
  });
}

function useMatchesOfFile(pool: Pool, file: number | null) {
  const engine = useEngine();
  return useQuery({
    queryKey: ["matches of file", pool.id, file],
    queryFn: () => engine.matchesOfFile(file!),
    enabled: file !== null,
  });
}
