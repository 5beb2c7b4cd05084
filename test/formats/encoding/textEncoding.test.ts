import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textEncoding } from "../../../src/formats/encoding/textEncoding.ts";
import { encode } from "../support/anyLines.ts";

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

describe("the encoding of a text file", () => {
  it.each([
    ["nothing", "", "utf-8"],
    ["ASCII", "a dog\n", "utf-8"],
    ["UTF-8", "犬 é 😀\n", "utf-8"],
    ["UTF-8 with its mark", "\ufeffa dog", "utf-8"],
    ["a NUL among text", `a dog${" and a cat".repeat(5)}\0`, "utf-8"],
  ])("%s", (_, text, expected) => {
    expect(textEncoding(encode(text))).toBe(expected);
  });

  it.each([
    ["UTF-16 by its mark", "\xff\xfea\0", "utf-16le"],
    ["UTF-16, big-endian, by its mark", "\xfe\xff\0a", "utf-16be"],
    ["UTF-32", "\xff\xfe\0\0a\0\0\0", null],
    ["UTF-16 without a mark", "a\0 \0d\0o\0g\0", null],
    ["windows-1252", "url,caption\nx,a caf\xe9 \x96 \x93good\x94\n", "latin-1"],
    ["too many controls", `a caf\xe9${"\x01".repeat(3)}`, null],
    ["bytes that windows-1252 lacks", "a caf\xe9 \x81\x8d\x81\x8d", null],
  ])("%s", (_, text, expected) => {
    expect(textEncoding(latin1(text))).toBe(expected);
  });

  it("does not mind where UTF-8 is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(), (text, at) => {
        const bytes = encode(`a dog ${text}`);
        expect(textEncoding(bytes.subarray(0, 6 + (at % (bytes.length - 5))))).toBe("utf-8");
      }),
    );
  });

  it("takes UTF-8 with some broken characters for UTF-8", () => {
    const bytes = Buffer.concat([encode("犬\n猫\n"), latin1("caf\xe9\n"), encode("a dog\n")]);
    expect(textEncoding(bytes)).toBe("utf-8");
  });

  it("is none for random bytes", () => {
    const bytes = Uint8Array.from({ length: 4000 }, (_, i) => ((i + 1) * 2654435761) >>> 13);
    expect(textEncoding(bytes)).toBe(null);
  });
});
