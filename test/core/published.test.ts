import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { balance, type DrawnCaptions } from "../../src/core/balancing/balance.ts";
import { expectedKeptAt, expectedKeptGrid } from "../../src/core/balancing/expectedKept.ts";
import { keptAt, keptByThreshold, keptPart } from "../../src/core/balancing/keptAt.ts";
import { keptByTau } from "../../src/core/balancing/keptByGroup.ts";
import { criticalThresholds } from "../../src/core/balancing/tau.ts";
import {
  cappedProbabilities,
  capReport,
  decideByProbabilities,
  roundPart,
} from "../../src/core/balancing/variants/cappedBalanced.ts";
import { decideByOneEntry } from "../../src/core/balancing/variants/oneEntry.ts";
import { cumulativeCurve } from "../../src/core/counting/curves.ts";
import { type Distribution, distributionOf } from "../../src/core/counting/distribution.ts";
import { addEntryCounts } from "../../src/core/counting/entryCounts.ts";
import { summarizeAt, thresholdForTailShare } from "../../src/core/counting/threshold.ts";
import type { CaptionMatches } from "../../src/core/matching/captionMatches.ts";
import { createMatcher, type Matcher } from "../../src/core/matching/matcher.ts";
import { buildIndex } from "../../src/core/matching/metadataIndex.ts";
import { createMetadata, type Metadata } from "../../src/core/metadata/metadata.ts";
import { packText } from "../../src/core/text/packedText.ts";
import { hasShared, type PublishedCounts, publishedCounts, shared } from "../shared.ts";
import { sum } from "./support/counts.ts";
import { lanesOf } from "./support/pool.ts";
import { randomFrom, shuffled } from "./support/random.ts";

interface Caption {
  readonly uid: string;
  readonly text: string;
}

const SEED = 2309;

