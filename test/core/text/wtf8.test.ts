import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeWtf8, encodeWtf8Into } from "../../../src/core/text/wtf8.ts";

/** Any UTF-16 units, so that surrogates stand alone, paired and the wrong way round. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7fe, max: 0xe001 }), fc.nat(0x801)))
    .map((units) => String.fromCharCode(...units)),
);

function encoded(text: string, offset = 0): Uint8Array {
  const target = new Uint8Array(offset + text.length * 3);
  return target.slice(offset, offset + encodeWtf8Into(text, target, offset));
}

describe("WTF-8", () => {
  it("gives every string back", () => {
    fc.assert(
      fc.property(anyText, fc.nat(5), (text, offset) => {
        const target = new Uint8Array(offset + text.length * 3);
        const written = encodeWtf8Into(text, target, offset);
        expect(decodeWtf8(target, offset, offset + written)).toBe(text);
      }),
    );
  });

  it("is UTF-8 where there is no lone surrogate", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!/\p{Surrogate}/u.test(text));
        expect(encoded(text)).toEqual(new TextEncoder().encode(text));
      }),
    );
  });

  it("is UTF-8 where characters begin to take one byte more", () => {
    const codes = [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
    for (const code of codes) {
      const text = String.fromCodePoint(code);
      expect(encoded(text)).toEqual(new TextEncoder().encode(text));
    }
  });

  it("writes lone surrogates in three bytes and pairs in four", () => {
    expect([...encoded("\ud83d")]).toEqual([0xed, 0xa0, 0xbd]);
    expect([...encoded("\udc36\ud83d")]).toEqual([0xed, 0xb0, 0xb6, 0xed, 0xa0, 0xbd]);
    expect([...encoded("\ud83d\udc36")]).toEqual([0xf0, 0x9f, 0x90, 0xb6]);
  });

  it("changes no byte before the offset and none after the end", () => {
    const target = new Uint8Array(12).fill(7);
    expect(encodeWtf8Into("é", target, 3)).toBe(2);
    expect([...target]).toEqual([7, 7, 7, 0xc3, 0xa9, 7, 7, 7, 7, 7, 7, 7]);
  });
});
