import { expect, it } from "vitest";
import { UNASKED_BYTES, unpackRatio } from "../../src/formats/unpackRatio.ts";

const MB = 2 ** 20;

it("asks once, when a file is both large and packed tight", () => {
  const isToAsk = unpackRatio();
  expect(isToAsk(1, UNASKED_BYTES)).toBe(false);
  expect(isToAsk(5 * MB + MB, UNASKED_BYTES + 1)).toBe(false);
  expect(isToAsk(10 * MB, 2000 * MB)).toBe(false);
  expect(isToAsk(10 * MB, 2000 * MB + 1)).toBe(true);
  expect(isToAsk(10 * MB, 4000 * MB)).toBe(false);
});
