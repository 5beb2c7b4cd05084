import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matchByRule, spaceCaption } from "../../../src/core/matching/rule.ts";
import { hasShared, shared } from "../../shared.ts";
import { matchByMatcher } from "../support/matching.ts";

interface PublishedMatches {
  readonly entries: readonly string[];
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

describe("spacing a caption", () => {
  it.each([
    ["", "  "],
    ["dog", " dog "],
    ["a,b", " a , b "],
    ["a, b", " a ,  b "],
    [",.;:?!`", "  ,  .  ;  :  ?  !  `  "],
    ["a\tb\nc\rd\r\ne", " a b c d  e "],
    ["(a)\u00a0|b-c'd\u2003e\v\f", " (a)\u00a0|b-c'd\u2003e\v\f "],
  ])("makes of %j what was published", (text, spaced) => {
    expect(spaceCaption(text)).toBe(spaced);
  });
});

describe("the published rule", () => {
  it("tells phrases, marks, case and inner spaces apart", () => {
    const entries = ["dog", "hot dog", "Dog", "U.S.", ","];
    expect(matchByRule("hot dog", entries)).toEqual([0, 1]);
    expect(matchByRule("hot  dog", entries)).toEqual([0]);
    expect(matchByRule("(dog) dog's photo-of-dog", entries)).toEqual([]);
    expect(matchByRule("Dog,dog,dog", entries)).toEqual([0, 2, 4]);
    expect(matchByRule("U.S.", entries)).toEqual([]);
  });
});

describe.skipIf(!hasShared)("the 79 captions with published answers", () => {
  const published: PublishedMatches = hasShared
    ? JSON.parse(readFileSync(`${shared}/golden/matching-v1.json`, "utf8"))
    : { entries: [], cases: [] };
  const { entries, cases } = published;
  const answers = cases.map(({ text, ids }) => ({ text, ids }));

  it("are all there", () => {
    expect(cases.length).toBe(79);
  });

  it("match the same entries by the rule", () => {
    expect(cases.map(({ text }) => ({ text, ids: matchByRule(text, entries) }))).toEqual(answers);
  });

  it("match the same entries by the matcher", () => {
    const texts = cases.map(({ text }) => text);
    const ids = matchByMatcher(texts, entries);
    expect(texts.map((text, i) => ({ text, ids: ids[i] }))).toEqual(answers);
  });
});
