import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { createFilters, type FilterColumns } from "../../../src/formats/records/createFilters.ts";
import {
  type FilterName,
  NO_FILTERS,
  type RecordFilters,
} from "../../../src/formats/records/filters.ts";
import type { SourceRecord } from "../../../src/formats/records/record.ts";

const NO_COLUMNS: FilterColumns = { language: null, url: null };

async function results(
  filters: Partial<RecordFilters>,
  records: readonly SourceRecord[],
  columns: Partial<FilterColumns> = {},
): Promise<(FilterName | null)[]> {
  const filter = await createFilters({ ...NO_FILTERS, ...filters }, { ...NO_COLUMNS, ...columns });
  return records.map((record) => filter.passes(record, `${record.text}`));
}

async function errorOf(
  filters: Partial<RecordFilters>,
  columns: FilterColumns = NO_COLUMNS,
): Promise<string> {
  const error = await createFilters({ ...NO_FILTERS, ...filters }, columns).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

const anyRecord = fc.record({
  text: fc.constantFrom("", "a", "a dog", "two dogs", "🐶🐶", "a dog runs"),
  url: fc.constantFrom("x", "y", null),
  lang: fc.constantFrom("en", "de", "EN-gb", "", null),
  width: fc.constantFrom(1, "300", 512, null),
});
const anyFilters: fc.Arbitrary<RecordFilters> = fc.record({
  condition: fc.constantFrom(null, "width > 256", "Width is null"),
  length: fc.constantFrom(
    null,
    { from: 2, to: 5, unit: "characters" as const },
    { from: 2, to: null, unit: "words" as const },
  ),
  languages: fc.constantFrom(null, ["en"], ["German", "English"]),
  duplicates: fc.constantFrom(null, "text" as const, "text-and-url" as const),
});

describe("filters of captions", () => {
  it("pass everything when all are off", async () => {
    const dog = { text: "dog" };
    expect(await results({}, [dog, dog, { text: "" }])).toEqual([null, null, null]);
  });

  it("stop a caption by the first that does, and count each caption once", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilters, fc.array(anyRecord), async (filters, records) => {
        const filter = await createFilters(filters, { language: "lang", url: "url" });
        const known = new Set<string>();
        const counts = { condition: 0, length: 0, language: 0, duplicates: 0 };
        let passed = 0;
        for (const record of records) {
          const { text, url, lang, width } = record;
          const length =
            filters.length?.unit === "words"
              ? text.split(" ").filter(Boolean).length
              : [...text].length;
          const key = filters.duplicates === "text" ? text : JSON.stringify([text, url]);
          const inLength =
            filters.length === null ||
            (length >= filters.length.from && length <= (filters.length.to ?? 99));
          const isEnglish = lang === "en" || lang === "EN-gb";
          const inLanguage =
            filters.languages === null ||
            isEnglish ||
            (lang === "de" && filters.languages.length > 1);
          const meets =
            filters.condition === null ||
            (filters.condition.startsWith("Width")
              ? width === null
              : width !== null && Number(width) > 256);
          let expected: FilterName | null = null;
          if (!meets) expected = "condition";
          else if (!inLength) expected = "length";
          else if (!inLanguage) expected = "language";
          else if (filters.duplicates !== null && known.has(key)) expected = "duplicates";
          else known.add(key);
          expect(filter.passes(record, text)).toBe(expected);
          if (expected === null) passed++;
          else counts[expected]++;
        }
        expect(filter.counts).toEqual(counts);
        const stopped = Object.values(filter.counts).reduce((sum, count) => sum + count, 0);
        expect(passed + stopped).toBe(records.length);
      }),
    );
  });

  it("keep the first of duplicates in the order in which captions come", async () => {
    const records = [
      { text: "dog", url: "1" },
      { text: "cat", url: "2" },
      { text: "dog", url: "3" },
      { text: "Dog", url: "4" },
    ];
    const filters = { duplicates: "text" } as const;
    expect(await results(filters, records)).toEqual([null, null, "duplicates", null]);
    const reversed = await results(filters, records.toReversed());
    expect(reversed.toReversed()).toEqual(["duplicates", null, null, null]);
  });

  it("remember only captions that pass the others", async () => {
    const records = [
      { text: "dog", width: 1 },
      { text: "dog", width: 512 },
      { text: "dog", width: 1 },
      { text: "dog", width: 512 },
    ];
    expect(await results({ condition: "width > 256", duplicates: "text" }, records)).toEqual([
      "condition",
      null,
      "condition",
      "duplicates",
    ]);
  });

  it("tell duplicates by text and URL, no URL being one like any other", async () => {
    const records = [
      { text: "dog", url: "1" },
      { text: "dog", url: "2" },
      { text: "dog" },
      { text: "dog", url: null },
      { text: "dog", url: "1" },
      { text: "dog1" },
    ];
    expect(await results({ duplicates: "text-and-url" }, records, { url: "url" })).toEqual([
      null,
      null,
      null,
      "duplicates",
      "duplicates",
      null,
    ]);
  });

  it("take the language from its column, however it is spelt there", async () => {
    const records = ["en", "en-US", "ENG", "English", "de", "", null, 5].map((lang) => ({
      text: "Zwei junge Männer",
      lang,
    }));
    expect(await results({ languages: ["en"] }, records, { language: "lang" })).toEqual([
      ...[null, null, null, null],
      ...["language", "language", "language", "language"],
    ]);
    expect(
      await results({ languages: ["id"] }, [{ text: "a", lang: "id-ID" }], { language: "lang" }),
    ).toEqual([null]);
  });

  it("detect the language where no column tells it", async () => {
    const records = [
      { text: "Two young men are outside near many bushes.", lang: "de" },
      { text: "Zwei junge Männer sind im Freien in der Nähe vieler Büsche.", lang: "en" },
      { text: "12345" },
    ];
    expect(await results({ languages: ["english"] }, records)).toEqual([
      null,
      "language",
      "language",
    ]);
  });

  it("count length in characters and words, both ends included", async () => {
    const records = [{ text: "🐶" }, { text: "🐶🐶" }, { text: "🐶 🐶" }, { text: "a dog" }];
    expect(await results({ length: { from: 2, to: 3, unit: "characters" } }, records)).toEqual([
      "length",
      null,
      null,
      "length",
    ]);
    expect(await results({ length: { from: 2, to: null, unit: "words" } }, records)).toEqual([
      "length",
      "length",
      null,
      null,
    ]);
  });
});

