import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import { conditionColumns, parseCondition } from "../../../src/formats/records/condition.ts";
import type { SourceRecord } from "../../../src/formats/records/record.ts";

const holds = (condition: string, record: SourceRecord) => parseCondition(condition).holds(record);

function errorOf(condition: string): string {
  try {
    parseCondition(condition);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("nothing was thrown");
}

type Sign = "=" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "is null" | "is not null";

interface Clause {
  readonly column: string;
  readonly sign: Sign;
  readonly value: string | number;
}

const NAMES = ["a", "A", "b", "B c", 'q"q', "7", "and", "größe", "x-y.z"];
const SIGNS: readonly Sign[] = [
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "contains",
  "is null",
  "is not null",
];
const anyNumber = fc.constantFrom(-1, 0, 0.28, 1, 2, 10, 1e21);
const anyText = fc.constantFrom(
  "",
  "0",
  "1",
  "1.0",
  " 2 ",
  "10",
  "a",
  "A",
  "ab",
  'a"b',
  "NaN",
  "true",
  "0x1",
);
const anyClause: fc.Arbitrary<Clause> = fc.record({
  column: fc.constantFrom(...NAMES),
  sign: fc.constantFrom(...SIGNS),
  value: fc.oneof(anyNumber, anyText),
});
const anyRecord: fc.Arbitrary<SourceRecord> = fc.dictionary(
  fc.constantFrom(...NAMES, "B", "X-Y.Z", "GRÖSSE", "b C"),
  fc.oneof(
    anyNumber,
    anyText,
    fc.boolean(),
    fc.constant(null),
    fc.constant(["a"]),
    fc.constant({ a: 1 }),
  ),
);

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const written = ({ column, sign, value }: Clause) =>
  [
    quoted(column),
    sign,
    ...(sign.startsWith("is") ? [] : [typeof value === "string" ? quoted(value) : `${value}`]),
  ].join(" ");

function naive({ column, sign, value }: Clause, record: SourceRecord): boolean {
  const names = Object.keys(record);
  const name =
    names.find((other) => other === column) ??
    names.find((other) => other.toLowerCase() === column.toLowerCase());
  const own = name === undefined ? null : record[name];
  if (sign === "is null") return own === null;
  if (sign === "is not null") return own !== null;
  if (own === null || typeof own === "object") return false;
  if (sign === "contains") return `${own}`.includes(`${value}`);
  let left: string | number = `${own}`;
  if (typeof value === "number") {
    const spells = ["0", "1", "1.0", " 2 ", "10"].includes(left);
    if (typeof own !== "number" && !spells) return false;
    left = Number(own);
  } else if (sign !== "=" && sign !== "!=" && typeof own !== "string") return false;
  const order = left < value ? -1 : left > value ? 1 : 0;
  return {
    "=": order === 0,
    "!=": order !== 0,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  }[sign];
}

describe("a condition", () => {
  it("holds when each of its comparisons does", () => {
    let held = 0;
    fc.assert(
      fc.property(
        fc.array(anyClause, { minLength: 1, maxLength: 3 }),
        anyRecord,
        (clauses, record) => {
          const expected = clauses.every((clause) => naive(clause, record));
          expect(holds(clauses.map(written).join(" and "), record)).toBe(expected);
          held += Number(expected);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(held).toBeGreaterThan(100);
  });

  it("reads numbers, texts in either quotes, and column names with and without quotes", () => {
    const record = {
      similarity: 0.3,
      NSFW: "UNLIKELY",
      "aspect ratio": "1.5",
      "it's": 'a 5" pipe',
    };
    for (const condition of [
      "similarity >= 0.28",
      "similarity>=.28",
      "similarity > -1e3 and similarity < +1",
      'NSFW = "UNLIKELY"',
      "NSFW == 'UNLIKELY'",
      "NSFW != 'NSFW' and NSFW <> 'UNSURE'",
      '"aspect ratio" > 1',
      "\t'aspect ratio'<2\n",
      `"it's" contains '5" pipe' AND 'it''s' Contains "5"" pipe"`,
    ]) {
      expect(holds(condition, record), condition).toBe(true);
    }
    expect(holds("similarity >= 0.31", record)).toBe(false);
    expect(holds("NSFW = 'unlikely'", record)).toBe(false);
  });

  it("compares as numbers what CSV gives as texts", () => {
    expect(holds("width > 256", { width: "1024" })).toBe(true);
    expect(holds("width = 256", { width: "256.0" })).toBe(true);
    expect(holds("width > 256", { width: "wide" })).toBe(false);
    expect(holds("width >= 0", { width: "" })).toBe(false);
  });

  it("compares texts by their order: dates", () => {
    expect(holds("date >= '2020-01-01'", { date: "2021-06-30" })).toBe(true);
    expect(holds("date >= '2020-01-01'", { date: "2019-12-31" })).toBe(false);
    expect(holds("width > '256'", { width: 1024 })).toBe(false);
  });

  it("compares booleans with true and false", () => {
    expect(holds("safe = true", { safe: true })).toBe(true);
    expect(holds("safe = FALSE", { safe: "false" })).toBe(true);
    expect(holds("safe = true", { safe: false })).toBe(false);
  });

  it("fails where a value is missing or is not a number, for != too", () => {
    for (const record of [{}, { width: null }, { width: Number.NaN }, { width: [5] }]) {
      expect(holds("width != 5", record)).toBe(false);
    }
  });

  it("takes a missing column for null, an empty text not", () => {
    expect(holds("licence is null", {})).toBe(true);
    expect(holds("licence IS NOT NULL", {})).toBe(false);
    expect(holds("licence is not null", { licence: "" })).toBe(true);
    expect(holds("toString is null", {})).toBe(true);
  });

  it("finds a column by its exact name before one without case", () => {
    const record = { WIDTH: 1, width: 2 };
    expect(holds("width = 2 and WIDTH = 1 and Width = 1", record)).toBe(true);
  });

  it("names its columns, each once, as written", () => {
    expect(conditionColumns("Width > 1 and 'a b' is null and Width < 9")).toEqual(["Width", "a b"]);
  });

  it("is read or refused with a sentence, whatever is typed", () => {
    const pieces = [
      "a",
      "and",
      "or",
      "is",
      "not",
      "null",
      "5",
      "=",
      "<",
      ">",
      '"',
      "'",
      "(",
      " ",
      "💛",
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join(" ")),
          fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          let error: unknown = null;
          try {
            parseCondition(text);
          } catch (thrown) {
            error = thrown;
          }
          if (error !== null) expect(error).toBeInstanceOf(InputError);
        },
      ),
    );
  });
});

describe("a condition that cannot be read", () => {
  const AT = "The condition cannot be read at character";
  const EXAMPLE = 'similarity >= 0.28 and NSFW = "UNLIKELY"';
  const COLUMN = `Begin with a column, in quotes if its name is a number or has spaces or signs, as in ${EXAMPLE}.`;
  const SIGN = `Compare a column with =, !=, <, <=, >, >=, contains, is null or is not null, as in ${EXAMPLE}.`;
  const VALUE = `Write a number, or a text in straight quotes, as in ${EXAMPLE}.`;
  const JOIN = "Join comparisons by and, no other word; put a text with spaces in quotes.";
  const NULL = "Write is null or is not null; compare with a value by =.";

  it.each([
    ["", `The condition is empty. Write one such as ${EXAMPLE}, or turn it off.`],
    [" \n", `The condition is empty. Write one such as ${EXAMPLE}, or turn it off.`],
    ["0.28 <= similarity", `${AT} 1: a column should stand there, not 0.28. ${COLUMN}`],
    ["  >= 5", `${AT} 3: a column should stand there, not >=. ${COLUMN}`],
    ["(a = 5)", `${AT} 1: a column should stand there, not (. ${COLUMN}`],
    ["a = 5 and", `${AT} 10: it ends where a column should stand. ${COLUMN}`],
    ["a = 5 and  and b = 5", `${AT} 12: a column should stand there, not and. ${COLUMN}`],
    ["width ", `${AT} 6: it ends where a comparison of width should stand. ${SIGN}`],
    ["width 256", `${AT} 7: a comparison of width should stand there, not 256. ${SIGN}`],
    ["width % 2", `${AT} 7: a comparison of width should stand there, not %. ${SIGN}`],
    ["a b = 5", `${AT} 3: a comparison of a should stand there, not b. ${SIGN}`],
    ["width >", `${AT} 8: it ends where a value should stand. ${VALUE}`],
    ["width => 5", `${AT} 8: a value should stand there, not >. ${VALUE}`],
    ["a = “b”", `${AT} 5: a value should stand there, not “. ${VALUE}`],
    [
      "NSFW = UNLIKELY",
      `${AT} 8: a value should stand there, not UNLIKELY. If it is a text, put it in quotes: "UNLIKELY".`,
    ],
    [
      "width > 256px",
      `${AT} 9: a value should stand there, not 256px. If it is a text, put it in quotes: "256px".`,
    ],
    [
      "url = null",
      `${AT} 7: a value should stand there, not null. Write url is null, or url is not null.`,
    ],
    ["url is", `${AT} 7: it ends where null or not null should stand. ${NULL}`],
    ["url is 'a'", `${AT} 8: null or not null should stand there, not "a". ${NULL}`],
    ["url is not 5", `${AT} 12: null should stand there, not 5. ${NULL}`],
    ["a = 5 or b = 5", `${AT} 7: or stands after a comparison. ${JOIN}`],
    ["a > 1,024", `${AT} 6: , stands after a comparison. ${JOIN}`],
    ["1 < 2", `${AT} 1: a column should stand there, not 1. ${COLUMN}`],
    ["a < 2 < 3", `${AT} 7: < stands after a comparison. ${JOIN}`],
    [
      'a = "b',
      `${AT} 5: the quote " is opened and never closed. Close it; a quote inside quotes is doubled: "".`,
    ],
    [
      "it's = 5",
      `${AT} 3: the quote ' is opened and never closed. Close it; a quote inside quotes is doubled: ''.`,
    ],
  ])("%j", (condition, sentence) => {
    expect(errorOf(condition)).toBe(sentence);
  });
});
