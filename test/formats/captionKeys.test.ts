import { describe, expect, it } from "vitest";
import { hashKey } from "../../src/core/text/hashKey.ts";
import { packText } from "../../src/core/text/packedText.ts";
import { lineKey, lineKeyHasher } from "../../src/formats/captionKeys.ts";

describe("the hash of file name and line number", () => {
  it("is the hash of the key as text", () => {
    for (const name of ["", "some.jsonl", "日本 é \ud800.jsonl", "x".repeat(5000)]) {
      const hash = lineKeyHasher(name);
      for (const line of [1, 9, 10, 11, 99, 100, 12345, 1_000_000, 2 ** 32 + 7]) {
        const lanes = new Uint32Array(4);
        hash(line, lanes, 1);
        const { bytes, starts } = packText([lineKey(name, line)]);
        const expected = new Uint32Array(4);
        hashKey(bytes, 0, starts[1], expected, 1);
        expect(lanes).toEqual(expected);
      }
    }
  });
});
