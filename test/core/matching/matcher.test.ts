import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMatcher } from "../../../src/core/matching/matcher.ts";
import { buildIndex } from "../../../src/core/matching/metadataIndex.ts";
import { matchByRule } from "../../../src/core/matching/rule.ts";
import { packText } from "../../../src/core/text/packedText.ts";
import { idsOf, matchByMatcher } from "../support/matching.ts";
import { anyCaption, anyEntry, TOKENS } from "../support/nastyText.ts";
import { randomFrom } from "../support/random.ts";

const anyEntries = fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 40 });
const anyCaptions = fc.array(anyCaption, { minLength: 1, maxLength: 12 });

/** Single tokens and every pair of the first ones: most captions match many of them. */
const MANY_ENTRIES = [
  ...TOKENS,
  ...TOKENS.slice(0, 12).flatMap((a) => TOKENS.slice(0, 12).map((b) => `${a} ${b}`)),
];

/** A caption of at least so many UTF-16 units. */
function longCaption(units: number, seed: number): string {
  const random = randomFrom(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  let text = "";
  while (text.length < units) text += pick(TOKENS) + pick([" ", " ", " ", "  ", "\t", ",", ""]);
  return text;
}

describe("the matcher", () => {
  it("finds what the published rule finds", () => {
    fc.assert(
      fc.property(anyEntries, anyCaptions, (entries, texts) => {
        expect(matchByMatcher(texts, entries)).toEqual(
          texts.map((text) => matchByRule(text, entries)),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it("finds in captions of any characters what the published rule finds", () => {
    const unit = fc.constantFrom(..." a,.`\t\n\u00a0\0é", "🐶", "\ud83d", "\udc36", "@", "\x7f");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 5 }), { maxLength: 30 }),
        fc.array(fc.string({ unit, maxLength: 30 })),
        (entries, texts) => {
          expect(matchByMatcher(texts, entries)).toEqual(
            texts.map((text) => matchByRule(text, entries)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it("finds every entry in a caption that is the entry, when it can match at all", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const { unmatchable } = buildIndex(packText(entries));
        const found = matchByMatcher(entries, entries);
        entries.forEach((entry, id) => {
          if (unmatchable[id] === 1) expect(found.flat()).not.toContain(id);
          else if (!/[,.`]/.test(entry)) expect(found[id]).toContain(id);
        });
      }),
    );
  });

  it("finds the same in a batch as in one caption at a time", () => {
    fc.assert(
      fc.property(anyEntries, anyCaptions, (entries, texts) => {
        const matcher = createMatcher(buildIndex(packText(entries)));
        const apart = texts.map((text) => idsOf(matcher.match(packText([text])))[0]);
        expect(idsOf(matcher.match(packText(texts)))).toEqual(apart);
      }),
    );
  });

  it("finds the same in many batches as in one caption at a time", () => {
    const random = randomFrom(3);
    const texts = Array.from({ length: 3000 }, (_, i) => longCaption(random() * 60, i));
    const matcher = createMatcher(buildIndex(packText(MANY_ENTRIES)));
    const apart = texts.map((text) => idsOf(matcher.match(packText([text])))[0]);
    expect(idsOf(matcher.match(packText(texts)))).toEqual(apart);
    expect(apart.filter((ids) => ids.length > 12).length).toBeGreaterThan(100);
  });

  it("reads captions of 50 kB and 300 kB, alone and among short ones", () => {
    const phrase = `${TOKENS[1]} ${TOKENS[2]}`;
    const texts = ["a b", longCaption(50_000, 1), "", longCaption(300_000, 2), phrase];
    texts.push(",".repeat(50_000), `${"c".repeat(50_000)} a`, longCaption(9_000, 3), "b");
    expect(matchByMatcher(texts, MANY_ENTRIES)).toEqual(
      texts.map((text) => matchByRule(text, MANY_ENTRIES)),
    );
  });

  it("has room for a caption of marks alone, which makes two tokens of each", () => {
    const text = `${",".repeat(50_000)}dog`;
    expect(matchByMatcher([text], [",", "dog", "cat"])).toEqual([[0, 1]]);
    expect(matchByMatcher(["cat", text, "cat"], [",", "dog", "cat"])).toEqual([[2], [0, 1], [2]]);
  });

  it("does not run a phrase on into the next caption", () => {
    expect(matchByMatcher(["hot", "dog", "hot dog"], ["hot dog", "dog"])).toEqual([
      [],
      [1],
      [0, 1],
    ]);
  });

  it("tells tokens apart that begin and end alike", () => {
    const tokens = [
      "begin-one-endings",
      "begin-two-endings",
      "begin-oneendings",
      "begin-on-endings",
    ];
    for (const entry of tokens) {
      const ids = matchByMatcher(tokens, [entry]);
      expect(ids).toEqual(tokens.map((token) => (token === entry ? [0] : [])));
    }
  });

  it("names entries in order of first appearance, shorter ones first", () => {
    const entries = ["dog", "hot dog", "hot", ",", "hot dog stand"];
    const matcher = createMatcher(buildIndex(packText(entries)));
    expect(idsOf(matcher.match(packText(["a, hot dog stand, dog hot"])))).toEqual([
      [3, 2, 1, 4, 0],
    ]);
  });

  it("names an entry once in a caption, however often it stands there", () => {
    expect(matchByMatcher(["dog dog, dog hot dog hot dog"], ["hot dog", "dog"])).toEqual([[0, 1]]);
    expect(matchByMatcher(["dog ".repeat(100)], ["dog"])).toEqual([[0]]);
  });

  it("leaves earlier answers as they are", () => {
    const matcher = createMatcher(buildIndex(packText(["dog", "cat"])));
    const first = matcher.match(packText(["dog", "dog cat"]));
    matcher.match(packText(["cat", "cat"]));
    expect(idsOf(first)).toEqual([[0], [0, 1]]);
  });

  it("reads no byte before or after a caption's own", () => {
    const { bytes, starts } = packText(["xdog", "dog", "dogx"]);
    const shifted = { bytes: bytes.fill(0x78, starts[3]), starts: Uint32Array.of(1, 4, 7, 10) };
    const matcher = createMatcher(buildIndex(packText(["dog", "dogx", "xdog"])));
    expect(idsOf(matcher.match(shifted))).toEqual([[0], [0], [0]]);
  });

  it("reads captions that stand inside a larger buffer", () => {
    const { bytes, starts } = packText(["hot dog", "seventeen-bytes-x"]);
    const larger = new Uint8Array(bytes.length + 5);
    larger.set(bytes, 5);
    const matcher = createMatcher(buildIndex(packText(["dog", "hot dog", "seventeen-bytes-x"])));
    expect(idsOf(matcher.match({ bytes: larger.subarray(5), starts }))).toEqual([[1, 0], [2]]);
  });

  it("finds nothing in no captions, and nothing by no entries", () => {
    expect(matchByMatcher([], ["dog"])).toEqual([]);
    expect(matchByMatcher(["dog", ""], [])).toEqual([[], []]);
  });
});
