import { balance } from "../../../src/core/balancing/balance.ts";
import { distributionOf } from "../../../src/core/counting/distribution.ts";
import { summarizeAt } from "../../../src/core/counting/threshold.ts";
import { matchByRule } from "../../../src/core/matching/rule.ts";
import { createMetadata } from "../../../src/core/metadata/metadata.ts";
import {
  type CardDetails,
  type CardFacts,
  cardFacts,
} from "../../../src/formats/card/cardFacts.ts";
import { CAPTION_KEY, type Manifest } from "../../../src/formats/manifest.ts";
import { computeDirectly } from "../../engine/support/byCore.ts";
import { ENTRIES, sampleTexts } from "../../engine/support/samples.ts";

/** What a sample card is made of, besides the usual. */
export interface SampleOptions {
  readonly texts?: readonly string[];
  readonly entries?: readonly string[];
  readonly t?: number;
  readonly manifest?: Partial<Manifest>;
  readonly details?: Partial<CardDetails>;
  /** Whether balanced counts are known; they are when not said otherwise. */
  readonly isBalanced?: boolean;
}

const SEED = 11;

/** The card of a small pool that was balanced by the core. */
export function sampleCard(options: SampleOptions = {}) {
  const { texts = sampleTexts(400), entries = ENTRIES, t = 60 } = options;
  const captions = texts.map((text, i) => ({ key: `id-${i}`, text }));
  const { entryCounts, tau } = computeDirectly(captions, entries, SEED);
  const matches = texts.map((text) => matchByRule(text, entries));
  const matchStart = new Uint32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) matchStart[i + 1] = matchStart[i] + matches[i].length;
  const entryIds = Uint32Array.from(matches.flat());
  const balanced = balance([{ matchStart, entryIds, tau }], entryCounts, t);
  const distribution = distributionOf(entryCounts);
  const summary = summarizeAt(distribution, t);
  const matchedCaptions = matches.filter(({ length }) => length > 0).length;
  const pool = {
    lines: texts.length + 2,
    rejected: 2,
    captions: texts.length,
    matchedCaptions,
    matches: distribution.matches,
    entriesWithMatches: distribution.counts.length,
  };
  const manifest: Manifest = {
    headtail: "0.1.0",
    format: 1,
    seed: SEED,
    t,
    p: 0.06,
    fixed: "t",
    rule: "published",
    captionKey: CAPTION_KEY,
    metadata: {
      name: "list.json",
      sha256: "b2".repeat(32),
      entries: entries.length,
      unmatchable: 1,
    },
    files: [
      {
        name: "photos.jsonl",
        bytes: 4321,
        sha256: "a1".repeat(32),
        captionField: "text",
        blank: 0,
        keptCaptions: balanced.captionsKept,
        keptBytes: 1050,
        ...pool,
      },
    ],
    pool,
    kept: {
      captions: balanced.captionsKept,
      expected: balanced.expectedKept,
      deviation: balanced.keptDeviation,
      matches: balanced.balancedMatches,
      cappedMatches: summary.cappedMatches,
      tailShare: summary.tailShare,
      headEntries: summary.headEntries,
      tailEntries: summary.tailEntries,
    },
    subset: {
      name: "photos-balanced.jsonl",
      bytes: 1050,
      sha256: "c3".repeat(32),
      captionField: "text",
      withColumns: false,
    },
    keptLines: [null],
    entryCounts: new Map(),
    ...options.manifest,
  };
  const details: CardDetails = {
    name: "Photos",
    manifestName: "photos-balanced.manifest.json",
    entryCountsName: "photos-balanced.entry_counts.json",
    ...(options.isBalanced === false ? {} : { balancedCounts: balanced.balancedCounts }),
    ...options.details,
  };
  const card: CardFacts = cardFacts(manifest, distribution, createMetadata(entries), details);
  return { card, balanced, distribution, entryCounts };
}
