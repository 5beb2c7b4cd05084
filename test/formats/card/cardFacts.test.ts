import { describe, expect, it } from "vitest";
import type { CardBand } from "../../../src/formats/card/cardFacts.ts";
import { ENTRIES } from "../../engine/support/samples.ts";
import { sampleCard } from "./samples.ts";

const sum = (bands: readonly CardBand[], of: (band: CardBand) => number | null) =>
  bands.reduce((all, band) => all + (of(band) ?? Number.NaN), 0);

describe("the facts of a card", () => {
  it("have every match in one band of each kind", () => {
    const { card, balanced, distribution } = sampleCard();
    for (const bands of [card.bands, card.paperBands]) {
      expect(sum(bands, ({ matches }) => matches)).toBe(distribution.matches);
      expect(sum(bands, ({ entries }) => entries)).toBe(distribution.counts.length);
      expect(sum(bands, ({ balancedMatches }) => balancedMatches)).toBe(balanced.balancedMatches);
    }
    expect(card.paperBands).toHaveLength(1);
    expect(balanced.balancedMatches).toBeGreaterThan(card.kept.cappedMatches);
    expect(balanced.balancedMatches).toBeLessThan(distribution.matches);
  });

  it("name the paper's bands up to the one of the largest count", () => {
    const { card } = sampleCard({
      entries: ["dog", "cat"],
      texts: [...Array(20_000).fill("dog"), "cat"],
      isBalanced: false,
    });
    expect(card.paperBands.map(({ from, to, entries }) => [from, to, entries])).toEqual([
      [1, 10_000, 1],
      [10_000, 20_000, 0],
      [20_000, 50_000, 1],
    ]);
  });

  it("begin with the entry of most matches", () => {
    const { card, balanced, entryCounts } = sampleCard();
    const order = card.topEntries.map(({ matches }) => matches);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(order).toHaveLength(entryCounts.filter((count) => count > 0).length);
    for (const { entry, matches, balanced: stays } of card.topEntries) {
      const id = ENTRIES.indexOf(entry);
      expect([matches, stays]).toEqual([entryCounts[id], balanced.balancedCounts[id]]);
    }
  });

  it("hold at most 20 entries, and no balanced counts where they are not known", () => {
    const entries = Array.from({ length: 30 }, (_, i) => `e${i}`);
    const texts = entries.flatMap((_, i) => Array<string>(i + 1).fill(`e${i}`));
    const { card } = sampleCard({ entries, texts, isBalanced: false });
    expect(card.topEntries).toHaveLength(20);
    expect(card.topEntries[0]).toEqual({ entry: "e29", matches: 30, balanced: null });
    expect(card.bands.every(({ balancedMatches }) => balancedMatches === null)).toBe(true);
    expect(card.curves?.rankBalanced).toBeNull();
    expect(card.curves?.cumulativeBalanced).toBeNull();
  });

  it("have no bands and no curves where nothing matches", () => {
    const { card } = sampleCard({ texts: ["nothing"] });
    expect(card).toMatchObject({ bands: [], paperBands: [], topEntries: [], curves: null });
  });
});
