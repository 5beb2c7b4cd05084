import type { CaptionMatches } from "../../matching/captionMatches.ts";
import { KEY_LANES } from "../../text/hashKey.ts";
import { drawOf, seededLanes } from "../draw.ts";
import { entryProbability } from "../probability.ts";
import type { Decide } from "./decide.ts";

/*
 * A variant, not the published rule: a cap on balanced counts. The probabilities of head entries are
 * lowered until each head entry has about t matches among kept captions.
 *
 * With O the captions of an entry that its other entries are expected to keep, and R those that they
 * do not, its expected balanced count is O + p·R. So, the others as they are, the entry's own
 * probability should be (t − O) / R; or 0 where the others alone give it more than t. Each round sets
 * all head entries part of the way to theirs.
 *
 * There is one answer. With θ = −ln(1 − p), and s the sum of θ over the entries of a caption, the
 * expected balanced counts are the gradient of Σ (s + e^−s) over captions, which is convex: that sum
 * minus t·Σθ over head entries, θ ≥ 0, is least where each head entry has t, or has p = 0 and more
 * than t. In it no entry has a larger probability than in the published rule: p·c ≤ O + p·R = t.
 *
 * What it cannot do: a tail entry keeps all its captions, so no head entry gets below the number of
 * its captions that hold a tail entry; nor below what other head entries need to have their t.
 */

/** Rounds after which the probabilities are taken as they are. */
const MAX_ROUNDS = 80;
/** It is settled when no head entry's count would change by more than this share of t. */
const SETTLED = 0.01;
const MOST_DAMPING = 0.02;
const LEAST_DAMPING = 0.5;
/** A head entry whose expected balanced count is so near t, relative to t, has it. */
const NEAR = 0.05;

/** Where the search for probabilities stands. */
export interface CappedRound {
  /** By entry id. */
  readonly probabilities: Float64Array;
  /** Rounds done. */
  readonly rounds: number;
  readonly isDone: boolean;
  /** Whether it is done because it has settled. */
  readonly isSettled: boolean;
  /** How far entries go towards their own probability, 0 to 1. */
  readonly damping: number;
  /** Captions that entries were short of or above their own, summed, in the round before. */
  readonly misplaced: number;
}

/** What some captions add to a round. By entry id. */
export interface RoundPart {
  /** Expected balanced counts. */
  readonly expected: Float64Array;
  /** Captions expected to be dropped. */
  readonly dropped: Float64Array;
  /** Captions that some entry with probability 1 keeps. */
  readonly sure: Float64Array;
}

/** How near the head comes to t. */
export interface CapReport {
  readonly rounds: number;
  readonly isSettled: boolean;
  /** Entries with t matches or more. */
  readonly headEntries: number;
  /** Of them, those expected to have t within 5%. */
  readonly atCap: number;
  /** Those that stay above since captions with tail entries alone give them more. */
  readonly aboveByTail: number;
  /** Those that stay above since other head entries need their captions. */
  readonly aboveByHead: number;
}

/** Starts at the published probabilities. */
export function firstRound(entryCounts: ArrayLike<number>, t: number): CappedRound {
  const probabilities = Float64Array.from(entryCounts, (count) => entryProbability(count, t));
  return {
    probabilities,
    rounds: 0,
    isDone: false,
    isSettled: false,
    damping: LEAST_DAMPING,
    misplaced: Number.POSITIVE_INFINITY,
  };
}

/** Looks at some captions with the probabilities of a round. */
export function roundPart(
  slices: Iterable<CaptionMatches>,
  probabilities: Float64Array,
): RoundPart {
  const tails = probabilities.map((p) => 1 - p);
  const expected = new Float64Array(tails.length);
  const dropped = new Float64Array(tails.length);
  const sure = new Float64Array(tails.length);
  for (const { matchStart, entryIds } of slices) {
    for (let caption = 0; caption < matchStart.length - 1; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      let allTails = 1;
      for (let m = start; m < end; m++) allTails *= tails[entryIds[m]];
      if (allTails === 0) {
        for (let m = start; m < end; m++) sure[entryIds[m]]++;
      } else {
        for (let m = start; m < end; m++) {
          expected[entryIds[m]] += 1 - allTails;
          dropped[entryIds[m]] += allTails;
        }
      }
    }
  }
  for (let id = 0; id < sure.length; id++) expected[id] += sure[id];
  return { expected, dropped, sure };
}

