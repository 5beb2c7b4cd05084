import { type CountBand, countBands, sumOverBands } from "../../core/counting/bands.ts";
import {
  balancedRankCurve,
  type Curve,
  type CurveWithBand,
  cappedRankCurve,
  cumulativeCurve,
  cumulativeCurveOf,
  rankCurve,
} from "../../core/counting/curves.ts";
import type { Distribution } from "../../core/counting/distribution.ts";
import { entryOf, type Metadata } from "../../core/metadata/metadata.ts";
import type { Manifest } from "../manifest.ts";

/** All that a data card tells of a balanced subset. */
export interface CardFacts
  extends Omit<Manifest, "keptLines" | "entryCounts" | "format" | "filters"> {
  readonly name: string;
  /** Names of the other files of the export. */
  readonly manifestName: string;
  readonly entryCountsName: string;
  /** File of the metadata, for commands. */
  readonly metadataFile: string;
  /** ISO 639-1 codes of the captions' languages; empty where they are not known. */
  readonly languages: readonly string[];
  /** Whether the records say where their images are. */
  readonly hasImages: boolean;
  readonly filters: readonly CardFilter[];
  /** Entries by their counts, in bands of this pool's size and in those of the paper. */
  readonly bands: readonly CardBand[];
  readonly paperBands: readonly CardBand[];
  /** The entries with most matches, that with most first. */
  readonly topEntries: readonly CardEntry[];
  /** Null where no entry has a match. */
  readonly curves: CardCurves | null;
}

/** A filter that stopped captions before they were matched. */
export interface CardFilter {
  /** What passed, in words, such as “3 to 20 words”. */
  readonly rule: string;
  /** Captions that it stopped. */
  readonly stopped: number;
  /** It as an argument of the command line. */
  readonly argument: string;
}

export interface CardBand extends CountBand {
  /** Matches of its entries among kept captions; null where they were not counted. */
  readonly balancedMatches: number | null;
}

export interface CardEntry {
  readonly entry: string;
  readonly matches: number;
  /** Its matches among kept captions; null where they were not counted. */
  readonly balanced: number | null;
}

/** What the charts draw; the balanced curves are null where balanced counts are not known. */
export interface CardCurves {
  /** Entries with matches. */
  readonly entries: number;
  readonly largestCount: number;
  /** Counts by rank. */
  readonly rank: Curve;
  readonly rankCapped: Curve;
  readonly rankBalanced: CurveWithBand | null;
  /** Matches added up from tail to head. */
  readonly cumulative: Curve;
  readonly cumulativeCapped: Curve;
  readonly cumulativeBalanced: Curve | null;
}

/** What a manifest does not tell. */
export interface CardDetails {
  /** What the data set is called. */
  readonly name: string;
  readonly manifestName: string;
  readonly entryCountsName: string;
  /** Where the metadata is in a file of another name than the manifest tells. */
  readonly metadataFile?: string;
  readonly languages?: readonly string[];
  readonly hasImages?: boolean;
  readonly filters?: readonly CardFilter[];
  /** By entry id: matches among kept captions, at most the entry's count. */
  readonly balancedCounts?: ArrayLike<number>;
}

const MOST_ENTRIES = 20;

/** The paper's count bands, section 3.3; its last one ends at 130M. */
const PAPER_EDGES = [1, 1e4, 2e4, 5e4, 1e5, 5e5, 1e6, 5e7, 1.3e8, Number.POSITIVE_INFINITY];

/**
 * Collects the facts of a data card.
 *
 * @param distribution of the counts that the subset was balanced with
 * @param metadata its entries have the ids of the distribution
 */
export function cardFacts(
  manifest: Manifest,
  distribution: Distribution,
  metadata: Pick<Metadata, "entries">,
  details: CardDetails,
): CardFacts {
  const { keptLines, entryCounts, format, ...told } = manifest;
  const { balancedCounts, ...known } = details;
  const { counts, entryIds } = distribution;
  const { t } = manifest;

  const bandsWith = (edges?: readonly number[]): CardBand[] => {
    const bands = countBands(distribution, t, edges);
    const bandStarts = [...bands.map(({ from }) => from), bands.at(-1)?.to ?? 1];
    const balanced = balancedCounts && sumOverBands(distribution, balancedCounts, bandStarts);
    return bands.map((band, i) => ({ ...band, balancedMatches: balanced?.[i] ?? null }));
  };

  const paperBands = bandsWith(PAPER_EDGES);
  const topEntries = Array.from(entryIds.slice(-MOST_ENTRIES).reverse(), (id, i) => ({
    entry: entryOf(metadata, id),
    matches: counts[counts.length - 1 - i],
    balanced: balancedCounts?.[id] ?? null,
  }));
  return {
    ...told,
    metadataFile: manifest.metadata.name,
    languages: [],
    hasImages: false,
    filters: [],
    ...known,
    bands: counts.length === 0 ? [] : bandsWith(),
    paperBands: paperBands.slice(0, paperBands.findLastIndex(({ entries }) => entries > 0) + 1),
    topEntries,
    curves: counts.length === 0 ? null : curvesOf(distribution, t, balancedCounts),
  };
}

function curvesOf(
  distribution: Distribution,
  t: number,
  balancedCounts: ArrayLike<number> | undefined,
): CardCurves {
  const { counts } = distribution;
  return {
    entries: counts.length,
    largestCount: counts[counts.length - 1],
    rank: rankCurve(distribution),
    rankCapped: cappedRankCurve(distribution, t),
    rankBalanced: balancedCounts ? balancedRankCurve(distribution, balancedCounts) : null,
    cumulative: cumulativeCurve(distribution, Number.POSITIVE_INFINITY),
    cumulativeCapped: cumulativeCurve(distribution, t),
    cumulativeBalanced: balancedCounts ? cumulativeCurveOf(distribution, balancedCounts) : null,
  };
}
