import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortedByKey } from "../../../src/core/counting/sortedByKey.ts";

const anyKey = fc.oneof(fc.nat(3), fc.nat(5000), fc.nat(2 ** 32 - 1));

describe("ids sorted by a key", () => {
  it("are in its order, equal keys staying as they were, and what was given stays too", () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 80 }), fc.boolean(), (keys, descending) => {
        const ids = Uint32Array.from(keys.keys()).reverse();
        const expected = [...ids].sort((a, b) =>
          descending ? keys[b] - keys[a] : keys[a] - keys[b],
        );
        expect([...sortedByKey(ids, (id) => keys[id], descending)]).toEqual(expected);
        expect(ids).toEqual(Uint32Array.from(keys.keys()).reverse());
      }),
    );
  });

  it("takes half a million entries, equal keys staying as they were", () => {
    const ids = Uint32Array.from({ length: 500_000 }, (_, i) => i);
    const keyOf = (id: number) => Math.imul(id, 2654435761) >>> 19;
    const sorted = sortedByKey(ids, keyOf);
    let wrong = 0;
    for (let i = 1; i < sorted.length; i++) {
      const [a, b] = [sorted[i - 1], sorted[i]];
      if (keyOf(a) > keyOf(b) || (keyOf(a) === keyOf(b) && a > b)) wrong++;
    }
    expect(wrong).toBe(0);
    expect(new Set(sorted).size).toBe(500_000);
  });
});
