import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashKey, mix } from "../../../src/core/text/hashKey.ts";

function lanesOf(bytes: Uint8Array, start = 0, end = bytes.length): number[] {
  const lanes = new Uint32Array(2);
  hashKey(bytes, start, end, lanes, 0);
  return [...lanes];
}

describe("hashes of keys", () => {
  it.each([
    ["", 1074037759, 2999795681],
    ["a", 2726580667, 786518574],
    ["ab", 959849669, 1237519159],
    ["abc", 571801233, 3300850843],
    ["abcd", 3979397969, 3153173423],
    ["cc3m-val-000001", 2639070826, 739735645],
    ["日本語", 2687133745, 371170340],
  ])("of %j are MurmurHash3 with two seeds", (key, first, second) => {
    expect(lanesOf(new TextEncoder().encode(key))).toEqual([first, second]);
  });

  it("hang on the bytes of the key alone, not on where they stand", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.uint8Array(), (before, key, after) => {
        const bytes = Uint8Array.of(...before, ...key, ...after);
        expect(lanesOf(bytes, before.length, before.length + key.length)).toEqual(lanesOf(key));
      }),
    );
  });

  it("write the two lanes of their own key and no other", () => {
    const lanes = new Uint32Array(6).fill(5);
    hashKey(Uint8Array.of(97), 0, 1, lanes, 1);
    expect([...lanes]).toEqual([5, 5, 2726580667, 786518574, 5, 5]);
  });

  it("differ for 20,000 keys that differ in their number", () => {
    const encoder = new TextEncoder();
    const hashes = Array.from({ length: 20_000 }, (_, i) =>
      lanesOf(encoder.encode(`shard-00000.jsonl:${i}`)).join(),
    );
    expect(new Set(hashes).size).toBe(20_000);
  });
});

describe("mix", () => {
  it("changes about half the bits of the result for every bit of the input", () => {
    for (let bit = 0; bit < 32; bit++) {
      let changed = 0;
      for (let i = 1; i <= 500; i++) {
        const h = Math.imul(i, 0x9e3779b1);
        for (let d = mix(h) ^ mix(h ^ (1 << bit)); d !== 0; d &= d - 1) changed++;
      }
      expect(changed / 500).toBeGreaterThan(15);
      expect(changed / 500).toBeLessThan(17);
    }
  });
});
