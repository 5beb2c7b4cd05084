import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countCharacters, countWords } from "../../../src/formats/records/length.ts";

const SPACES = ["\t", "\v", "\u0085", "\u00a0", "\u200b", "\u2003", "\u2028", "\u3000", "\ufeff"];
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom("a", " ", "🐶", "\ud83d", "\udc36", "é", ...SPACES))
    .map((pieces) => pieces.join("")),
);

describe("the length of a caption", () => {
  it("is counted in code points, a lone surrogate as one", () => {
    fc.assert(fc.property(anyText, (text) => countCharacters(text) === [...text].length));
    expect(countCharacters("\udc36🐶\ud83d")).toBe(3);
  });

  it("is counted in runs of characters other than white space", () => {
    fc.assert(
      fc.property(
        anyText,
        (text) => countWords(text) === text.split(/\s+/).filter((word) => word !== "").length,
      ),
    );
    expect(countWords(" a dog\u3000– runs\n")).toBe(4);
  });
});
