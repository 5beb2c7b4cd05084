import { describe, expect, it } from "vitest";
import { spaceCaption } from "../../../src/core/matching/rule.ts";
import { isMatchable, obstacleIn } from "../../../src/core/matching/unmatchable.ts";

/** All strings over an alphabet, of up to so many characters. */
function allStrings(alphabet: string, longest: number): string[] {
  const all = [""];
  for (let first = 0, length = 0; length < longest; length++) {
    const end = all.length;
    for (; first < end; first++) for (const char of alphabet) all.push(all[first] + char);
  }
  return all;
}

function matchable(entry: string): boolean {
  const bytes = new TextEncoder().encode(`x${entry}x`);
  return isMatchable(bytes, 1, bytes.length - 1);
}

describe("entries that can match", () => {
  it("are those, of all short strings, that some caption holds", () => {
    const longest = 5;
    const held = new Set<string>();
    // Spacing makes a caption no shorter, so no longer caption is needed than the entry.
    for (const caption of allStrings("a,. \t", longest)) {
      const spaced = spaceCaption(caption);
      const spaces = [...spaced.matchAll(/ /g)].map(({ index }) => index);
      for (const start of spaces) {
        for (const end of spaces) if (start < end) held.add(spaced.slice(start + 1, end));
      }
    }
    const entries = allStrings("a,. \t", longest);
    const wrong = entries.filter((entry) => matchable(entry) !== held.has(entry));
    expect(wrong).toEqual([]);
    expect(entries.filter(matchable).length).toBeGreaterThan(100);
  });

  it("are those in which no obstacle is found", () => {
    const wrong = allStrings("a,. \t", 6).filter(
      (entry) => matchable(entry) !== (obstacleIn(entry) === null),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ["dog", true],
    ["rock 'n' roll", true],
    [",", true],
    ["` code `", true],
    ["日本語", true],
    ["a  b", true],
    ["St. Louis", false],
    ["U.S.", false],
    ["3.5", false],
    ["! !", false],
    ["!  !", true],
    ["tab\there", false],
    ["line\n", false],
    ["\rline", false],
    ["a;", false],
    [":a", false],
    ["a? b", false],
  ])("%j: %s", (entry, expected) => {
    expect(matchable(entry)).toBe(expected);
  });
});

describe("the obstacle in an entry", () => {
  it.each([
    ["St. Louis", { kind: "mark inside", mark: "." }],
    ["rock, paper: scissors", { kind: "mark inside", mark: "," }],
    ["! !", { kind: "marks together", marks: "! !" }],
    ["a tab\there", { kind: "tab or line break" }],
    ["dog", null],
  ])("of %j is %j", (entry, expected) => {
    expect(obstacleIn(entry)).toEqual(expected);
  });
});
