import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldText, matchByRule, nearMissReasons, wordRuns } from "../../../src/core/index.ts";
import { anyCaption, anyEntry } from "../support/nastyText.ts";

/** Of an entry where a caption's words fold alike, from the first such run. */
function reasons(text: string, entry: string) {
  const fold = foldText(entry);
  const run = wordRuns(text, fold.length).find((each) => each.fold === fold);
  return run && nearMissReasons(text, run, entry);
}

describe("why an entry is missed by a hair", () => {
  it.each([
    ["Dog", "dog", ["case"]],
    ["a dog", "Dog", ["case"]],
    ["the dog's bowl", "dog", ["punctuation"]],
    ["(dog)", "dog", ["punctuation"]],
    ["hot-dog stand", "hot dog", ["punctuation"]],
    ["hot, dog", "hot dog", ["punctuation"]],
    ["photo-of-dog", "dog", ["punctuation"]],
    ["dog|cat", "dog", ["punctuation"]],
    ["C++", "c", ["case", "punctuation"]],
    ["C", "C++", ["punctuation"]],
    ["hot  dog", "hot dog", ["spacing"]],
    ["hotdog", "hot dog", ["spacing"]],
    ["hot\u00a0dog", "hot dog", ["spacing"]],
    ["a\u00a0dog", "dog", ["spacing"]],
    ["Hot  Dog", "hot dog", ["case", "spacing"]],
    ["Hot-dog's", "hot dog", ["case", "punctuation"]],
    ["St. Louis", "St. Louis", ["unmatchable"]],
    ["in the US", "U.S.", ["unmatchable"]],
    ["İstanbul", "i̇stanbul", ["case"]],
  ])("%j does not match %j", (text, entry, why) => {
    expect(matchByRule(text, [entry])).toEqual([]);
    expect(reasons(text, entry)).toEqual(why);
  });

  it.each([
    ["a hot dog.", "hot dog"],
    ["dog,cat", "cat"],
    ["C++!", "C++"],
    ["hot\tdog", "hot dog"],
  ])("%j matches %j, so there is none", (text, entry) => {
    expect(matchByRule(text, [entry])).toEqual([0]);
    expect(reasons(text, entry)).toEqual([]);
  });

  it("is told at every place where the entry's words stand, unless it matches there", () => {
    fc.assert(
      fc.property(anyCaption, anyEntry, (text, entry) => {
        fc.pre(wordRuns(entry, entry.length).length > 0);
        const fold = foldText(entry);
        const runs = wordRuns(text, fold.length).filter((run) => run.fold === fold);
        const matches = runs.some((run) => nearMissReasons(text, run, entry).length === 0);
        expect(matches).toBe(matchByRule(text, [entry]).length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("names what was done to the entry, and nothing else", () => {
    const changes = {
      case: (entry: string) => entry.toUpperCase(),
      punctuation: (entry: string) => `(${entry})`,
      spacing: (entry: string) => entry.replace(" ", "  "),
    } as const;
    const anyChanges = fc.subarray(["case", "punctuation", "spacing"] as const);
    fc.assert(
      fc.property(
        fc.constantFrom("red panda", "hot dog", "new york"),
        anyChanges,
        (entry, names) => {
          const text = names.reduce<string>((changed, name) => changes[name](changed), entry);
          expect(reasons(`see ${text} there`, entry)).toEqual(names);
        },
      ),
    );
  });
});
