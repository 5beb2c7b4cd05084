import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFor } from "../../../src/core/balancing/draw.ts";
import { lanesOf } from "../support/pool.ts";

const CAPTIONS = lanesOf(Array.from({ length: 4000 }, (_, i) => `shard-00000.jsonl:${i + 1}`));
const NAMES = lanesOf(Array.from({ length: 4000 }, (_, i) => `${i}`));
const LARGEST = 1 - 2 ** -52;

type DrawAt = (i: number) => number;
const u: (seed: number) => (caption: number, entry: number) => number = (seed) => {
  const draw = drawFor(seed);
  return (caption, entry) => draw(CAPTIONS, caption, NAMES, entry);
};

/** What varies from draw to draw, all else being fixed. */
const WAYS: readonly (readonly [string, DrawAt])[] = [
  ["captions", (i) => u(1)(i, 7)],
  ["entries", (i) => u(1)(7, i)],
  ["seeds", (i) => u(i)(7, 7)],
  ["captions and entries together", (i) => u(1)(i, i)],
];

/** Pearson's statistic of numbers of equal expectation. */
function chiSquare(observed: ArrayLike<number>): number {
  const values = Array.from(observed);
  const expected = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((total, value) => total + (value - expected) ** 2 / expected, 0);
}

/** What chance exceeds once in 100,000, about: so many degrees of freedom plus 4.5 deviations. */
function chiSquareLimit(cells: number): number {
  return cells - 1 + 4.5 * Math.sqrt(2 * (cells - 1));
}

describe("the draw", () => {
  it.each([
    [0, "cc3m-val-000000", "dog", 0.5459241699311375],
    [1, "cc3m-val-000000", "dog", 0.2616244329566402],
    [4294967295, "photos.jsonl:12", "hot dog", 0.4150714762780552],
  ])("of seed %i for %j and %j is what it has always been", (seed, key, entry, expected) => {
    expect(drawFor(seed)(lanesOf([key]), 0, lanesOf([entry]), 0)).toBe(expected);
  });

  it("is a multiple of 2^-52 from 0 to below 1", () => {
    fc.assert(
      fc.property(
        fc.uint32Array({ minLength: 4, maxLength: 4 }),
        fc.nat(2 ** 32 - 1),
        ([a, b, c, d], seed) => {
          const value = drawFor(seed)(Uint32Array.of(a, b), 0, Uint32Array.of(c, d), 0);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(LARGEST);
          expect(Number.isInteger(value * 2 ** 52)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("times a count is below the count, even for the largest draw", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 1, max: 2 ** 32 - 1 }),
          fc.integer({ min: 0, max: 31 }).map((power) => 2 ** power),
          fc.integer({ min: 1, max: 32 }).map((power) => 2 ** power - 1),
        ),
        (count) => {
          expect(LARGEST * count).toBeLessThan(count);
        },
      ),
    );
  });

  it("hangs on the keys alone, not on their positions", () => {
    const draw = drawFor(5);
    for (let i = 0; i < 100; i++) {
      const caption = CAPTIONS.slice(i * 2, i * 2 + 2);
      const entry = NAMES.slice(i * 6, i * 6 + 2);
      expect(draw(caption, 0, entry, 0)).toBe(draw(CAPTIONS, i, NAMES, 3 * i));
    }
  });

  it.each(WAYS)("has a mean of one half over %s", (_, at) => {
    let total = 0;
    for (let i = 0; i < 4000; i++) total += at(i);
    expect(Math.abs(total / 4000 - 0.5)).toBeLessThan((4 * Math.sqrt(1 / 12)) / Math.sqrt(4000));
  });

  it.each(WAYS)("is uniform over %s, in its high bits and in its low ones", (_, at) => {
    const high = new Uint32Array(64);
    const low = new Uint32Array(64);
    for (let i = 0; i < 4000; i++) {
      const value = at(i);
      high[Math.floor(value * 64)]++;
      low[(value * 2 ** 52) % 64]++;
    }
    expect(chiSquare(high)).toBeLessThan(chiSquareLimit(64));
    expect(chiSquare(low)).toBeLessThan(chiSquareLimit(64));
  });

  it.each<readonly [string, (i: number) => readonly [number, number]]>([
    ["two entries of one caption", (i) => [u(1)(i, 0), u(1)(i, 1)]],
    ["one entry in a caption and in the next", (i) => [u(1)(i, 0), u(1)((i + 1) % 4000, 0)]],
    ["one match under two seeds", (i) => [u(1)(i, 0), u(2)(i, 0)]],
    [
      "one match under two seeds that differ in the top bit",
      (i) => [u(1)(i, 0), u(0x80000001)(i, 0)],
    ],
    [
      "a match and the one with caption and entry the other way",
      (i) => [drawFor(1)(NAMES, 0, NAMES, i), drawFor(1)(NAMES, i, NAMES, 0)],
    ],
  ])("is independent between %s", (_, pairAt) => {
    const cells = new Uint32Array(100);
    for (let i = 0; i < 4000; i++) {
      const [one, other] = pairAt(i);
      cells[Math.floor(one * 10) * 10 + Math.floor(other * 10)]++;
    }
    expect(chiSquare(cells)).toBeLessThan(chiSquareLimit(100));
  });

  it("keeps captions of many entries as often as independent coins would", () => {
    // Eight entries with p = 1/8 each: 1 - (7/8)^8.
    const chance = 1 - (7 / 8) ** 8;
    const draw = u(9);
    let kept = 0;
    for (let caption = 0; caption < 4000; caption++) {
      const coins = Array.from({ length: 8 }, (_, entry) => draw(caption, entry) < 1 / 8);
      if (coins.includes(true)) kept++;
    }
    const deviation = Math.sqrt(4000 * chance * (1 - chance));
    expect(Math.abs(kept - 4000 * chance)).toBeLessThan(4 * deviation);
  });
});
