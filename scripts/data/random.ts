import { countBelow } from "../../src/core/counting/distribution.ts";

/** The next number of a seeded sequence, from 0 to just below 1. */
export type Random = () => number;

/** The generator mulberry32 (Tommy Ettinger, public domain). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer from `from` to `to`, both possible. */
export function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)];
}

/** Picks items, each as often as its weight says. */
export function weightedPicker<T>(
  items: readonly T[],
  weights: readonly number[],
): (random: Random) => T {
  let sum = 0;
  const cumulative = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return (random) => items[countBelow(cumulative, random() * sum)];
}

/** Picks items by Zipf's law: the one at rank r (from 1) with weight 1 / (r + 1)^exponent. */
export function zipfPicker<T>(items: readonly T[], exponent: number): (random: Random) => T {
  return weightedPicker(
    items,
    items.map((_, i) => (i + 2) ** -exponent),
  );
}
