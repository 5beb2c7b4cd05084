import { useQuery } from "@tanstack/react-query";
import type { Explanation, Pool } from "../../engine/types.ts";
import { openedIndex, useEngine, useSession } from "../session/session.ts";

/** Captions looked through for one whose chance is neither nothing nor certainty. */
const LOOKED_THROUGH = 60;

/** Numbers for pools: one for the same files, however they are drawn. */
const numbers = new WeakMap<Pool["files"], number>();
let nextNumber = 1;

function numberOf(files: Pool["files"]): number {
  const number = numbers.get(files) ?? nextNumber++;
  numbers.set(files, number);
  return number;
}

export interface ChosenCaption {
  /** Its entries, draws and key; null until they come, or where no caption has a match. */
  readonly why: Explanation | null;
  readonly error: Error | null;
}

/**
 * The caption that lessons look at: the one opened in the list, otherwise one of the first kept, or
 * the nearest to it where none is. It stays the same while t moves and the pool is drawn anew; its draws are those of the pool's seed.
 */
export function useChosenCaption(): ChosenCaption {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const opened = useSession(openedIndex);
  const first = useQuery({
    queryKey: ["first kept", pool && numberOf(pool.files)],
    queryFn: async () => {
      const query = { t, from: 0, limit: LOOKED_THROUGH } as const;
      const kept = await engine.preview({ tab: "kept", ...query });
      const { captions } =
        kept.captions.length > 0 ? kept : await engine.preview({ tab: "edge", ...query });
      return (captions.find(isTelling) ?? captions[0])?.index ?? null;
    },
    enabled: pool !== null && opened === null,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const index = opened ?? first.data ?? null;
  const why = useQuery({
    queryKey: ["chosen caption", pool?.id, index],
    queryFn: () => engine.explain(index as number, t),
    enabled: pool !== null && index !== null,
    placeholderData: (previous, query) => (query?.queryKey[2] === index ? previous : undefined),
  });
  return { why: (index !== null && why.data) || null, error: first.error ?? why.error };
}

/** A caption that shows how chances work: some entries, and an outcome that is open. */
export function isTelling({
  chance,
  entries,
}: {
  readonly chance: number;
  readonly entries: readonly unknown[];
}): boolean {
  return chance > 0.2 && chance < 0.8 && entries.length >= 2 && entries.length <= 7;
}
