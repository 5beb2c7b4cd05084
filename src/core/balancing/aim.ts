import { type KeptByThreshold, keptAt } from "./keptAt.ts";

/** Captions of a slice, with what their lines take. */
export interface CaptionLines {
  readonly tau: Float64Array;
  /** Where the line of each caption starts in its slice. */
  readonly lineStarts: Uint32Array;
  /** Bytes of the slice. */
  readonly bytes: number;
}

/** Larger tau are not told apart. */
const TABLE_LIMIT = 2 ** 22;

/**
 * The whole threshold that keeps about so many captions: of all whole t the one whose number of
 * captions kept is nearest; the smallest of equally good ones.
 *
 * @param largest the largest threshold to try
 */
export function thresholdForCaptions(
  kept: KeptByThreshold,
  wanted: number,
  largest: number,
): number {
  const above = firstWhole(largest, (t) => keptAt(kept, t).captions >= wanted);
  if (above === 1) return 1;
  const tooMany = keptAt(kept, above).captions - wanted;
  const tooFew = wanted - keptAt(kept, above - 1).captions;
  if (tooMany >= 0 && tooMany < tooFew) return above;
  const nearest = keptAt(kept, above - 1).captions;
  return firstWhole(largest, (t) => keptAt(kept, t).captions >= nearest);
}

/**
 * The largest whole threshold whose kept lines take at most so many bytes; 1 where none does.
 *
 * @param bytes see {@link bytesByThreshold}
 * @param largest the largest threshold to try
 */
export function thresholdForBytes(bytes: Float64Array, most: number, largest: number): number {
  const tooLarge = firstWhole(largest + 1, (t) => t > largest || bytesAt(bytes, t) > most);
  return Math.max(1, tooLarge - 1);
}

/** Bytes of the lines kept at a whole t. */
export function bytesAt(bytes: Float64Array, t: number): number {
  return bytes[Math.min(t, bytes.length - 1)];
}

/** The bytes of some captions' lines by the whole part of their tau: see {@link bytesByThreshold}. */
export function bytesPart(slices: readonly CaptionLines[]): Float64Array {
  let largest = -1;
  for (const { tau } of slices) {
    for (const value of tau) if (value < Infinity && value > largest) largest = value;
  }
  const part = new Float64Array(Math.min(Math.floor(largest), TABLE_LIMIT) + 1);
  for (const { tau, lineStarts, bytes } of slices) {
    for (let i = 0; i < tau.length; i++) {
      if (tau[i] === Infinity) continue;
      const end = i + 1 < lineStarts.length ? lineStarts[i + 1] : bytes;
      part[Math.min(Math.floor(tau[i]), TABLE_LIMIT)] += end - lineStarts[i];
    }
  }
  return part;
}

/**
 * Adds up the parts of a pool: position t holds the bytes of the lines kept at threshold t. A line
 * reaches to the next caption's line, so blank and rejected lines between them count too.
 */
export function bytesByThreshold(parts: readonly Float64Array[]): Float64Array {
  const length = parts.reduce((most, part) => Math.max(most, part.length), 0);
  const bytes = new Float64Array(length + 1);
  for (const part of parts) {
    for (let whole = 0; whole < part.length; whole++) bytes[whole + 1] += part[whole];
  }
  for (let t = 1; t <= length; t++) bytes[t] += bytes[t - 1];
  return bytes;
}

/** The smallest whole number from 1 to `largest` that passes, or `largest`; what passes once, passes on. */
function firstWhole(largest: number, passes: (t: number) => boolean): number {
  let low = 1;
  let high = largest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
