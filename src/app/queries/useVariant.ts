import { useQuery } from "@tanstack/react-query";
import type { Balance } from "../../core/balancing/balance.ts";
import type { Rule, VariantOutcome } from "../../engine/types.ts";
import { useEngine, useSession } from "../session/session.ts";
import { useLatestBalance } from "./useBalance.ts";

export interface VariantAnswer {
  /** The last one for this pool; null before it. */
  readonly outcome: VariantOutcome | null;
  readonly error: Error | null;
}

/**
 * What a variant keeps at the rested t. It is not asked of a balanced subset: the captions that its
 * source dropped are not there to decide on.
 */
export function useVariant(rule: Exclude<Rule, "published">): VariantAnswer {
  const engine = useEngine();
  const pool = useSession((session) => session.pool);
  const t = useSession((session) => session.restedT);
  const { data, error } = useQuery({
    queryKey: ["variant", pool?.id, rule, t],
    queryFn: () => engine.variant(rule, t),
    enabled: pool !== null && pool.source === null,
    gcTime: 0,
    // Superseded by a newer t: asked for again while it is still the one shown.
    retry: (_, failure) => failure.name === "AbortError",
    retryDelay: 0,
    placeholderData: (previous, query) => (query?.queryKey[1] === pool?.id ? previous : undefined),
  });
  return { outcome: data ?? null, error };
}

/** What each rule keeps: the last answer for this pool. */
export function useRules(): Readonly<Record<Rule, Balance | null>> {
  const published = useLatestBalance();
  const capped = useVariant("capped-balanced").outcome;
  const oneEntry = useVariant("one-entry").outcome;
  return {
    published,
    "capped-balanced": capped?.balance ?? null,
    "one-entry": oneEntry?.balance ?? null,
  };
}
