import { countBelow } from "../counting/distribution.ts";
import type { DrawnCaptions } from "./balance.ts";

/**
 * Matched captions sorted by tau: answers "how many are kept" for every t by binary search.
 */
export interface SortedTau {
  /** tau of every matched caption, ascending. */
  readonly tau: Float64Array;
  /** `matches[i]` is the number of matches of the first i captions; one longer than `tau`. */
  readonly matches: Uint32Array;
}

/** Sorts the matched captions of a pool by tau. */
export function sortByTau(pool: readonly DrawnCaptions[]): SortedTau {
  const total = pool.reduce((n, slice) => n + slice.tau.length, 0);
  const all = new Float64Array(total);
  const matchesOf = new Uint32Array(total);
  let n = 0;
  for (const { tau, matchStart } of pool) {
    for (let i = 0; i < tau.length; i++) {
      if (tau[i] === Number.POSITIVE_INFINITY) continue;
      all[n] = tau[i];
      matchesOf[n++] = matchStart[i + 1] - matchStart[i];
    }
  }
  const order = sortedOrder(all.subarray(0, n));
  const tau = new Float64Array(n);
  const matches = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    tau[i] = all[order[i]]!;
    matches[i + 1] = matches[i] + matchesOf[order[i]]!;
  }
  return { tau, matches };
}

/** Positions of `values` (none negative) in ascending order: a radix sort on the bits of doubles. */
function sortedOrder(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.slice().buffer);
  let order = Uint32Array.from(values.keys());
  let next = new Uint32Array(values.length);
  const starts = new Uint32Array(2 ** 16);
  for (let digit = 0; digit < 4; digit++) {
    const word = digit >> 1;
    const shift = (digit & 1) * 16;
    starts.fill(0);
    for (let i = 0; i < values.length; i++) {
      starts[(words[i * 2 + word] >>> shift) & 0xffff]++;
    }
    for (let d = 0, sum = 0; d < starts.length; d++) {
      const size = starts[d];
      starts[d] = sum;
      sum += size;
    }
    for (let i = 0; i < order.length; i++) {
      const at = order[i];
      next[starts[(words[at * 2 + word] >>> shift) & 0xffff]++] = at;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Captions kept at t, and the balanced matches they hold, as drawn. */
export function keptAt(sorted: SortedTau, t: number): { captions: number; matches: number } {
  const captions = countBelow(sorted.tau, t);
  return { captions, matches: sorted.matches[captions] };
}
