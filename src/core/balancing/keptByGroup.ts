import type { CaptionMatches } from "../matching/captionMatches.ts";

/** Captions, each in a group, with what a rule decided. */
export interface GroupedCaptions extends CaptionMatches {
  /** Position of each caption's group, or of the one group of all of them. */
  readonly groups: Uint8Array | number;
  /** 1 for the captions kept. */
  readonly kept: Uint8Array;
}

/** Captions by group. */
export interface KeptByGroup {
  readonly captions: Float64Array;
  /** Those with a match; the others are dropped before balancing. */
  readonly matched: Float64Array;
  readonly kept: Float64Array;
}

/** Counts captions by group, of some slices. @param groups number of groups */
export function keptByGroupPart(slices: Iterable<GroupedCaptions>, groups: number): KeptByGroup {
  const captions = new Float64Array(groups);
  const matched = new Float64Array(groups);
  const keptByGroup = new Float64Array(groups);
  for (const { matchStart, groups: groupOf, kept } of slices) {
    for (let caption = 0; caption < kept.length; caption++) {
      const group = typeof groupOf === "number" ? groupOf : groupOf[caption];
      captions[group]++;
      if (matchStart[caption + 1] > matchStart[caption]) matched[group]++;
      keptByGroup[group] += kept[caption];
    }
  }
  return { captions, matched, kept: keptByGroup };
}

/** Sums the parts of a pool. */
export function sumKeptByGroup(parts: readonly KeptByGroup[], groups: number): KeptByGroup {
  const sums = keptByGroupPart([], groups);
  for (const part of parts) {
    for (let group = 0; group < groups; group++) {
      sums.captions[group] += part.captions[group];
      sums.matched[group] += part.matched[group];
      sums.kept[group] += part.kept[group];
    }
  }
  return sums;
}

/** The captions that the published rule keeps at t, as drawn. */
export function keptByTau(tau: Float64Array, t: number): Uint8Array {
  return Uint8Array.from(tau, (value) => (value < t ? 1 : 0));
}
