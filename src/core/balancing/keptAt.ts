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

/** Some matched captions sorted by tau: a part of {@link SortedTau}. */
export interface SortedRun {
  /** Ascending. */
  readonly tau: Float64Array;
  /** Matches of each caption. */
  readonly matches: Uint32Array;
}

/** Sorts the matched captions of a pool by tau. */
export function sortByTau(pool: readonly DrawnCaptions[]): SortedTau {
  return mergeRuns([sortRun(pool)]);
}

/** Sorts the matched captions of some slices by tau; equal ones stay in order. */
export function sortRun(slices: readonly DrawnCaptions[]): SortedRun {
  let matched = 0;
  for (const { tau } of slices) {
    for (let i = 0; i < tau.length; i++) if (tau[i] < Number.POSITIVE_INFINITY) matched++;
  }
  const run = { tau: new Float64Array(matched), matches: new Uint32Array(matched) };
  let n = 0;
  for (const { tau, matchStart } of slices) {
    for (let i = 0; i < tau.length; i++) {
      if (tau[i] === Number.POSITIVE_INFINITY) continue;
      run.tau[n] = tau[i];
      run.matches[n++] = matchStart[i + 1] - matchStart[i];
    }
  }
  sortInPlace(run);
  return run;
}

/**
 * Merges sorted runs; of equal captions those of an earlier run come first.
 *
 * @param tau where to put it: room for the captions of all runs
 * @param matches the same, with room for one more
 */
export function mergeRuns(
  runs: readonly SortedRun[],
  tau: Float64Array = new Float64Array(runs.reduce((sum, run) => sum + run.tau.length, 0)),
  matches: Uint32Array = new Uint32Array(tau.length + 1),
): SortedTau {
  const next = new Uint32Array(runs.length);
  const heads = Float64Array.from(runs, (run) => (run.tau.length > 0 ? run.tau[0] : Infinity));
  for (let i = 0; i < tau.length; i++) {
    let least = 0;
    for (let run = 1; run < heads.length; run++) if (heads[run] < heads[least]) least = run;
    const run = runs[least];
    const at = next[least]++;
    tau[i] = heads[least];
    matches[i + 1] = matches[i] + run.matches[at];
    heads[least] = at + 1 < run.tau.length ? run.tau[at + 1] : Infinity;
  }
  return { tau, matches };
}

/** Most bits of a digit: its buckets' ends stay in the cache. */
const DIGIT_BITS = 11;
/** Longer stretches of equal upper words are sorted by digits too. */
const INSERTION_LENGTH = 32;

/**
 * A radix sort of doubles, none negative, that carries the matches along: first by the upper words,
 * which leave few equal, then those by the lower ones.
 */
function sortInPlace(run: SortedRun): void {
  const { tau } = run;
  const spare = { tau: new Float64Array(tau.length), matches: new Uint32Array(tau.length) };
  sortByWord(run, spare, 0, tau.length, 1);
  const words = wordsOf(run);
  for (let start = 0, end = 1; start < tau.length; start = end++) {
    const upper = words[start * 2 + 1];
    while (end < tau.length && words[end * 2 + 1] === upper) end++;
    if (end - start > INSERTION_LENGTH) sortByWord(run, spare, start, end, 0);
    else sortByInsertion(run, start, end);
  }
}

/** Sorts positions [start, end) by the lower (0) or upper (1) words of their doubles. */
function sortByWord(
  run: SortedRun,
  spare: SortedRun,
  start: number,
  end: number,
  word: 0 | 1,
): void {
  const words = wordsOf(run);
  let least = 2 ** 32;
  let largest = 0;
  for (let i = start; i < end; i++) {
    const value = words[i * 2 + word];
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  if (least >= largest) return;
  const bits = 32 - Math.clz32(largest - least);
  const digits = Math.ceil(bits / DIGIT_BITS);
  const digitBits = Math.ceil(bits / digits);
  let from = run;
  let to = spare;
  for (let digit = 0; digit < digits; digit++) {
    moveByDigit(from, to, start, end, word, least, digit * digitBits, 2 ** digitBits);
    [from, to] = [to, from];
  }
  if (from === run) return;
  run.tau.set(spare.tau.subarray(start, end), start);
  run.matches.set(spare.matches.subarray(start, end), start);
}

function moveByDigit(
  from: SortedRun,
  to: SortedRun,
  start: number,
  end: number,
  word: 0 | 1,
  least: number,
  shift: number,
  buckets: number,
): void {
  const words = wordsOf(from);
  const mask = buckets - 1;
  const places = new Uint32Array(buckets);
  for (let i = start; i < end; i++) places[((words[i * 2 + word] - least) >>> shift) & mask]++;
  for (let bucket = 0, sum = start; bucket < buckets; bucket++) {
    const size = places[bucket];
    places[bucket] = sum;
    sum += size;
  }
  const { tau, matches } = from;
  for (let i = start; i < end; i++) {
    const place = places[((words[i * 2 + word] - least) >>> shift) & mask]++;
    to.tau[place] = tau[i];
    to.matches[place] = matches[i];
  }
}

function sortByInsertion({ tau, matches }: SortedRun, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const value = tau[i];
    const carried = matches[i];
    let at = i;
    for (; at > start && tau[at - 1] > value; at--) {
      tau[at] = tau[at - 1];
      matches[at] = matches[at - 1];
    }
    tau[at] = value;
    matches[at] = carried;
  }
}

function wordsOf({ tau }: SortedRun): Uint32Array {
  return new Uint32Array(tau.buffer, tau.byteOffset, tau.length * 2);
}

/** Captions kept at t, and the balanced matches they hold, as drawn. */
export function keptAt(sorted: SortedTau, t: number): { captions: number; matches: number } {
  const captions = countBelow(sorted.tau, t);
  return { captions, matches: sorted.matches[captions] };
}
