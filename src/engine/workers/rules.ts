import type { KeyedDrawnCaptions } from "../../core/balancing/carriers.ts";
import { keptByTau } from "../../core/balancing/keptByGroup.ts";
import { decideByProbabilities } from "../../core/balancing/variants/cappedBalanced.ts";
import type { Decide } from "../../core/balancing/variants/decide.ts";
import { decideByOneEntry } from "../../core/balancing/variants/oneEntry.ts";

/** What a draw hangs on, besides the captions. */
export interface DrawInputs {
  /** Entry counts of the whole pool, by entry id. */
  readonly entryCounts: Uint32Array;
  /** Hashed entries, two lanes an entry. */
  readonly entryLanes: Uint32Array;
  readonly seed: number;
}

/** A variant with what it takes. */
export type VariantRule =
  | { readonly name: "capped-balanced"; readonly probabilities: Float64Array }
  | { readonly name: "one-entry"; readonly t: number };

/** The published rule, or a variant. */
export type KeepingRule = { readonly name: "published"; readonly t: number } | VariantRule;

export function decideBy(rule: VariantRule, { entryCounts, entryLanes, seed }: DrawInputs): Decide {
  return rule.name === "one-entry"
    ? decideByOneEntry(entryCounts, entryLanes, seed, rule.t)
    : decideByProbabilities(rule.probabilities, entryCounts, entryLanes, seed);
}

/** Which captions a rule keeps, as drawn: 1 for each of them. */
export function keptBy(
  rule: KeepingRule,
  draw: DrawInputs,
): (slice: KeyedDrawnCaptions) => Uint8Array {
  if (rule.name === "published") return ({ tau }) => keptByTau(tau, rule.t);
  const decide = decideBy(rule, draw);
  return (slice) => decide(slice).kept;
}
