import { criticalThresholds } from "../../../src/core/balancing/tau.ts";
import { matchByRule } from "../../../src/core/matching/rule.ts";
import { createMetadata } from "../../../src/core/metadata/metadata.ts";
import { hashKey } from "../../../src/core/text/hashKey.ts";
import { packText } from "../../../src/core/text/packedText.ts";

/** A caption to compute with. */
export interface Caption {
  readonly key: string;
  readonly text: string;
}

/** Entry counts and tau of a small pool, computed at once and without the engine. */
export function computeDirectly(
  captions: readonly Caption[],
  entries: readonly string[],
  seed: number,
): { entryCounts: Uint32Array; tau: Float64Array } {
  const matches = captions.map(({ text }) => matchByRule(text, entries));
  const entryCounts = new Uint32Array(entries.length);
  for (const id of matches.flat()) entryCounts[id]++;
  const matchStart = new Uint32Array(captions.length + 1);
  for (let i = 0; i < captions.length; i++) matchStart[i + 1] = matchStart[i] + matches[i].length;
  const keyLanes = new Uint32Array(captions.length * 2);
  const keys = packText(captions.map(({ key }) => key));
  for (let i = 0; i < captions.length; i++) {
    hashKey(keys.bytes, keys.starts[i], keys.starts[i + 1], keyLanes, i);
  }
  const tau = criticalThresholds(
    { matchStart, entryIds: Uint32Array.from(matches.flat()), keyLanes },
    entryCounts,
    createMetadata(entries).lanes,
    seed,
  );
  return { entryCounts, tau };
}

/** By whole t from 0 on, as far as it grows: how many captions have tau < t. */
export function captionsBelow(tau: Float64Array): number[] {
  const matched = tau.filter((value) => value < Number.POSITIVE_INFINITY);
  const length = Math.floor(matched.reduce((most, value) => Math.max(most, value), -1)) + 2;
  return Array.from({ length }, (_, t) => matched.filter((value) => value < t).length);
}