describe("filters that cannot work", () => {
  it("say what is wrong with a condition", async () => {
    expect(await errorOf({ condition: " " })).toMatch(/^The condition is empty\. /);
    expect(await errorOf({ condition: "width >" })).toMatch(/ at character 8: /);
  });

  it("say that a length is no whole number", async () => {
    for (const [from, to, told] of [
      [-1, null, "-1"],
      [1.5, null, "1.5"],
      [Number.NaN, null, "NaN"],
      [1, Number.POSITIVE_INFINITY, "Infinity"],
    ] as const) {
      expect(await errorOf({ length: { from, to, unit: "words" } })).toBe(
        `The length of a caption cannot be ${told} words. Give whole numbers from 0 on.`,
      );
    }
  });

  it("say that no caption is so long and so short", async () => {
    expect(await errorOf({ length: { from: 1000, to: 5, unit: "characters" } })).toBe(
      "No caption has at least 1,000 and at most 5 characters. Exchange the two numbers.",
    );
  });

  it("say that no language is chosen", async () => {
    expect(await errorOf({ languages: [] })).toBe(
      "No language is chosen. Choose one, or turn off the filter of languages.",
    );
  });

  it("say that a language cannot be detected", async () => {
    expect(await errorOf({ languages: ["en", "id"] })).toMatch(
      /^The language id cannot be detected\. Choose among sq, am, .*, yo, or name the column that tells the language\.$/,
    );
  });

  it("say that there is no column with URLs", async () => {
    expect(await errorOf({ duplicates: "text-and-url" })).toBe(
      "Duplicates by text and URL need a column with URLs, and none is named. Name it, or compare texts alone.",
    );
  });
});
