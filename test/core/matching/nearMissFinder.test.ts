import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { nearMissFinder } from "../../../src/core/matching/nearMissFinder.ts";
import { matchByRule } from "../../../src/core/matching/rule.ts";
import { createMetadata } from "../../../src/core/metadata/metadata.ts";
import { anyCaption, anyEntry } from "../support/nastyText.ts";

/** Near misses by name: the entry, what stands in the caption, and why it does not match. */
function nearMisses(text: string, entries: readonly string[]) {
  const metadata = createMetadata(entries);
  const find = nearMissFinder(metadata, buildIndex(metadata.entries).unmatchable);
  return find(text, matchByRule(text, entries)).map(({ entry, start, end, reasons }) => [
    entries[entry],
    text.slice(start, end),
    ...reasons,
  ]);
}

describe("near misses", () => {
  it.each([
    ["a Dog", ["dog"], [["dog", "Dog", "case"]]],
    [
      "a dog",
      ["Dog", "DOG"],
      [
        ["Dog", "dog", "case"],
        ["DOG", "dog", "case"],
      ],
    ],
    ["the dog's bowl", ["dog"], [["dog", "dog", "punctuation"]]],
    ["a bowl (dog)", ["dog"], [["dog", "dog", "punctuation"]]],
    [
      "dog|cat",
      ["dog", "cat"],
      [
        ["dog", "dog", "punctuation"],
        ["cat", "cat", "punctuation"],
      ],
    ],
    ["a hot  dog", ["hot dog"], [["hot dog", "hot  dog", "spacing"]]],
    ["a hot\u00a0dog", ["hot dog"], [["hot dog", "hot\u00a0dog", "spacing"]]],
    ["a\u00a0dog", ["dog"], [["dog", "dog", "spacing"]]],
    ["hot, dog", ["hot dog"], [["hot dog", "hot, dog", "punctuation"]]],
    ["photo-of-dog", ["photo of"], [["photo of", "photo-of", "punctuation"]]],
    ["“Hot  Dog”", ["hot dog"], [["hot dog", "Hot  Dog", "case", "spacing", "punctuation"]]],
    ["in St. Louis", ["St. Louis"], [["St. Louis", "St. Louis", "unmatchable"]]],
    ["made in the u.s. today", ["U.S."], [["U.S.", "u.s.", "case", "unmatchable"]]],
    ["UN ÉTÉ", ["été"], [["été", "ÉTÉ", "case"]]],
    ["an iPhone", ["IPHONE"], [["IPHONE", "iPhone", "case"]]],
  ] as const)("of “%s” and %j say why", (text, entries, expected) => {
    expect(nearMisses(text, entries)).toEqual(expected);
  });

  it("are not made of what an apostrophe cuts off, nor of parts of words", () => {
    expect(nearMisses("the dog's bowls", ["s", "bowl", "og"])).toEqual([]);
  });

  it("never match, have a reason, and name an entry once", () => {
    fc.assert(
      fc.property(
        anyCaption,
        fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 20 }),
        (text, entries) => {
          const matched = matchByRule(text, entries).map((id) => entries[id]);
          const found = nearMisses(text, entries);
          for (const [entry, , ...reasons] of found) {
            expect(matched).not.toContain(entry);
            expect(reasons.length).toBeGreaterThan(0);
          }
          expect(new Set(found.map(([entry]) => entry)).size).toBe(found.length);
        },
      ),
    );
  });

  it("are all entries that match once case, punctuation and spaces are made alike", () => {
    const anyWord = fc.constantFrom("dog", "Dog", "hot", "HOT", "café", "CAFÉ", "7");
    const anyGap = fc.constantFrom(" ", "  ", "-", ", ", "\u00a0", " (", "/");
    const anyText = fc
      .array(fc.tuple(anyWord, anyGap), { minLength: 1, maxLength: 8 })
      .map((pairs) => pairs.flat().join(""));
    const anyEntries = fc.uniqueArray(
      fc.array(anyWord, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
      { minLength: 1, maxLength: 8 },
    );
    const alike = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim();
    fc.assert(
      fc.property(anyText, anyEntries, (text, entries) => {
        const matched = matchByRule(text, entries).map((id) => entries[id]);
        const would = matchByRule(alike(text), entries.map(alike)).map((id) => entries[id]);
        const found = nearMisses(text, entries).map(([entry]) => entry);
        expect([...found, ...matched].sort()).toEqual([...new Set([...would, ...matched])].sort());
      }),
    );
  });
});
