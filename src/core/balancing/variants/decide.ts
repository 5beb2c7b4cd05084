import { type BalancedPart, MAX_MATCHES_APART } from "../balance.ts";
import type { TauInputs } from "../tau.ts";

/** What a rule makes of some captions. */
export interface DecidedCaptions {
  /** Exact chance of being kept, by caption. */
  readonly chance: Float64Array;
  /** 1 for the captions kept, as drawn. */
  readonly kept: Uint8Array;
}

/** Decides for the captions of one slice after the other. The columns are its caller's to keep. */
export type Decide = (captions: TauInputs) => DecidedCaptions;

/**
 * What a rule keeps of some captions of a pool, in the same sums as the published rule: parts that
 * hold every caption once add up to the whole (see `sumBalances`).
 *
 * @param entries entries in the metadata
 */
export function decidedPart(
  slices: Iterable<TauInputs>,
  entries: number,
  decide: Decide,
): BalancedPart {
  const balancedCounts = new Uint32Array(entries);
  const expectedBalancedCounts = new Float64Array(entries);
  const captions = new Float64Array(MAX_MATCHES_APART + 1);
  const expectedKept = new Float64Array(MAX_MATCHES_APART + 1);
  const keptByMatches = new Float64Array(MAX_MATCHES_APART + 1);
  let variance = 0;
  let balancedMatches = 0;
  let expectedBalancedMatches = 0;
  for (const slice of slices) {
    const { matchStart, entryIds } = slice;
    const { chance, kept } = decide(slice);
    for (let caption = 0; caption < kept.length; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      const group = Math.min(end - start, MAX_MATCHES_APART);
      captions[group]++;
      expectedKept[group] += chance[caption];
      keptByMatches[group] += kept[caption];
      variance += chance[caption] * (1 - chance[caption]);
      expectedBalancedMatches += chance[caption] * (end - start);
      balancedMatches += kept[caption] * (end - start);
      for (let m = start; m < end; m++) {
        const id = entryIds[m];
        expectedBalancedCounts[id] += chance[caption];
        balancedCounts[id] += kept[caption];
      }
    }
  }
  return {
    variance,
    balancedMatches,
    expectedBalancedMatches,
    balancedCounts,
    expectedBalancedCounts,
    keptByMatches: { captions, expectedKept, kept: keptByMatches },
  };
}
