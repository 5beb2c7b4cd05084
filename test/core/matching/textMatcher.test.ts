import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetadata, createTextMatcher, matchByRule } from "../../../src/core/index.ts";
import { anyCaption, anyEntry } from "../support/nastyText.ts";

const ENTRIES = ["dog", "hot dog", "Dog", "St. Louis", "&", "hot", "C++", "ночь", "new york city"];
const match = createTextMatcher(createMetadata(ENTRIES));

function misses(text: string) {
  return match(text).nearMisses.map(
    ({ entryId, start, end, reasons }) =>
      `${ENTRIES[entryId]} at ${text.slice(start, end)}: ${reasons.join()}`,
  );
}

describe("a text that someone types", () => {
  it("matches what the published rule finds", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 12 }),
        anyCaption,
        (entries, text) => {
          const { entryIds } = createTextMatcher(createMetadata(entries))(text);
          expect([...entryIds].sort((a, b) => a - b)).toEqual(matchByRule(text, entries));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("says where the entries stand, longer ones first", () => {
    const text = "a hot dog & a dog";
    const { entryIds, places } = match(text);
    expect(entryIds.map((id) => ENTRIES[id])).toEqual(["hot", "hot dog", "dog", "&"]);
    expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(["hot dog", "&", "dog"]);
    expect(places.map(({ entry }) => ENTRIES[entryIds[entry]])).toEqual(["hot dog", "&", "dog"]);
  });

  it("tells what it misses by a hair, and why", () => {
    expect(misses("hot  dog")).toEqual(["hot dog at hot  dog: spacing"]);
    expect(misses("St. Louis")).toEqual(["St. Louis at St. Louis: unmatchable"]);
    expect(misses("DOG")).toEqual(["dog at DOG: case", "Dog at DOG: case"]);
    expect(misses("a dog's day")).toEqual([
      "dog at dog: punctuation",
      "Dog at dog: case,punctuation",
    ]);
    expect(misses("НОЧЬ in NewYork-City")).toEqual([
      "ночь at НОЧЬ: case",
      "new york city at NewYork-City: case,punctuation,spacing",
    ]);
  });

  it("misses nothing that it matches, nor other writings of words that it matches", () => {
    expect(misses("dog")).toEqual([]);
    expect(misses("a dog and a (dog)")).toEqual(["Dog at dog: case,punctuation"]);
  });

  it("misses only entries that do not match, each once, with a reason", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 12 }),
        anyCaption,
        (entries, text) => {
          const { nearMisses } = createTextMatcher(createMetadata(entries))(text);
          const ids = nearMisses.map(({ entryId }) => entryId);
          const matched = matchByRule(text, entries);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.filter((id) => matched.includes(id))).toEqual([]);
          expect(nearMisses.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
