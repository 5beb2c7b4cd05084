import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PADDING,
  type PackedText,
  packText,
  TextPacker,
} from "../../../src/core/text/packedText.ts";
import { decodeWtf8 } from "../../../src/core/text/wtf8.ts";

function textsOf({ bytes, starts }: PackedText): string[] {
  return Array.from({ length: starts.length - 1 }, (_, i) =>
    decodeWtf8(bytes, starts[i], starts[i + 1]),
  );
}

const anyTexts = fc.array(fc.string({ unit: "binary" }), { maxLength: 20 });

describe("packed texts", () => {
  it("hold every text, and the padding after the last", () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const packed = packText(texts);
        expect(textsOf(packed)).toEqual(texts);
        expect(packed.bytes.length).toBe(packed.starts[texts.length] + PADDING);
      }),
    );
  });

  it("grow past what was expected, whether texts come as strings or as bytes", () => {
    fc.assert(
      fc.property(anyTexts, fc.nat(3), fc.nat(8), (texts, expected, bytes) => {
        const packer = new TextPacker(expected, bytes);
        texts.forEach((text, i) => {
          const utf8 = new TextEncoder().encode(`<${text}>`);
          if (i % 2 === 0) packer.addString(text);
          else packer.addBytes(utf8, 1, utf8.length - 1);
          expect(packer.count).toBe(i + 1);
        });
        const packed = packer.finish();
        expect(textsOf(packed)).toEqual(texts);
        expect(packed.bytes.length).toBe(packed.starts[texts.length] + PADDING);
      }),
    );
  });

  it("start again empty after they are taken, and what was taken stays", () => {
    const packer = new TextPacker();
    packer.addString("hot dog");
    const first = packer.finish();
    expect(packer.count).toBe(0);
    packer.addString("cat");
    expect(textsOf(packer.finish())).toEqual(["cat"]);
    expect(textsOf(first)).toEqual(["hot dog"]);
    expect(textsOf(packer.finish())).toEqual([]);
  });
});
