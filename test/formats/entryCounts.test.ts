import { describe, expect, it } from "vitest";
import { parseEntryCounts } from "../../src/formats/entryCounts.ts";

const ENTRIES = ["dog", "hot dog", "__proto__"];
const read = (value: unknown) => parseEntryCounts("counts.json", JSON.stringify(value), ENTRIES);

describe("entry counts", () => {
  it("are read by entry, and in the order of the metadata", () => {
    const byEntry = '{"hot dog": 3, "dog": 4294967295, "__proto__": 7}';
    expect(parseEntryCounts("counts.json", byEntry, ENTRIES)).toEqual({
      counts: Uint32Array.of(4294967295, 3, 7),
      unknown: 0,
      firstUnknown: null,
    });
    expect(read([5, 0, 1]).counts).toEqual(Uint32Array.of(5, 0, 1));
  });

  it("tell of entries that the metadata lacks", () => {
    expect(read({ cat: 3, dog: 1, bird: 2 })).toEqual({
      counts: Uint32Array.of(1, 0, 0),
      unknown: 2,
      firstUnknown: "cat",
    });
  });

  it.each([
    ["{", /counts.json is not valid JSON, perhaps cut short/],
    ['"dog"', /counts.json holds no entry counts/],
    ["[1, 2]", /counts.json has 2 counts, but the metadata has 3 entries/],
    ['{"dog": -1}', /In counts.json, the count of "dog" is -1, not a whole number/],
    ['{"dog": 1.5}', /is 1.5, not a whole number/],
    ["[1, 2, null]", /the count of "__proto__" is null/],
    ['{"dog": 4294967296}', /is 4294967296, not/],
  ])("refuse %s", (text, sentence) => {
    expect(() => parseEntryCounts("counts.json", text, ENTRIES)).toThrow(sentence);
  });
});
