import type { CaptionMatches } from "../matching/captionMatches.ts";
import { entryProbability } from "./probability.ts";

/** Captions drawn with two seeds; with one seed twice, both are the same column. */
export interface TwiceDrawn extends CaptionMatches {
  readonly firstCaption: number;
  readonly firstTau: Float64Array;
  readonly secondTau: Float64Array;
}

/** What is kept at a first setting and at a second one, and what moves from one to the other. */
export interface Comparison {
  /** Captions kept at both settings, at the first only, at the second only. */
  readonly staying: number;
  readonly leaving: number;
  readonly entering: number;
  /** Σ of the product of both exact chances: captions kept at both when the draws are independent. */
  readonly expectedStaying: number;
  /** By entry id: its matches among the captions that stay, leave and enter. */
  readonly stayingCounts: Uint32Array;
  readonly leavingCounts: Uint32Array;
  readonly enteringCounts: Uint32Array;
  /** Positions in the pool of the first captions that leave and that enter. */
  readonly leavingCaptions: readonly number[];
  readonly enteringCaptions: readonly number[];
}

/**
 * Compares two settings of t and seed on some captions of a pool.
 *
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param most captions that leave, and that enter, to be named
 */
export function compareSettings(
  slices: readonly TwiceDrawn[],
  entryCounts: ArrayLike<number>,
  firstT: number,
  secondT: number,
  most: number,
): Comparison {
  const entries = entryCounts.length;
  const firstTails = tailsAt(entryCounts, firstT);
  const secondTails = tailsAt(entryCounts, secondT);
  const stayingCounts = new Uint32Array(entries);
  const leavingCounts = new Uint32Array(entries);
  const enteringCounts = new Uint32Array(entries);
  const leavingCaptions: number[] = [];
  const enteringCaptions: number[] = [];
  let staying = 0;
  let leaving = 0;
  let entering = 0;
  let expectedStaying = 0;
  for (const { firstCaption, matchStart, entryIds, firstTau, secondTau } of slices) {
    for (let caption = 0; caption < firstTau.length; caption++) {
      const start = matchStart[caption];
      const end = matchStart[caption + 1];
      let firstTail = 1;
      let secondTail = 1;
      for (let m = start; m < end; m++) {
        firstTail *= firstTails[entryIds[m]];
        secondTail *= secondTails[entryIds[m]];
      }
      expectedStaying += (1 - firstTail) * (1 - secondTail);
      const isFirst = firstTau[caption] < firstT;
      const isSecond = secondTau[caption] < secondT;
      if (!isFirst && !isSecond) continue;
      let counts = stayingCounts;
      if (isFirst && isSecond) {
        staying++;
      } else if (isFirst) {
        counts = leavingCounts;
        if (leaving++ < most) leavingCaptions.push(firstCaption + caption);
      } else {
        counts = enteringCounts;
        if (entering++ < most) enteringCaptions.push(firstCaption + caption);
      }
      for (let m = start; m < end; m++) counts[entryIds[m]]++;
    }
  }
  return {
    staying,
    leaving,
    entering,
    expectedStaying,
    stayingCounts,
    leavingCounts,
    enteringCounts,
    leavingCaptions,
    enteringCaptions,
  };
}

/** Sums the comparisons of a pool's parts, in order and at least one. Changes the first. */
export function sumComparisons(parts: readonly Comparison[], most: number): Comparison {
  const [first, ...others] = parts;
  for (const part of others) {
    for (const column of ["stayingCounts", "leavingCounts", "enteringCounts"] as const) {
      const sums = first[column];
      const counts = part[column];
      for (let id = 0; id < sums.length; id++) sums[id] += counts[id];
    }
  }
  const sum = (figure: "staying" | "leaving" | "entering" | "expectedStaying") =>
    parts.reduce((total, part) => total + part[figure], 0);
  return {
    ...first,
    staying: sum("staying"),
    leaving: sum("leaving"),
    entering: sum("entering"),
    expectedStaying: sum("expectedStaying"),
    leavingCaptions: parts.flatMap((part) => part.leavingCaptions).slice(0, most),
    enteringCaptions: parts.flatMap((part) => part.enteringCaptions).slice(0, most),
  };
}

function tailsAt(entryCounts: ArrayLike<number>, t: number): Float64Array {
  return Float64Array.from(entryCounts, (count) => 1 - entryProbability(count, t));
}
