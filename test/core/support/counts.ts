import fc from "fast-check";
import { type Distribution, distributionOf } from "../../../src/core/counting/distribution.ts";
import { skewedCounts } from "./random.ts";

/** Entry counts by id: small lists of any kind, and skewed ones of up to 6,000 entries. */
export const anyCounts: fc.Arbitrary<Uint32Array> = fc.oneof(
  { weight: 3, arbitrary: fc.uint32Array({ maxLength: 30, max: 12 }) },
  { weight: 1, arbitrary: fc.uint32Array({ maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 400, max: 6000 }), fc.nat(1000))
      .map(([entries, seed]) => skewedCounts(entries, seed)),
  },
);

export interface CountsAtThreshold {
  readonly entryCounts: Uint32Array;
  readonly distribution: Distribution;
  readonly t: number;
}

/** Entry counts, and a t: a count that occurs, next to one, below 1, anything else, or Infinity. */
export const anyCountsAtThreshold: fc.Arbitrary<CountsAtThreshold> = anyCounts.chain(
  (entryCounts) =>
    fc
      .oneof(
        fc.constantFrom(1, ...entryCounts.filter((count) => count > 0).slice(0, 50)),
        fc.constantFrom(1, ...entryCounts.map((count) => count + 1).slice(0, 50)),
        fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.constant(Number.POSITIVE_INFINITY),
      )
      .map((t) => ({ entryCounts, distribution: distributionOf(entryCounts), t })),
);

/** Sum of numbers. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Counts, ascending, of the entries that have matches. */
export function sortedCounts(entryCounts: Uint32Array): number[] {
  return [...entryCounts].filter((count) => count > 0).sort((a, b) => a - b);
}
