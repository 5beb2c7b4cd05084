import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asUtf8 } from "../../../src/formats/encoding/asUtf8.ts";
import type { TextEncoding } from "../../../src/formats/encoding/textEncoding.ts";
import { anyText, encode } from "../support/anyLines.ts";
import { bytesOf, sourceOf } from "../support/recordSources.ts";

const transcode = (bytes: Uint8Array, encoding: TextEncoding, lengths?: readonly number[]) =>
  bytesOf(asUtf8(sourceOf(bytes, "a.txt", lengths).stream(), encoding));

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

function utf16(text: string, encoding: "utf-16le" | "utf-16be"): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16le" ? bytes : bytes.swap16();
}

describe("transcoding to UTF-8", () => {
  it.each(["utf-16le", "utf-16be"] as const)(
    "gives the text of %s, in any pieces",
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary" }), lengths, async (text, pieces) => {
          const bytes = utf16(`\ufeff${text}`, encoding);
          expect((await transcode(bytes, encoding, pieces)).equals(encode(text))).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );

  it("gives the text of windows-1252, as the web has it", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = (await transcode(bytes, "latin-1", [7])).toString();
    expect(text.slice(0x80, 0xa0)).toBe(
      "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ",
    );
    for (const i of [...Array(0x80).keys(), ...Array.from({ length: 0x60 }, (_, k) => 0xa0 + k)]) {
      expect(text.charCodeAt(i)).toBe(i);
    }
  });

  it("passes UTF-8 on as it is, without its mark", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), lengths, async (bytes, pieces) => {
        const marked = Buffer.concat([encode("\ufeff"), bytes]);
        expect((await transcode(marked, "utf-8", pieces)).equals(bytes)).toBe(true);
      }),
    );
    const piece = encode("a dog");
    const first = await asUtf8(sourceOf(piece).stream(), "utf-8").next();
    expect(first.value).toEqual(piece);
  });

  it("leaves out one mark, at the start", async () => {
    expect((await transcode(encode("\ufeff\ufeffa"), "utf-8")).toString()).toBe("\ufeffa");
    const bytes = utf16("\ufeff\ufeffa\ufeff", "utf-16le");
    expect((await transcode(bytes, "utf-16le")).toString()).toBe("\ufeffa\ufeff");
    expect((await transcode(encode("\ufeff"), "utf-8", [1])).length).toBe(0);
    expect((await transcode(encode("ab"), "utf-8", [1])).toString()).toBe("ab");
  });

  it("makes no valid UTF-8 of lone surrogates and half units", async () => {
    const strict = new TextDecoder("utf-8", { fatal: true });
    await fc.assert(
      fc.asyncProperty(anyText, fc.boolean(), lengths, async (text, isHalf, pieces) => {
        const bytes = Buffer.concat([
          utf16(`\ufeff${text}`, "utf-16be"),
          Buffer.alloc(Number(isHalf)),
        ]);
        const given = await transcode(bytes, "utf-16be", pieces);
        if (!/\p{Surrogate}/u.test(text) && !isHalf)
          expect(strict.decode(given)).toBe(text.replace(/^\ufeff/, ""));
        else expect(() => strict.decode(given)).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it("closes its source when the reader stops", async () => {
    let isClosed = false;
    async function* stream() {
      try {
        while (true) yield encode("a dog\n");
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of asUtf8(stream(), "utf-8")) break;
    expect(isClosed).toBe(true);
  });
});
