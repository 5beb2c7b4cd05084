import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real pools and the published code's answers on them; they stand beside the repository, when at all. */
export const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
export const hasShared = existsSync(`${shared}/data`) && existsSync(`${shared}/golden`);

/** The published code's answers on one pool. */
export interface PublishedCounts {
  readonly captions: number;
  readonly matched: number;
  readonly matches: number;
  readonly entries_with_matches: number;
  readonly tail_share: Readonly<Record<string, number>>;
  readonly capped_matches: Readonly<Record<string, number>>;
  readonly expected_kept: Readonly<Record<string, number>>;
  /** [entry id, count] of the entries with matches. */
  readonly counts: readonly (readonly [number, number])[];
  readonly at_p_6_percent: {
    readonly t: number;
    readonly expected_kept: number;
    readonly expected_balanced_matches: number;
    readonly capped_matches: number;
    /** [entry, count, expected balanced count]. */
    readonly expected_balanced_count_of_top_entries: readonly (readonly [string, number, number])[];
  };
}

export function publishedCounts(pool: string): PublishedCounts {
  return JSON.parse(readFileSync(`${shared}/golden/counts-${pool}.json`, "utf8"));
}
