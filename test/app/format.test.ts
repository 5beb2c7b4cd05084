import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliderTicks } from "../../src/app/balance/ThresholdSlider.tsx";
import { thresholdAfterKey } from "../../src/app/balance/thresholdControl.ts";
import { lengthGroups } from "../../src/app/charts/lengthGroups.ts";
import {
  formatBytes,
  formatChance,
  formatEstimate,
  formatShort,
  plural,
} from "../../src/app/parts/format.ts";

describe("numbers as shown", () => {
  it("never round a chance to certainty", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
        const shown = formatChance(chance);
        expect(shown === "1.00").toBe(chance === 1);
        expect(shown === "0.00").toBe(chance === 0);
      }),
    );
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [61_500_000, "61.5 MB"],
    [999_990, "1.0 MB"],
    [2_000_000_000, "2.0 GB"],
  ])("writes %d bytes as %s", (bytes, shown) => expect(formatBytes(bytes)).toBe(shown));

  it.each([
    [412_345.6, "≈ 412,000"],
    [57.4, "≈ 57"],
    [0.2, "≈ 0"],
  ])("writes an estimate of %d as %s", (n, shown) => expect(formatEstimate(n)).toBe(shown));

  it("shortens thousands for axes", () => expect(formatShort(20_000)).toBe("20k"));
  it("counts one thing in the singular", () => {
    expect(plural(1, "entry", "entries")).toBe("1 entry");
    expect(plural(1200, "caption")).toBe("1,200 captions");
  });
});

describe("the slider", () => {
  it("moves t with every arrow, however small t is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), (t) => {
        for (const key of ["ArrowRight", "PageUp"]) {
          expect(thresholdAfterKey(key, t, 10 ** 7)).toBeGreaterThan(t);
        }
        for (const key of ["ArrowLeft", "PageDown"]) {
          expect(thresholdAfterKey(key, t, 10 ** 7)).toBeLessThan(t);
        }
        expect(thresholdAfterKey("a", t, 10 ** 7)).toBeNull();
      }),
    );
  });

  it("shows the paper's threshold where it is in range", () => {
    expect(sliderTicks(100_000)).toEqual([1, 10, 100, 1000, 20_000]);
    expect(sliderTicks(1000)).toEqual([1, 10, 100]);
  });
});

describe("captions by their number of matches", () => {
  it("are grouped without loss, those without a match left out", () => {
    const captions = Float64Array.from({ length: 65 }, (_, i) => i + 1);
    const half = captions.map((n) => n / 2);
    const groups = lengthGroups({ captions, expectedKept: half, kept: half });
    const total = groups.reduce((sum, group) => sum + group.captions, 0);
    expect(total).toBe(captions.reduce((sum, n) => sum + n, 0) - captions[0]);
    expect(groups.every((group) => group.share === 0.5)).toBe(true);
    expect(groups.map((group) => group.matches)).toContain("41–63");
    expect(groups.at(-1)?.matches).toBe("64+");
  });
});
