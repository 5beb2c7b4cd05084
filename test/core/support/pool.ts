import fc from "fast-check";
import type { DrawnCaptions } from "../../../src/core/balancing/balance.ts";
import type { KeyedDrawnCaptions } from "../../../src/core/balancing/carriers.ts";
import { criticalThresholds } from "../../../src/core/balancing/tau.ts";
import { addEntryCounts } from "../../../src/core/counting/entryCounts.ts";
import { createMetadata } from "../../../src/core/metadata/metadata.ts";
import { hashKey, KEY_LANES } from "../../../src/core/text/hashKey.ts";
import { packText } from "../../../src/core/text/packedText.ts";

export const ENTRIES = 12;

const metadata = createMetadata(Array.from({ length: ENTRIES }, (_, id) => `entry ${id}`));
export const entryLanes = metadata.lanes;

/** Hash lanes of caption keys. */
export function lanesOf(keys: readonly string[]): Uint32Array {
  const { bytes, starts } = packText(keys);
  const lanes = new Uint32Array(keys.length * KEY_LANES);
  keys.forEach((_, i) => {
    hashKey(bytes, starts[i], starts[i + 1], lanes, i);
  });
  return lanes;
}

export interface SmallPool extends DrawnCaptions {
  /** The entry ids of every caption. */
  readonly captions: readonly (readonly number[])[];
  readonly keyLanes: Uint32Array;
  readonly entryCounts: Uint32Array;
}

/** A pool of captions that hold these entries, drawn with this seed. */
export function poolOf(captions: readonly (readonly number[])[], seed: number): SmallPool {
  const entryIds = Uint32Array.from(captions.flat());
  const matchStart = new Uint32Array(captions.length + 1);
  captions.forEach((ids, i) => {
    matchStart[i + 1] = matchStart[i] + ids.length;
  });
  const entryCounts = new Uint32Array(ENTRIES);
  addEntryCounts(entryCounts, entryIds);
  const keyLanes = lanesOf(captions.map((_, i) => `caption ${i}`));
  const columns = { matchStart, entryIds, keyLanes };
  const tau = criticalThresholds(columns, entryCounts, entryLanes, seed);
  return { captions, ...columns, entryCounts, tau };
}

/** Parts of a pool: captions [0, cuts[0]), [cuts[0], cuts[1]) … */
export function slicesOf(pool: DrawnCaptions, cuts: readonly number[]): DrawnCaptions[] {
  const edges = [0, ...cuts, pool.tau.length];
  return edges.slice(0, -1).map((from, i) => {
    const starts = pool.matchStart.subarray(from, edges[i + 1] + 1);
    return {
      matchStart: starts.map((start) => start - starts[0]),
      entryIds: pool.entryIds.slice(starts[0], starts.at(-1)),
      tau: pool.tau.slice(from, edges[i + 1]),
    };
  });
}

/** The same parts, with the keys of their captions. */
export function keyedSlicesOf(pool: SmallPool, cuts: readonly number[]): KeyedDrawnCaptions[] {
  let first = 0;
  const inPool = cuts.map((at) => Math.min(at, pool.tau.length));
  return slicesOf(pool, inPool).map((slice) => {
    const from = first;
    first += slice.tau.length;
    return { ...slice, keyLanes: pool.keyLanes.slice(from * KEY_LANES, first * KEY_LANES) };
  });
}

/** Pools of up to 40 captions of up to all entries, low ids more often than high ones, and their seed. */
export const anyDrawnPool: fc.Arbitrary<{ readonly pool: SmallPool; readonly seed: number }> = fc
  .tuple(
    fc.array(
      fc
        .array(fc.tuple(fc.nat(ENTRIES - 1), fc.nat(ENTRIES - 1)), { maxLength: ENTRIES })
        .map((pairs) => [...new Set(pairs.map(([a, b]) => Math.min(a, b)))].sort((a, b) => a - b)),
      { maxLength: 40 },
    ),
    fc.nat(2 ** 32 - 1),
  )
  .map(([captions, seed]) => ({ pool: poolOf(captions, seed), seed }));

export const anyPool: fc.Arbitrary<SmallPool> = anyDrawnPool.map(({ pool }) => pool);

/** Thresholds from below 1 to above every count of {@link anyPool}. */
export const anyThreshold: fc.Arbitrary<number> = fc.oneof(
  fc.double({ min: 0.01, max: 45, noNaN: true }),
  fc.integer({ min: 1, max: 45 }),
  fc.constant(Number.POSITIVE_INFINITY),
);
