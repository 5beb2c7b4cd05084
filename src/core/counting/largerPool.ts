import type { Distribution } from "./distribution.ts";
import { summarizeAt } from "./threshold.ts";

/** What a sample tells of the pool it was taken from, at the sample's threshold t. */
export interface LargerPool {
  /** Captions of the pool for each of the sample. */
  readonly scale: number;
  /** The threshold in the pool that stands for t in the sample. */
  readonly t: number;
  readonly matches: number;
  readonly cappedMatches: number;
  readonly captionsKept: number;
  /** Standard error of `captionsKept`: of the share kept in a sample of so many captions. */
  readonly keptError: number;
  /**
   * Share of the pool's matches that are of entries the sample has none of, by Good and Turing: the
   * share of matches that are an entry's only one.
   */
  readonly unseenShare: number;
  /** Standard error of t as a share of it: a count of t in the sample varies by its square root. */
  readonly thresholdError: number;
}

/**
 * Reckons a larger pool from a sample of it: a sample of a known fraction f stands for counts c / f,
 * and the same tail share p is reached at t / f.
 *
 * Source: "Demystifying CLIP Data", section 3.3, where p = 6% carries over from pool to pool. Good
 * and Turing: I. J. Good, "The population frequencies of species", 1953.
 *
 * @param sample the training distribution of the sample
 * @param captions of the sample
 * @param captionsKept of the sample at t
 * @param poolCaptions captions of the pool, at least those of the sample
 */
export function largerPool(
  sample: Distribution,
  captions: number,
  captionsKept: number,
  t: number,
  poolCaptions: number,
): LargerPool {
  const scale = poolCaptions / captions;
  const share = captionsKept / captions;
  const { cappedMatches } = summarizeAt(sample, t);
  const { tailMatches: singles } = summarizeAt(sample, 2);
  return {
    scale,
    t: t * scale,
    matches: sample.matches * scale,
    cappedMatches: cappedMatches * scale,
    captionsKept: captionsKept * scale,
    keptError: Math.sqrt((share * (1 - share)) / captions) * poolCaptions,
    unseenShare: sample.matches === 0 ? 0 : singles / sample.matches,
    thresholdError: 1 / Math.sqrt(t),
  };
}
