import fc from "fast-check";

/** Tokens that are easily mistaken for each other: by length, by padding, by half a character. */
export const TOKENS = [
  "",
  "a",
  "b",
  "a\0",
  "\0",
  "\0\0",
  "é",
  "e\u0301",
  "\u00a0",
  "日",
  "🐶",
  "\ud83d",
  "\udc36",
  "sevenby",
  "sevenby\0",
  "eightbyt",
  "eightbyu",
  "ninebytes",
  "ninebytet",
  "@nebytes~",
  "seventeen-bytes-x",
  "seventeen-bytes-y",
  ",",
  ".",
  "`",
];

const SPACES = [" ", " ", " ", "  ", "\t", "\n", "\r", "\r\n"];

/** An entry of up to four tokens; some hold marks or tabs inside, so that nothing matches them. */
export const anyEntry: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 4 })
      .map((tokens) => tokens.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a,", "a.b", ".a", ", ,", ",  ,", "a\tb", "b\n", " ", "  "),
  },
);

/** A caption of such tokens, apart or run together. */
export const anyCaption: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.constantFrom(...TOKENS, ...SPACES), { maxLength: 20 })
    .map((pieces) => pieces.join("")),
  fc
    .array(fc.tuple(fc.constantFrom(...TOKENS), fc.constantFrom(...SPACES)), { maxLength: 12 })
    .map((pairs) => pairs.flat().join("")),
);
