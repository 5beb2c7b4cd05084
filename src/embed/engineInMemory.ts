import {
  balance,
  buildIndex,
  createMatcher,
  createMetadata,
  criticalThresholds,
  distributionOf,
  hashKey,
  KEY_LANES,
  keptByThreshold,
  keptPart,
  packText,
} from "../core/index.ts";
import type { Engine, FileSummary, Pool } from "../engine/types.ts";
import { NO_FILTERS } from "../formats/records/filters.ts";

/** What of an engine the chart asks for. */
export type ChartEngine = Pick<Engine, "loadDemo" | "draw" | "balance" | "postponeRest">;

/**
 * An engine whose one pool is some captions in memory, matched on the page's own thread. The key of
 * a caption's draw is its position, from 0.
 *
 * @param entries of any that are alike the first counts
 * @throws Error when an entry is empty
 */
export function engineInMemory(
  captions: readonly string[],
  entries: readonly string[],
): ChartEngine {
  const list = [...new Set(entries)];
  if (list.includes("")) throw new Error("An entry of the metadata is empty. Leave it out.");
  const metadata = createMetadata(list);
  const index = buildIndex(metadata.entries);
  const matches = createMatcher(index).match(packText(captions));
  const { matchStart, entryIds } = matches;
  const entryCounts = new Uint32Array(list.length);
  for (const id of entryIds) entryCounts[id]++;
  const distribution = distributionOf(entryCounts);
  let matchedCaptions = 0;
  for (let i = 0; i < captions.length; i++) {
    if (matchStart[i + 1] > matchStart[i]) matchedCaptions++;
  }
  const keyed = { ...matches, keyLanes: keysByPosition(captions.length) };
  const files: readonly FileSummary[] = [fileOf(captions.length, matchedCaptions, entryIds.length)];
  let tau: Float64Array = new Float64Array();
  let draws = 0;

  async function draw(seed: number): Promise<Pool> {
    tau = criticalThresholds(keyed, entryCounts, metadata.lanes, seed);
    return {
      id: ++draws,
      isDemo: false,
      filters: NO_FILTERS,
      metadata: {
        name: "",
        isDefault: false,
        sha256: "",
        entries: list.length,
        duplicates: entries.length - list.length,
        empty: 0,
        unmatchable: index.unmatchable.reduce((n, one) => n + one, 0),
        sources: [],
      },
      files,
      captions: captions.length,
      matchedCaptions,
      entries: metadata.entries,
      unmatchable: index.unmatchable,
      entryCounts,
      distribution,
      source: null,
      seed,
      kept: keptByThreshold([keptPart([{ ...matches, tau }])]),
    };
  }

  return {
    loadDemo: async (seed) => ({ pool: await draw(seed), problems: [], recipe: null }),
    draw,
    postponeRest: () => {},
    balance: async (t) => balance([{ ...matches, tau }], entryCounts, t),
  };
}

function keysByPosition(captions: number): Uint32Array {
  const { bytes, starts } = packText(Array.from({ length: captions }, (_, i) => String(i)));
  const lanes = new Uint32Array(captions * KEY_LANES);
  for (let i = 0; i < captions; i++) hashKey(bytes, starts[i], starts[i + 1], lanes, i);
  return lanes;
}

function fileOf(captions: number, matchedCaptions: number, matches: number): FileSummary {
  return {
    name: "captions",
    size: 0,
    captionField: "text",
    textFields: [],
    lines: captions,
    blank: 0,
    rejected: 0,
    rejects: [],
    captions,
    matchedCaptions,
    matches,
  };
}
