import { countBelow } from "../counting/distribution.ts";
import type { DrawnCaptions } from "./balance.ts";

/**
 * How many captions are kept, and how many matches they hold, at every whole threshold: read off
 * for any t, since a caption is kept at t exactly when tau < t (see `criticalThresholds`).
 */
export interface KeptByThreshold {
  /** `captions[t]` matched captions have tau < t. */
  readonly captions: Uint32Array;
  /** `matches[t]` is the number of their matches. */
  readonly matches: Uint32Array;
  /** Those whose tau is too large for the table. */
  readonly above: CaptionsAbove;
}

/** Some captions sorted by tau. */
interface CaptionsAbove {
  /** Ascending. */
  readonly tau: Float64Array;
  /** `matches[i]` is the number of matches of the first i captions; one longer than `tau`. */
  readonly matches: Uint32Array;
}

/** Matched captions of some slices by the whole part of their tau. */
export interface KeptPart {
  /** `captions[w]` captions have a tau from w to less than w + 1. */
  readonly captions: Uint32Array;
  readonly matches: Uint32Array;
  /** Those whose tau is too large for the table, in order. */
  readonly aboveTau: Float64Array;
  readonly aboveMatches: Uint32Array;
}

/** Few pools that a browser holds have entries with so many matches. */
const TABLE_LIMIT = 2 ** 22;

/** Counts the matched captions of some slices by their tau. */
export function keptPart(slices: readonly DrawnCaptions[], limit = TABLE_LIMIT): KeptPart {
  let largest = -1;
  let above = 0;
  for (const { tau } of slices) {
    for (let i = 0; i < tau.length; i++) {
      if (tau[i] < limit) {
        if (tau[i] > largest) largest = tau[i];
      } else if (tau[i] < Number.POSITIVE_INFINITY) above++;
    }
  }
  const part = {
    captions: new Uint32Array(Math.floor(largest) + 1),
    matches: new Uint32Array(Math.floor(largest) + 1),
    aboveTau: new Float64Array(above),
    aboveMatches: new Uint32Array(above),
  };
  let n = 0;
  for (const { tau, matchStart } of slices) {
    for (let i = 0; i < tau.length; i++) {
      const matches = matchStart[i + 1] - matchStart[i];
      if (tau[i] < limit) {
        const whole = Math.floor(tau[i]);
        part.captions[whole]++;
        part.matches[whole] += matches;
      } else if (tau[i] < Number.POSITIVE_INFINITY) {
        part.aboveTau[n] = tau[i];
        part.aboveMatches[n++] = matches;
      }
    }
  }
  return part;
}

/** Adds up the parts of a pool. */
export function keptByThreshold(parts: readonly KeptPart[]): KeptByThreshold {
  const length = parts.reduce((most, part) => Math.max(most, part.captions.length), 0);
  const captions = new Uint32Array(length + 1);
  const matches = new Uint32Array(length + 1);
  for (const part of parts) {
    for (let whole = 0; whole < part.captions.length; whole++) {
      captions[whole + 1] += part.captions[whole];
      matches[whole + 1] += part.matches[whole];
    }
  }
  for (let t = 1; t <= length; t++) {
    captions[t] += captions[t - 1];
    matches[t] += matches[t - 1];
  }
  return { captions, matches, above: sortedAbove(parts) };
}

function sortedAbove(parts: readonly KeptPart[]): CaptionsAbove {
  const all = parts.flatMap(({ aboveTau, aboveMatches }) =>
    Array.from(aboveTau, (tau, i) => ({ tau, matches: aboveMatches[i] })),
  );
  all.sort((a, b) => a.tau - b.tau);
  const matches = new Uint32Array(all.length + 1);
  for (let i = 0; i < all.length; i++) matches[i + 1] = matches[i] + all[i].matches;
  return { tau: Float64Array.from(all, ({ tau }) => tau), matches };
}

/**
 * Captions kept at t, and the balanced matches they hold, as drawn.
 *
 * @param t threshold: a whole number, or Infinity
 */
export function keptAt(kept: KeptByThreshold, t: number): { captions: number; matches: number } {
  const row = Math.min(t, kept.captions.length - 1);
  const above = countBelow(kept.above.tau, t);
  return {
    captions: kept.captions[row] + above,
    matches: kept.matches[row] + kept.above.matches[above],
  };
}
