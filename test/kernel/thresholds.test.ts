import fc from "fast-check";
import { expect, it } from "vitest";
import { criticalThresholdsFor } from "../../src/core/balancing/tau.ts";
import { thresholdsFor } from "../../src/kernel/thresholds.ts";

const anyWord = fc.integer({ min: 0, max: 2 ** 32 - 1 });

it("tau in WASM is tau in TypeScript, bit for bit", () => {
  fc.assert(
    fc.property(
      anyWord,
      fc.array(fc.tuple(fc.oneof(anyWord, fc.nat(20)), anyWord, anyWord), { minLength: 1 }),
      fc.array(
        fc.record({
          key: fc.tuple(anyWord, anyWord),
          matched: fc.array(fc.nat(), { maxLength: 14 }),
        }),
      ),
      (seed, entries, captions) => {
        const counts = Uint32Array.from(entries, ([count]) => count);
        const lanes = Uint32Array.from(entries.flatMap(([, one, other]) => [one, other]));
        const ids = captions.map(({ matched }) => matched.map((id) => id % entries.length));
        const matchStart = new Uint32Array(captions.length + 1);
        for (const [i, { length }] of ids.entries()) matchStart[i + 1] = matchStart[i] + length;
        const inputs = {
          matchStart,
          entryIds: Uint32Array.from(ids.flat()),
          keyLanes: Uint32Array.from(captions.flatMap(({ key }) => key)),
        };
        const expected = criticalThresholdsFor(counts, lanes, seed)(inputs);
        const thresholds = thresholdsFor(counts, lanes, seed);
        expect(thresholds(inputs)).toEqual(expected);
        const into = new Float64Array(captions.length);
        expect(thresholds(inputs, into)).toBe(into);
        expect(into).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

it("tau of a slice too large for WASM is that of TypeScript too", () => {
  const captions = 2 ** 18 + 1;
  const inputs = {
    matchStart: Uint32Array.from({ length: captions + 1 }, (_, i) => i),
    entryIds: new Uint32Array(captions),
    keyLanes: Uint32Array.from({ length: captions * 2 }, (_, i) => Math.imul(i, 0x9e3779b1)),
  };
  const counts = Uint32Array.of(captions);
  const lanes = Uint32Array.of(1, 2);
  const tau = thresholdsFor(counts, lanes, 3)(inputs);
  expect(tau).toEqual(criticalThresholdsFor(counts, lanes, 3)(inputs));
  expect(new Set(tau).size).toBeGreaterThan(200_000);
});