function readCaptions(pool: string): Caption[] {
  const lines =
    pool === "museums"
      ? gunzipSync(readFileSync(`${shared}/data/museums.jsonl.gz`)).toString("utf8")
      : readFileSync(`${shared}/data/${pool}.jsonl`, "utf8");
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Relative difference of two numbers. */
function difference(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

/** Captions cut into slices of very different lengths. */
function cutAtRandom(captions: readonly Caption[], seed: number): Caption[][] {
  const random = randomFrom(seed);
  const slices: Caption[][] = [];
  for (let at = 0; at < captions.length; ) {
    const end = at + 1 + Math.floor(random() ** 4 * captions.length * 0.3);
    slices.push(captions.slice(at, end));
    at = end;
  }
  return slices;
}

describe.skipIf(!hasShared)("the published counts, with 500,000 entries", () => {
  let entries: string[];
  let metadata: Metadata;
  let matcher: Matcher;

  beforeAll(() => {
    entries = JSON.parse(readFileSync(`${shared}/data/metadata-500k.json`, "utf8"));
    metadata = createMetadata(entries);
    matcher = createMatcher(buildIndex(metadata.entries));
  });

  interface MatchedSlice extends CaptionMatches {
    readonly uids: readonly string[];
  }

  function matchSlice(captions: readonly Caption[]): MatchedSlice {
    return {
      ...matcher.match(packText(captions.map(({ text }) => text))),
      uids: captions.map(({ uid }) => uid),
    };
  }

  function countsOf(slices: readonly MatchedSlice[]): Uint32Array {
    const counts = new Uint32Array(entries.length);
    for (const { entryIds } of slices) addEntryCounts(counts, entryIds);
    return counts;
  }

  function drawSlice(slice: MatchedSlice, counts: Uint32Array, seed: number): DrawnCaptions {
    const captions = { ...slice, keyLanes: lanesOf(slice.uids) };
    return { ...slice, tau: criticalThresholds(captions, counts, metadata.lanes, seed) };
  }

  describe.each(["cc3m-val", "coco-val2017", "museums"])("of %s", (pool) => {
    let published: PublishedCounts;
    let captions: Caption[];
    let slice: MatchedSlice;
    let counts: Uint32Array;
    let distribution: Distribution;
    let drawn: DrawnCaptions;
    let thresholds: number[];

    beforeAll(() => {
      published = publishedCounts(pool);
      captions = readCaptions(pool);
      slice = matchSlice(captions);
      counts = countsOf([slice]);
      distribution = distributionOf(counts);
      drawn = drawSlice(slice, counts, SEED);
      thresholds = Object.keys(published.tail_share).map(Number);
    });

    it("captions, matched captions and matches are exact", () => {
      expect(captions.length).toBe(published.captions);
      expect(new Set(slice.uids).size).toBe(published.captions);
      let matched = 0;
      for (let i = 0; i < captions.length; i++) {
        if (slice.matchStart[i + 1] > slice.matchStart[i]) matched++;
      }
      expect(matched).toBe(published.matched);
      expect(slice.entryIds.length).toBe(published.matches);
      expect(distribution.matches).toBe(published.matches);
    });

    it("the count of every entry is exact", () => {
      const expected = new Uint32Array(entries.length);
      for (const [id, count] of published.counts) expected[id] = count;
      const wrong = entries.filter((_, id) => counts[id] !== expected[id]);
      expect(wrong).toEqual([]);
      expect(distribution.counts.length).toBe(published.entries_with_matches);
    });

    it("tail share and capped matches are exact at eleven thresholds", () => {
      expect(thresholds.length).toBe(11);
      for (const t of thresholds) {
        const summary = summarizeAt(distribution, t);
        expect(summary.tailShare, `tail share at t = ${t}`).toBe(published.tail_share[t]);
        expect(summary.cappedMatches, `capped matches at t = ${t}`).toBe(
          published.capped_matches[t],
        );
        expect(cumulativeCurve(distribution, t).y.at(-1)).toBe(published.capped_matches[t]);
      }
    });

    it("captions kept are as expected at eleven thresholds, and as drawn within 4 deviations", () => {
      const kept = keptByThreshold([keptPart([drawn])]);
      for (const t of thresholds) {
        const { expectedKept, keptDeviation, captionsKept, balancedMatches } = balance(
          [drawn],
          counts,
          t,
        );
        const expected = published.expected_kept[t];
        expect(difference(expectedKept, expected), `expected at t = ${t}`).toBeLessThan(1e-6);
        // Where every caption is sure of being kept the deviation is 0, and sums round.
        expect(Math.abs(captionsKept - expected), `drawn at t = ${t}`).toBeLessThanOrEqual(
          4 * keptDeviation + 1e-6 * expected,
        );
        expect(keptAt(kept, t)).toEqual({ captions: captionsKept, matches: balancedMatches });
      }
    });

    it("captions expected to be kept are within 1% of exact on the grid, at all thresholds", () => {
      const grid = expectedKeptGrid([drawn], counts);
      for (const t of [...thresholds, 1, 2, 3, 5, 38, 700, 12_345]) {
        const { expectedKept } = balance([drawn], counts, t);
        expect(difference(expectedKeptAt(grid, t), expectedKept), `at t = ${t}`).toBeLessThan(0.01);
      }
    });

    it("all figures at a tail share of 6% are the published ones", () => {
      const at6 = published.at_p_6_percent;
      const t = thresholdForTailShare(distribution, 0.06);
      expect(t).toBe(at6.t);
      expect(summarizeAt(distribution, t).cappedMatches).toBe(at6.capped_matches);
      const balanced = balance([drawn], counts, t);
      expect(difference(balanced.expectedKept, at6.expected_kept)).toBeLessThan(1e-6);
      expect(
        difference(balanced.expectedBalancedMatches, at6.expected_balanced_matches),
      ).toBeLessThan(1e-6);
      const top = at6.expected_balanced_count_of_top_entries;
      expect(top.length).toBe(25);
      for (const [entry, count, expected] of top) {
        const id = entries.indexOf(entry);
        expect(counts[id], entry).toBe(count);
        const actual = balanced.expectedBalancedCounts[id];
        expect(difference(actual, expected), entry).toBeLessThan(1e-6);
      }
    });

    it.runIf(pool === "museums")(
      "long captions are favoured: 28% of those with one match stay, 96% of those with 40 or more",
      () => {
        const { expectedKept, captions } = balance(
          [drawn],
          counts,
          published.at_p_6_percent.t,
        ).keptByMatches;
        const share = (from: number, to = from + 1) =>
          sum(expectedKept.subarray(from, to)) / sum(captions.subarray(from, to));
        const shares = [share(1), share(5), share(10), share(40, captions.length)];
        expect(shares.map((value) => value.toFixed(2))).toEqual(["0.28", "0.55", "0.79", "0.96"]);
      },
    );

    it("variants keep fewer captions, all of them among the published ones", () => {
      const { t } = published.at_p_6_percent;
      const captions = { ...drawn, keyLanes: lanesOf(slice.uids) };
      const kept = keptByTau(drawn.tau, t);
      const oneEntry = decideByOneEntry(counts, metadata.lanes, SEED, t)(captions);
      expect(oneEntry.kept.every((value, i) => value <= kept[i])).toBe(true);
      expect(sum(oneEntry.kept)).toBeLessThan(0.8 * sum(kept));

      const round = cappedProbabilities([drawn], counts, t);
      const capped = decideByProbabilities(
        round.probabilities,
        counts,
        metadata.lanes,
        SEED,
      )(captions);
      expect(capped.kept.every((value, i) => value <= kept[i])).toBe(true);
      expect(sum(capped.kept)).toBeLessThan(0.95 * sum(kept));
      const sums = roundPart([drawn], round.probabilities);
      const report = capReport(round, sums, counts, t);
      expect(report.isSettled).toBe(true);
      expect(report.atCap + report.aboveByTail + report.aboveByHead).toBe(report.headEntries);
      expect(report.aboveByTail).toBeGreaterThan(report.atCap);
      for (let id = 0; id < counts.length; id++) {
        if (counts[id] >= t) expect(sums.expected[id]).toBeGreaterThan(0.95 * t);
      }
    });

    it("the same captions are kept however the pool is cut, and in whatever order", () => {
      const slices = cutAtRandom(shuffled(captions, 4), 5).map(matchSlice);
      expect(slices.length).toBeGreaterThan(5);
      const summed = countsOf(slices);
      const tauOfUid = new Map<string, number>();
      for (const { uids, ...part } of slices) {
        const { tau } = drawSlice({ uids, ...part }, summed, SEED);
        uids.forEach((uid, i) => {
          tauOfUid.set(uid, tau[i]);
        });
      }
      const moved = slice.uids.filter((uid, i) => tauOfUid.get(uid) !== drawn.tau[i]);
      expect(moved).toEqual([]);
    });

    it("other captions are kept for another seed, as many as independent draws would share", () => {
      const { t } = published.at_p_6_percent;
      const other = drawSlice(slice, counts, SEED + 1);
      // A caption of chance P is kept by both with P², so by one alone with 2P(1 − P) in the mean.
      const { keptDeviation } = balance([drawn], counts, t);
      const expected = 2 * keptDeviation ** 2;
      const changed = drawn.tau.filter((tau, i) => tau < t !== other.tau[i] < t).length;
      expect(Math.abs(changed - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
  });
});
