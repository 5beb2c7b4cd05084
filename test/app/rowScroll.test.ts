import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AT_TOP,
  canvasHeight,
  isStuck,
  LARGEST_HEIGHT,
  mostPosition,
  type Place,
  placeAt,
  placeShowing,
  ROW_HEIGHT,
  type RowSpace,
  scrolledTo,
} from "../../src/app/parts/rowScroll.ts";

const FIREFOX_LIMIT = 17_895_697;

const anySpace: fc.Arbitrary<RowSpace> = fc.record({
  rows: fc.oneof(fc.nat(1000), fc.integer({ min: 250_000, max: 5_000_000 })),
  view: fc.integer({ min: 30, max: 2000 }),
});

const mostScroll = (space: RowSpace) => Math.max(0, canvasHeight(space) - space.view);

/** A view that is scrolled by so many pixels each time, as the browser would let it. */
function scrollBy(steps: readonly number[], space: RowSpace, from = AT_TOP): Place {
  return steps.reduce((place, step) => {
    const scrollTop = Math.min(Math.max(0, place.scrollTop + step), mostScroll(space));
    const next = scrolledTo(place, scrollTop, space);
    return isStuck(next, space) ? placeAt(next.position, space) : next;
  }, from);
}

describe("the place of a view of rows", () => {
  it("never needs an element higher than browsers can have", () => {
    fc.assert(
      fc.property(anySpace, (space) => {
        expect(canvasHeight(space)).toBeLessThanOrEqual(LARGEST_HEIGHT);
      }),
    );
    expect(LARGEST_HEIGHT).toBeLessThan(FIREFOX_LIMIT / 2);
    expect(500_000 * ROW_HEIGHT).toBeGreaterThan(LARGEST_HEIGHT);
  });

  it("is where the element is scrolled, as long as the rows fit in it", () => {
    fc.assert(
      fc.property(
        fc.record({ rows: fc.nat(200_000), view: fc.integer({ min: 30, max: 2000 }) }),
        fc.array(fc.integer({ min: -100_000, max: 100_000 })),
        (space, steps) => {
          const { scrollTop, position } = scrollBy(steps, space);
          expect(position).toBeCloseTo(scrollTop, 6);
        },
      ),
    );
  });

  it("goes pixel by pixel with wheel and finger, anywhere in millions of rows", () => {
    fc.assert(
      fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
        const start = placeAt(mostPosition(space) * share, space);
        fc.pre(start.scrollTop + 40 <= mostScroll(space));
        fc.pre(start.position + 40 <= mostPosition(space));
        const { position } = scrolledTo(start, start.scrollTop + 40, space);
        expect(position).toBeCloseTo(start.position + 40, 3);
      }),
    );
  });

  it("reaches the first and the last row by the scrollbar", () => {
    fc.assert(
      fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
        const start = placeAt(mostPosition(space) * share, space);
        const end = scrollBy([mostScroll(space), 1], space, start);
        expect(end.position).toBeCloseTo(mostPosition(space), 1);
        const top = scrollBy([-mostScroll(space), -1], space, start);
        expect(top.position).toBeCloseTo(0, 1);
      }),
    );
  });

  it("is never stuck: wheeling on comes to the end, and back to the top", () => {
    const space = { rows: 300_000, view: 200 };
    const close = placeAt(mostPosition(space) - 100_000, space);
    const end = scrollBy(Array(1100).fill(100), space, close);
    expect(end.position).toBeCloseTo(mostPosition(space), 1);
    const top = scrollBy(Array(1100).fill(-100), space, placeAt(100_000, space));
    expect(top.position).toBeCloseTo(0, 1);
  });

  it("shows any row in full, and moves no further than it takes", () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), fc.nat(), (space, a, b) => {
        fc.pre(space.rows > 0 && space.view >= ROW_HEIGHT);
        const before = placeAt((a % space.rows) * ROW_HEIGHT, space);
        const row = b % space.rows;
        const place = placeShowing(row, before, space);
        const top = row * ROW_HEIGHT - place.position;
        expect(top).toBeGreaterThanOrEqual(-1e-6);
        expect(top + ROW_HEIGHT).toBeLessThanOrEqual(space.view + 1e-6);
        const { scrollTop } = place;
        expect(scrollTop).toBeLessThanOrEqual(mostScroll(space) + 1e-6);
        const wasShown =
          row * ROW_HEIGHT >= before.position &&
          (row + 1) * ROW_HEIGHT <= before.position + space.view;
        if (wasShown) expect(place).toBe(before);
      }),
    );
  });
});
