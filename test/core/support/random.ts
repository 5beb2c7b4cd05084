/** Numbers in [0, 1) from a seed, the same ones every time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let h = Math.imul(state ^ (state >>> 15), state | 1);
    h ^= h + Math.imul(h ^ (h >>> 7), h | 61);
    return ((h ^ (h >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same items in an order that hangs on the seed alone. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Entry counts as real pools have them: many small ones, few huge ones, and some of nothing. */
export function skewedCounts(entries: number, seed: number): Uint32Array {
  const random = randomFrom(seed);
  return Uint32Array.from({ length: entries }, () => Math.floor(random() ** -1.5) - 1);
}
