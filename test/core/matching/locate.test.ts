import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placesApart, placesOf } from "../../../src/core/matching/locate.ts";
import { matchByRule, spaceCaption } from "../../../src/core/matching/rule.ts";
import { anyCaption, anyEntry } from "../support/nastyText.ts";

const anyEntries = fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 20 });

describe("places of entries in a caption", () => {
  it("hold, spaced, the entry, and are found for every entry that matches and no other", () => {
    fc.assert(
      fc.property(anyCaption, anyEntries, (text, entries) => {
        const places = placesOf(text, entries);
        for (const { start, end, entry } of places) {
          expect(spaceCaption(text.slice(start, end))).toContain(` ${entries[entry]} `);
        }
        const found = new Set(places.map(({ entry }) => entry));
        expect([...found].sort((a, b) => a - b)).toEqual(matchByRule(text, entries));
      }),
      { numRuns: 500 },
    );
  });

  it("stand by start, longer ones first", () => {
    expect(placesOf("a hot dog, Hot\tdog", ["dog", "hot", "hot dog", "Hot dog", ","])).toEqual([
      { start: 2, end: 9, entry: 2 },
      { start: 2, end: 5, entry: 1 },
      { start: 6, end: 9, entry: 0 },
      { start: 9, end: 10, entry: 4 },
      { start: 11, end: 18, entry: 3 },
      { start: 15, end: 18, entry: 0 },
    ]);
  });

  it("count UTF-16 units, as strings do", () => {
    expect(placesOf("🐶 dog", ["dog"])).toEqual([{ start: 3, end: 6, entry: 0 }]);
  });
});

describe("places apart", () => {
  it("do not overlap, are not empty, and leave nothing out that would fit", () => {
    fc.assert(
      fc.property(anyCaption, anyEntries, (text, entries) => {
        const places = placesOf(text, entries);
        const apart = placesApart(places);
        apart.forEach((place, i) => {
          expect(place.end).toBeGreaterThan(place.start);
          if (i > 0) expect(place.start).toBeGreaterThanOrEqual(apart[i - 1].end);
        });
        for (const place of places) {
          if (place.end === place.start) continue;
          expect(apart.some(({ start, end }) => start < place.end && place.start < end)).toBe(true);
        }
      }),
    );
  });

  it("are the longest of those that start together", () => {
    const places = placesOf("New York City hall", ["York City hall", "New York", "New York City"]);
    expect(placesApart(places)).toEqual([{ start: 0, end: 13, entry: 2 }]);
  });
});
