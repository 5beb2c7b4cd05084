import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepsOf, TEN_LINES } from "../../../src/app/learn/tenLines.ts";

const CAPTION = {
  text: "a hot dog",
  metadata: 500,
  t: 20,
  seed: 4,
  entries: [
    { entry: "a", count: 1000, draw: 0.5 },
    { entry: "hot dog", count: 4, draw: 0.9 },
  ],
};

const anyEntries = fc.array(
  fc.record({
    entry: fc.string({ minLength: 1 }),
    count: fc.integer({ min: 1, max: 100 }),
    draw: fc.nat(63).map((n) => n / 64),
  }),
  { maxLength: 5 },
);

describe("the ten lines with a caption running through them", () => {
  it("are ten", () => {
    expect(TEN_LINES).toHaveLength(10);
  });

  it("go through every entry, with its chance and its draw", () => {
    const steps = stepsOf(CAPTION);
    expect(steps.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 6, 7, 8, 9, 10]);
    expect(steps.slice(5, 9).map(({ says }) => says)).toEqual([
      "The next entry is “a”: head, with 1,000.",
      "min(1, 20 / 1,000) is 0.020.",
      "With seed 4, its draw is 0.500.",
      "0.500 is not below 0.020, so that does not keep it.",
    ]);
    expect(steps[12]).toEqual({
      line: 9,
      says: "0.900 is below 1, so it is kept.",
      values: [
        { name: "caption", value: "a hot dog" },
        { name: "matched", value: "{a, hot dog}" },
        { name: "kept", value: "yes" },
        { name: "e", value: "hot dog" },
        { name: "chance", value: "1" },
        { name: "u", value: "0.900" },
      ],
    });
    expect(steps[13].says).toBe("The caption stays.");
  });

  it("end as the caption does at every t", () => {
    fc.assert(
      fc.property(anyEntries, fc.integer({ min: 1, max: 101 }), (entries, t) => {
        const last = stepsOf({ ...CAPTION, entries, t }).at(-1);
        const isKept = entries.some(({ count, draw }) => draw * count < t);
        expect(last?.says).toBe(
          isKept ? "The caption stays." : "No entry kept it: the caption goes.",
        );
      }),
    );
  });
});
