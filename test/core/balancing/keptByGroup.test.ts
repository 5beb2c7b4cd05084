import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgesBetween, groupsOf } from "../../../src/core/balancing/groups.ts";
import {
  keptByGroupPart,
  keptByTau,
  sumKeptByGroup,
} from "../../../src/core/balancing/keptByGroup.ts";
import { anyDrawnPool, anyThreshold, keyedSlicesOf } from "../support/pool.ts";

const GROUPS = 3;

describe("captions kept by group", () => {
  it("are counted one by one, however the pool is cut", () => {
    fc.assert(
      fc.property(anyDrawnPool, anyThreshold, fc.nat(40), fc.nat(99), ({ pool }, t, at, salt) => {
        const groupAt = (caption: number) => (caption * 7 + salt) % GROUPS;
        let first = 0;
        const parts = keyedSlicesOf(pool, [at]).map((slice) => {
          const groups = Uint8Array.from(slice.tau, (_, i) => groupAt(first + i));
          first += slice.tau.length;
          return keptByGroupPart([{ ...slice, groups, kept: keptByTau(slice.tau, t) }], GROUPS);
        });
        const found = sumKeptByGroup(parts, GROUPS);
        for (let group = 0; group < GROUPS; group++) {
          const own = pool.captions.map((_, i) => i).filter((i) => groupAt(i) === group);
          expect(found.captions[group]).toBe(own.length);
          expect(found.matched[group]).toBe(own.filter((i) => pool.captions[i].length > 0).length);
          expect(found.kept[group]).toBe(own.filter((i) => pool.tau[i] < t).length);
        }
      }),
    );
  });
});

describe("groups of numbers", () => {
  const anyColumns = fc.array(
    fc
      .array(fc.oneof(fc.integer({ min: -5, max: 60 }), fc.constant(Number.NaN)))
      .map((values) => Float32Array.from(values)),
    { maxLength: 4 },
  );

  it("hold each number from their edge to the next, those without one apart", () => {
    fc.assert(
      fc.property(anyColumns, (columns) => {
        const edges = edgesBetween(columns);
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        for (const column of columns) {
          groupsOf(column, edges).forEach((group, i) => {
            const value = column[i];
            if (Number.isNaN(value)) expect(group).toBe(edges.length);
            else
              expect([edges[group] <= value, !(edges[group + 1] <= value)]).toEqual([true, true]);
          });
        }
      }),
    );
  });

  it("are about as large as each other where many numbers differ", () => {
    const numbers = Float32Array.from({ length: 5000 }, (_, i) => (i * 37) % 5000);
    const sizes = new Map<number, number>();
    for (const group of groupsOf(numbers, edgesBetween([numbers]))) {
      sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
    expect(sizes.size).toBe(12);
    for (const size of sizes.values()) expect(Math.abs(size - 5000 / 12)).toBeLessThan(2);
  });
});
