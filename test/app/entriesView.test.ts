import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cumulativeView,
  type EntriesView,
  paperThresholds,
  percentOf,
  rankView,
} from "../../src/app/charts/entriesView.ts";
import { type Axis, decades, evenTicks, type Plot, plotOf } from "../../src/app/charts/plot.ts";
import { maxThreshold } from "../../src/app/session/session.ts";
import {
  countBelow,
  type Distribution,
  distributionOf,
} from "../../src/core/counting/distribution.ts";
import { anyCounts } from "../core/support/counts.ts";

const SIZE = { width: 776, height: 180 };

const anyDistribution = anyCounts
  .map(distributionOf)
  .filter((distribution) => distribution.counts.length > 0);

function rankPlot({ counts }: Distribution): Plot {
  const largest = Math.max(counts[counts.length - 1] * 1.3, 2);
  return plotOf(
    SIZE,
    { scale: "log", from: 1, to: Math.max(counts.length, 2), ticks: [] },
    { scale: "log", from: 0.8, to: largest, ticks: [] },
  );
}

function cumulativePlot({ counts, matches }: Distribution): Plot {
  return plotOf(
    SIZE,
    { scale: "linear", from: 0, to: counts.length, ticks: [] },
    { scale: "linear", from: 0, to: matches * 1.05, ticks: [] },
  );
}

const VIEWS: [string, (d: Distribution) => EntriesView, (d: Distribution) => Plot][] = [
  ["by rank", rankView, rankPlot],
  ["cumulative", cumulativeView, cumulativePlot],
];

describe("pixels and values", () => {
  it("are each other's inverse on both kinds of axes", () => {
    const anyAxis: fc.Arbitrary<Axis> = fc
      .tuple(fc.constantFrom("log" as const, "linear" as const), fc.integer({ min: 2, max: 1e9 }))
      .map(([scale, to]) => ({ scale, from: scale === "log" ? 1 : 0, to, ticks: [] }));
    fc.assert(
      fc.property(anyAxis, anyAxis, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, share) => {
        const plot = plotOf(SIZE, x, y);
        const pixel = plot.left + share * (plot.right - plot.left);
        expect(plot.x(plot.xAt(pixel))).toBeCloseTo(pixel, 6);
        expect(plot.x(x.from)).toBeCloseTo(plot.left, 6);
        expect(plot.x(x.to)).toBeCloseTo(plot.right, 6);
        expect(plot.y(y.from)).toBeCloseTo(plot.bottom, 6);
        expect(plot.yAt(plot.top)).toBeCloseTo(y.to, -Math.log10(y.to * 1e-9));
      }),
    );
  });

  it("have ticks within the axis, few of them", () => {
    expect(decades(999)).toEqual([1, 10, 100]);
    expect(evenTicks(138_145)).toEqual([0, 50_000, 100_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2e9 }), (largest) => {
        const ticks = evenTicks(largest);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks[ticks.length - 1]).toBeLessThanOrEqual(largest);
      }),
    );
  });
});

describe.each(VIEWS)("t dragged on the chart, %s", (_, viewOf, plotFor) => {
  it("goes where its kink is dragged, to a threshold that parts the entries in the same way", () => {
    fc.assert(
      fc.property(anyDistribution, fc.double({ min: 0, max: 1, noNaN: true }), (d, share) => {
        const view = viewOf(d);
        const plot = plotFor(d);
        const t = Math.max(1, Math.round(maxThreshold(d) ** share));
        const kink = view.kinkAt(t);
        const found = view.thresholdNear(plot, { x: plot.x(kink.x), y: plot.y(kink.y) });
        expect(countBelow(d.counts, found)).toBe(countBelow(d.counts, t));
      }),
    );
  });
});

describe("t dragged along the cumulative curve", () => {
  it("never leaves the thresholds there are, wherever the pointer goes", () => {
    fc.assert(
      fc.property(
        anyDistribution,
        fc.integer({ min: -500, max: 1500 }),
        fc.integer({ min: -500, max: 1500 }),
        (d, x, y) => {
          const t = cumulativeView(d).thresholdNear(cumulativePlot(d), { x, y });
          expect(t).toBeGreaterThanOrEqual(1);
          expect(t).toBeLessThanOrEqual(maxThreshold(d));
          expect(Number.isInteger(t)).toBe(true);
        },
      ),
    );
  });
});

describe.each(VIEWS)("entries selected on the chart, %s", (_, viewOf) => {
  it("are those under the range and all with their counts, both ends included", () => {
    const anyPart = fc.tuple(fc.nat(6000), fc.nat(6000));
    fc.assert(
      fc.property(anyDistribution, anyPart, (d, [a, b]) => {
        const view = viewOf(d);
        const entries = d.counts.length;
        const [from, to] = [(a % entries) + 1, (b % entries) + 1].sort((x, y) => x - y);
        const counts = view.countsBetween(from, to);
        expect(counts.from).toBeLessThanOrEqual(counts.to);
        expect(d.counts.includes(counts.from)).toBe(true);
        expect(d.counts.includes(counts.to)).toBe(true);
        const extent = view.extentOf(counts);
        expect(extent?.from).toBeLessThanOrEqual(from);
        expect(extent?.to).toBeGreaterThanOrEqual(to);
        const within = [...d.counts].filter((n) => n >= counts.from && n <= counts.to).length;
        expect((extent?.to ?? 0) - (extent?.from ?? 0)).toBeCloseTo(within, 9);
      }),
    );
  });

  it("are none where no entry has such a count", () => {
    const view = viewOf(distributionOf(Uint32Array.of(1, 50)));
    expect(view.extentOf({ from: 2, to: 49 })).toBeNull();
  });
});

describe("a place of the chart", () => {
  const counts = Uint32Array.of(10, 0, 4, 1);
  const d = distributionOf(counts);

  it("reads one entry by rank", () => {
    const view = rankView(d);
    expect(view.readingAt(0, 5)).toEqual({ title: "Rank 1, head", matches: 10, capped: 5 });
    expect(view.readingAt(1, 5)).toEqual({ title: "Rank 2, tail", matches: 4, capped: 4 });
    expect([view.countAt(0), view.countAt(2)]).toEqual([10, 1]);
  });

  it("reads all entries up to it in the cumulative chart", () => {
    const view = cumulativeView(d);
    expect(view.readingAt(0, 5)).toMatchObject({ title: "The 1 rarest entry", matches: 1 });
    expect(view.readingAt(2, 5)).toMatchObject({ matches: 15, capped: 10 });
    expect([view.countAt(0), view.countAt(2)]).toEqual([1, 10]);
  });
});

describe("the paper's thresholds", () => {
  it("are those that cap an entry of the pool", () => {
    const of = (...counts: number[]) => paperThresholds(distributionOf(Uint32Array.from(counts)));
    expect(of(20_000)).toEqual([]);
    expect(of(20_001, 3)).toEqual([20_000]);
    expect(of(120_000_000)).toEqual([20_000, 90_000, 170_000]);
  });
});

describe("shares", () => {
  it.each([
    [0, 5, "0%"],
    [1, 3, "33%"],
    [1, 40, "2.5%"],
    [1, 300, "0.33%"],
    [1, 1_000_000, "under 0.01%"],
    [0, 0, "0%"],
  ])("%d of %d is %s", (part, whole, shown) => {
    expect(percentOf(part, whole)).toBe(shown);
  });
});
