import { type KeptByMatches, MAX_MATCHES_APART } from "../../core/balancing/balance.ts";

export interface LengthGroup {
  /** “7”, “11–15”, “64+”: numbers of matches in a caption. */
  readonly matches: string;
  /** The least of them, and the largest; null for no end. */
  readonly from: number;
  readonly to: number | null;
  readonly captions: number;
  readonly expectedKept: number;
  readonly kept: number;
  readonly share: number;
}

/** First number of matches of each group. */
const STARTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 21, 31, 41, MAX_MATCHES_APART];

/** Captions grouped by their number of matches; groups without captions are left out. */
export function lengthGroups({ captions, expectedKept, kept }: KeptByMatches): LengthGroup[] {
  const groups = STARTS.map((from, i) => {
    const end = STARTS[i + 1] ?? captions.length;
    const sum = (values: Float64Array) =>
      values.subarray(from, end).reduce((total, value) => total + value, 0);
    const total = sum(captions);
    const to = from === MAX_MATCHES_APART ? null : end - 1;
    return {
      matches: to === null ? `${from}+` : to === from ? `${from}` : `${from}–${to}`,
      from,
      to,
      captions: total,
      expectedKept: sum(expectedKept),
      kept: sum(kept),
      share: total === 0 ? 0 : sum(expectedKept) / total,
    };
  });
  return groups.filter((group) => group.captions > 0);
}
