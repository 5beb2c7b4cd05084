import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstWord,
  fourthWord,
  secondWord,
  thirdWord,
  tokenEnd,
} from "../../../src/core/matching/tokens.ts";
import { PADDING } from "../../../src/core/text/packedText.ts";

const SEPARATORS = [..." \t\n\r,.;:?!`"].map((char) => char.charCodeAt(0));
/** Bytes next to the separators, and any others. */
const anyByte = fc.oneof(
  fc.nat(255),
  fc.constantFrom(...SEPARATORS),
  fc.constantFrom(...SEPARATORS.map((byte) => byte + 1)),
  fc.constantFrom(...SEPARATORS.map((byte) => byte | 0x80)),
);

describe("the end of a token", () => {
  it("is the first space or mark, or the end of the caption", () => {
    fc.assert(
      fc.property(
        fc.array(anyByte, { minLength: PADDING, maxLength: 40 }),
        fc.nat(31),
        (values, start) => {
          const bytes = Uint8Array.from(values);
          const to = bytes.length - PADDING;
          const from = Math.min(start, to);
          let expected = from;
          while (expected < to && !SEPARATORS.includes(bytes[expected])) expected++;
          expect(tokenEnd(bytes, new DataView(bytes.buffer), from, to)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is found for every byte at every place in a word", () => {
    for (let byte = 0; byte < 256; byte++) {
      for (let at = 0; at < 8; at++) {
        const bytes = new Uint8Array(8 + PADDING).fill(0x61);
        bytes[at] = byte;
        const end = tokenEnd(bytes, new DataView(bytes.buffer), 0, 8);
        expect(end).toBe(SEPARATORS.includes(byte) ? at : 8);
      }
    }
  });
});

describe("the words of a token", () => {
  it("hold its first and last bytes and no other", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), fc.nat(24), (bytes, length) => {
        const view = new DataView(Uint8Array.from(bytes).buffer);
        const own = new DataView(new ArrayBuffer(16));
        for (let i = 0; i < Math.min(length, 8); i++) own.setUint8(i, bytes[3 + i]);
        for (let i = 0; i < 8 && length > 8; i++) own.setUint8(8 + i, bytes[3 + length - 8 + i]);
        expect(firstWord(view, 3, length)).toBe(own.getInt32(0, true));
        expect(secondWord(view, 3, length)).toBe(own.getInt32(4, true));
        expect(thirdWord(view, 3, length)).toBe(own.getInt32(8, true));
        expect(fourthWord(view, 3, length)).toBe(own.getInt32(12, true));
      }),
    );
  });
});
