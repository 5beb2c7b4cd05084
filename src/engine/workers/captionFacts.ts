import { transfer } from "comlink";
import { captionChance } from "../../core/balancing/probability.ts";
import { transferablesOf } from "../memory.ts";
import { type DrawnPool, lineNumber } from "./matchedPool.ts";

/** What is known of some captions of one file, in order. */
export interface CaptionFacts {
  readonly file: number;
  /** Position of each caption in the pool. */
  readonly captions: Uint32Array;
  /** Number of each caption's line in its text, from 0. */
  readonly lines: Uint32Array;
  readonly tau: Float64Array;
  /** Exact chance of being kept at the t asked for. */
  readonly chance: Float64Array;
  /** Entry ids of caption i: `entryIds[matchStart[i]]` to `entryIds[matchStart[i + 1] - 1]`. */
  readonly matchStart: Uint32Array;
  readonly entryIds: Uint32Array;
}

/**
 * The facts of the captions of one slice, or null behind the last slice.
 *
 * @param below captions with a smaller tau are told of
 */
export function captionFacts(
  pool: DrawnPool,
  position: number,
  t: number,
  below: number,
): CaptionFacts | null {
  const slice = pool.slices[position];
  if (slice === undefined) return null;
  const { file, tau: taus, matchStart: starts, entryIds: ids } = slice;
  let count = 0;
  let matches = 0;
  for (let i = 0; i < taus.length; i++) {
    if (taus[i] >= below) continue;
    count++;
    matches += starts[i + 1] - starts[i];
  }
  const captions = new Uint32Array(count);
  const lines = new Uint32Array(count);
  const tau = new Float64Array(count);
  const chance = new Float64Array(count);
  const matchStart = new Uint32Array(count + 1);
  const entryIds = new Uint32Array(matches);
  let at = 0;
  let end = 0;
  for (let i = 0; i < taus.length; i++) {
    if (taus[i] >= below) continue;
    const own = ids.subarray(starts[i], starts[i + 1]);
    entryIds.set(own, end);
    end += own.length;
    captions[at] = slice.firstCaption + i;
    lines[at] = lineNumber(slice, i) - 1;
    tau[at] = taus[i];
    chance[at] = captionChance(
      Array.from(own, (id) => pool.entryCounts[id]),
      t,
    );
    matchStart[++at] = end;
  }
  const facts = { file, captions, lines, tau, chance, matchStart, entryIds };
  return transfer(facts, transferablesOf(facts));
}
