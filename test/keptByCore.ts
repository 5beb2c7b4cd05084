import { criticalThresholds } from "../src/core/balancing/tau.ts";
import { addEntryCounts } from "../src/core/counting/entryCounts.ts";
import { createMatcher } from "../src/core/matching/matcher.ts";
import { buildIndex } from "../src/core/matching/metadataIndex.ts";
import { createMetadata } from "../src/core/metadata/metadata.ts";
import { hashKey } from "../src/core/text/hashKey.ts";
import { packText } from "../src/core/text/packedText.ts";

/** The lines that the core keeps, computed in one piece. Every record has a uid and a text. */
export function keptByCore(
  content: string,
  entries: readonly string[],
  t: number,
  seed: number,
): { lines: string[]; entryCounts: Uint32Array } {
  const lines = content.split("\n").filter((line) => line !== "");
  const records = lines.map((line) => JSON.parse(line) as { uid: string; text: string });
  const metadata = createMetadata(entries);
  const matches = createMatcher(buildIndex(metadata.entries)).match(
    packText(records.map(({ text }) => text)),
  );
  const entryCounts = new Uint32Array(entries.length);
  addEntryCounts(entryCounts, matches.entryIds);
  const keys = packText(records.map(({ uid }) => uid));
  const keyLanes = new Uint32Array(records.length * 2);
  for (let i = 0; i < records.length; i++) {
    hashKey(keys.bytes, keys.starts[i], keys.starts[i + 1], keyLanes, i);
  }
  const tau = criticalThresholds({ ...matches, keyLanes }, entryCounts, metadata.lanes, seed);
  return { lines: lines.filter((_, i) => tau[i] < t), entryCounts };
}
