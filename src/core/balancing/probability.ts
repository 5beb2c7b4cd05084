/**
 * The probability with which one match of an entry keeps its caption: min(1, t / count).
 *
 * Source: "Demystifying CLIP Data", section 3.3 and algorithm 1.
 */
export function entryProbability(count: number, t: number): number {
  return count <= t ? 1 : t / count;
}

/**
 * The exact chance that a caption is kept: 1 − Π(1 − min(1, t / count)) over its matched entries,
 * whose coins are independent. 0 for a caption without matches.
 *
 * @param counts entry counts of the caption's matched entries
 */
export function captionChance(counts: Iterable<number>, t: number): number {
  let allTails = 1;
  for (const count of counts) allTails *= 1 - entryProbability(count, t);
  return 1 - allTails;
}
