import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProduct, formatUnit, staysFrom } from "../../src/app/captions/arithmetic.ts";
import { LAYERS, partsOf } from "../../src/app/captions/layers.ts";

const LENGTH = 30;
const anyHighlights = fc
  .array(
    fc
      .tuple(fc.nat(LENGTH), fc.nat(LENGTH))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
    { maxLength: 8 },
  )
  .map((places) =>
    places
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map((place, entryId) => ({ ...place, entryId })),
  );

describe("layers of highlights", () => {
  it("cut the text into parts, each whole under the highlights that lie over it", () => {
    fc.assert(
      fc.property(anyHighlights, fc.integer({ min: 1, max: LENGTH }), (highlights, length) => {
        const parts = partsOf(length, highlights);
        expect(parts.map(({ start }) => start)).toEqual([
          0,
          ...parts.slice(0, -1).map(({ end }) => end),
        ]);
        expect(parts.at(-1)?.end).toBe(length);
        for (const { start, end, layers } of parts) {
          expect(end).toBeGreaterThan(start);
          for (const layer of layers) {
            if (layer === null) continue;
            expect(layer.start).toBeLessThanOrEqual(start);
            expect(Math.min(layer.end, length)).toBeGreaterThanOrEqual(end);
          }
        }
      }),
    );
  });

  it("show every highlight where there is room, each in one layer", () => {
    fc.assert(
      fc.property(anyHighlights, (highlights) => {
        const parts = partsOf(LENGTH, highlights);
        for (const highlight of highlights) {
          const layers = new Set(
            parts.flatMap(({ layers }) =>
              layers.flatMap((each, i) => (each === highlight ? [i] : [])),
            ),
          );
          expect(layers.size).toBeLessThanOrEqual(1);
          const over = highlights.filter(
            ({ start, end }) => start < highlight.end && highlight.start < end && start < end,
          );
          const isEmpty = highlight.start === highlight.end;
          if (over.length <= LAYERS) expect(layers.size).toBe(isEmpty ? 0 : 1);
        }
      }),
    );
  });

  it("have in the first what comes first and reaches furthest", () => {
    const highlights = [
      { start: 0, end: 13, entryId: 1 },
      { start: 0, end: 8, entryId: 2 },
      { start: 4, end: 18, entryId: 3 },
    ];
    const layersOf = (at: number) =>
      partsOf(20, highlights)
        .find(({ start, end }) => start <= at && at < end)
        ?.layers.map((each) => each?.entryId ?? null);
    expect(layersOf(5)).toEqual([1, 2, 3, null]);
    expect(layersOf(15)).toEqual([null, null, 3, null]);
  });
});

describe("figures of the why-view", () => {
  it("show on which side of t a product lies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 6 }),
        fc.oneof(
          fc.double({ min: 0, max: 2 * 10 ** 6, noNaN: true }),
          fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
        ),
        fc.boolean(),
        (t, number, isNear) => {
          const value = isNear ? t + Math.max(-1, Math.min(1, number)) : Math.abs(number);
          const shown = Number(formatProduct(value, t).replaceAll(",", ""));
          if (Math.abs(value - t) < 1e-10) return;
          expect(Math.sign(shown - t)).toBe(Math.sign(value - t));
        },
      ),
    );
  });

  it("never round a draw up to 1, nor a share of more than nothing down to 0", () => {
    expect(formatUnit(0.99999)).toBe("0.9999");
    expect(formatUnit(1)).toBe("1");
    expect(formatUnit(0)).toBe("0");
    expect(formatUnit(0.00001234)).toBe("1.2e-5");
    expect(formatUnit(0.25)).toBe("0.2500");
  });

  it("give the least whole t at which a caption stays", () => {
    expect([0, 0.5, 1, 67.999, 68].map(staysFrom)).toEqual([1, 1, 2, 68, 69]);
  });
});
