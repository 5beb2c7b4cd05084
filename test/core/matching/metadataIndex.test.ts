import { describe, expect, it } from "vitest";
import { createMatcher } from "../../../src/core/matching/matcher.ts";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { packText } from "../../../src/core/text/packedText.ts";
import { idsOf } from "../support/matching.ts";

describe("the metadata index", () => {
  it("keeps the ids of entries when some cannot match", () => {
    const index = buildIndex(packText(["U.S.", "dog", "St. Louis", "hot dog"]));
    expect(index.entries).toBe(4);
    expect([...index.unmatchable]).toEqual([1, 0, 1, 0]);
    expect(idsOf(createMatcher(index).match(packText(["hot dog, U.S., St. Louis"])))).toEqual([
      [3, 1],
    ]);
  });

  it("can be copied to another worker", () => {
    const index = structuredClone(buildIndex(packText(["dog", "hot dog", "seventeen-bytes-x"])));
    const matches = createMatcher(index).match(packText(["hot dog", "seventeen-bytes-x"]));
    expect(idsOf(matches)).toEqual([[1, 0], [2]]);
  });

  it("finds each of 60,000 entries by itself, and tells how far it is", () => {
    const entries = Array.from({ length: 60_000 }, (_, i) =>
      i % 2 === 0 ? `${i}` : `number ${i >> 4} of${i % 16}`,
    );
    const progress: number[] = [];
    const index = buildIndex(packText(entries), (done) => progress.push(done));
    const { matchStart, entryIds } = createMatcher(index).match(packText(entries));
    const missed = entries.filter(
      (_, i) => !entryIds.subarray(matchStart[i], matchStart[i + 1]).includes(i),
    );
    expect(missed).toEqual([]);
    expect(progress).toEqual([0, 16_384, 30_000, 46_384]);
  });
});
