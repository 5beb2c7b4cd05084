import { describe, expect, it } from "vitest";
import { addEntryCounts } from "../../../src/core/counting/entryCounts.ts";

describe("entry counts", () => {
  it("grow by one for every id, whatever they were", () => {
    const counts = Uint32Array.of(0, 5, 0, 1);
    addEntryCounts(counts, Uint32Array.of(1, 3, 0, 1, 3));
    addEntryCounts(counts, new Uint32Array());
    expect([...counts]).toEqual([1, 7, 0, 3]);
  });
});