/** Sums the parts of a pool, at least one. Changes the first. */
export function sumRound(parts: readonly RoundPart[]): RoundPart {
  const [sums, ...others] = parts;
  for (const part of others) {
    for (const key of ["expected", "dropped", "sure"] as const) {
      for (let id = 0; id < sums[key].length; id++) sums[key][id] += part[key][id];
    }
  }
  return sums;
}

/**
 * The round after: every head entry goes part of the way to the probability that its own count
 * asks for. The way is shorter where the round before led away.
 *
 * @param sums of all captions, with the probabilities of `round`
 */
export function nextRound(
  round: CappedRound,
  { dropped }: RoundPart,
  entryCounts: ArrayLike<number>,
  t: number,
): CappedRound {
  const wanted = round.probabilities.slice();
  let misplaced = 0;
  let most = 0;
  for (let id = 0; id < wanted.length; id++) {
    if (!(entryCounts[id] > t)) continue;
    const p = round.probabilities[id];
    const own = dropped[id] / (1 - p);
    const byOthers = entryCounts[id] - own;
    wanted[id] = byOthers >= t ? 0 : Math.min((t - byOthers) / own, t / entryCounts[id]);
    const captions = Math.abs(wanted[id] - p) * own;
    misplaced += captions;
    most = Math.max(most, captions);
  }
  const rounds = round.rounds + 1;
  const isSettled = most <= SETTLED * t;
  const isDone = isSettled || rounds === MAX_ROUNDS;
  const damping =
    misplaced > round.misplaced
      ? Math.max(MOST_DAMPING, round.damping / 2)
      : Math.min(LEAST_DAMPING, round.damping * 1.1);
  const probabilities = wanted.map((p, id) => {
    const before = round.probabilities[id];
    if (isDone) return p === 0 ? 0 : before;
    return before + (p - before) * damping;
  });
  return { probabilities, rounds, isDone, isSettled, damping, misplaced };
}

/**
 * The probabilities of the capped variant, by entry id.
 *
 * @param pool every caption of the pool, in any number of slices; walked once a round
 * @param entryCounts of these captions, by entry id
 */
export function cappedProbabilities(
  pool: readonly CaptionMatches[],
  entryCounts: ArrayLike<number>,
  t: number,
): CappedRound {
  let round = firstRound(entryCounts, t);
  while (!round.isDone) {
    round = nextRound(round, roundPart(pool, round.probabilities), entryCounts, t);
  }
  return round;
}

/**
 * What the probabilities of the last round reach.
 *
 * @param sums of all captions, with those probabilities
 */
export function capReport(
  { rounds, isSettled }: CappedRound,
  { expected, sure }: RoundPart,
  entryCounts: ArrayLike<number>,
  t: number,
): CapReport {
  let headEntries = 0;
  let atCap = 0;
  let aboveByTail = 0;
  let aboveByHead = 0;
  for (let id = 0; id < expected.length; id++) {
    if (entryCounts[id] < t || entryCounts[id] === 0) continue;
    headEntries++;
    if (Math.abs(expected[id] - t) <= NEAR * t) atCap++;
    else if (sure[id] > (1 + NEAR) * t) aboveByTail++;
    else if (expected[id] > t) aboveByHead++;
  }
  return { rounds, isSettled, headEntries, atCap, aboveByTail, aboveByHead };
}

/**
 * Draws with given probabilities in place of the published ones: a caption is kept when any of its
 * entries has u below its own, u the draw of the published rule. No probability being larger than
 * there, the captions kept are some of those that rule keeps. They are not always nested in t.
 *
 * @param probabilities by entry id
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed integer from 0 to 2^32 − 1
 */
export function decideByProbabilities(
  probabilities: Float64Array,
  entryCounts: ArrayLike<number>,
  entryLanes: Uint32Array,
  seed: number,
): Decide {
  const seeded = seededLanes(entryLanes, entryCounts, seed);
  return ({ matchStart, entryIds, keyLanes }) => {
    const captions = matchStart.length - 1;
    const chance = new Float64Array(captions);
    const kept = new Uint8Array(captions);
    for (let caption = 0; caption < captions; caption++) {
      const key1 = keyLanes[caption * KEY_LANES];
      const key2 = keyLanes[caption * KEY_LANES + 1];
      const end = matchStart[caption + 1];
      let allTails = 1;
      for (let m = matchStart[caption]; m < end; m++) {
        const id = entryIds[m];
        const lanes = id * KEY_LANES;
        allTails *= 1 - probabilities[id];
        const u = drawOf(key1, key2, seeded[lanes], seeded[lanes + 1]);
        if (u < probabilities[id]) kept[caption] = 1;
      }
      chance[caption] = 1 - allTails;
    }
    return { chance, kept };
  };
}
