import { mix } from "../core/text/hashKey.ts";

/** Which lines are taken, where not all are: see {@link isTaken}. */
export interface LineSampling {
  /** About one line in so many; from 1, where all are. */
  readonly oneIn: number;
  /** Byte offset in the file of the first line given. */
  readonly offset: number;
}

/** Every line. */
export const ALL_LINES: LineSampling = { oneIn: 1, offset: 0 };

/**
 * Whether a line is taken. It hangs on where the line starts in its file alone, so that the same
 * lines are taken however the file is cut.
 *
 * @param offset of the line's first byte in its file
 */
export function isTaken(offset: number, oneIn: number): boolean {
  const high = Math.floor(offset / 2 ** 32);
  return (mix(offset ^ Math.imul(high + 1, 0x9e3779b1)) >>> 0) % oneIn === 0;
}
