import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/formats/inputError.ts";
import { decodeText, parseMetadata } from "../../src/formats/metadata.ts";

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).name).toBe("InputError");
    return (error as InputError).message;
  }
  throw new Error("nothing was thrown");
}

const parseError = (name: string, text: string) => errorOf(() => parseMetadata(name, text));

const REMEDY = "Choose a JSON array of strings, or a text file with one entry a line.";

describe("reading a metadata list", () => {
  it("reads a JSON array of strings", () => {
    expect(parseMetadata("m.json", ' \n["dog", "hot dog", "caf\\u00e9"]\n')).toEqual({
      entries: ["dog", "hot dog", "café"],
      duplicates: 0,
      empty: 0,
    });
  });

  it("reads one entry a line, with LF or CRLF, and does not trim", () => {
    expect(parseMetadata("m.txt", "dog\r\n hot  dog \n\u00a0\ncat")).toEqual({
      entries: ["dog", " hot  dog ", "\u00a0", "cat"],
      duplicates: 0,
      empty: 0,
    });
  });

  it("counts duplicates and keeps the first, in order", () => {
    const expected = { entries: ["b", "a"], duplicates: 2, empty: 0 };
    expect(parseMetadata("m.txt", "b\na\nb\na\n")).toEqual(expected);
    expect(parseMetadata("m.json", '["b","a","b","a"]')).toEqual(expected);
  });

  it("counts empty lines and strings; a final newline makes none", () => {
    const expected = { entries: ["a", "b"], duplicates: 0, empty: 2 };
    expect(parseMetadata("m.txt", "a\n\nb\n\n")).toEqual(expected);
    expect(parseMetadata("m.txt", "a\r\n\r\nb\r\n\r\n")).toEqual(expected);
    expect(parseMetadata("m.json", '["a","","b",""]')).toEqual(expected);
    expect(parseMetadata("m.txt", "a\n").empty).toBe(0);
  });

  it("drops a byte order mark", () => {
    expect(parseMetadata("m.txt", "\ufeffdog\n").entries).toEqual(["dog"]);
    expect(parseMetadata("m.json", '\ufeff["dog"]').entries).toEqual(["dog"]);
  });

  it("keeps lone surrogates, NUL and names of object properties", () => {
    const entries = ["\ud83d", "a\0b", "__proto__", "constructor", "7"];
    expect(parseMetadata("m.json", JSON.stringify(entries)).entries).toEqual(entries);
  });

  it("reads back any list of strings", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1 }),
        (entries) => {
          expect(parseMetadata("m.json", JSON.stringify(entries, null, 1)).entries).toEqual(
            entries,
          );
        },
      ),
    );
  });
});

describe("a metadata list that cannot be used", () => {
  it("says that there are no entries", () => {
    for (const text of ["", "\ufeff", "[]", '["", ""]', "\n\r\n\n"]) {
      expect(parseError("none.txt", text)).toBe(`none.txt holds no entries. ${REMEDY}`);
    }
  });

  it("says that it is an array of numbers", () => {
    expect(parseError("counts.json", "[1, 2, 3]")).toBe(
      `counts.json is an array of numbers, and metadata is strings. ${REMEDY}`,
    );
  });

  it("says which element is not a string, and what it is", () => {
    const remedy = 'not a string. Every element must be a string, such as "dog".';
    const of = (element: string) => parseError("m.json", `["dog", ${element}, "cat", 5]`);
    expect(of("42")).toBe(`Element 2 of m.json is the number 42, ${remedy}`);
    expect(of("true")).toBe(`Element 2 of m.json is the boolean true, ${remedy}`);
    expect(of("null")).toBe(`Element 2 of m.json is null, ${remedy}`);
    expect(of('["a"]')).toBe(`Element 2 of m.json is an array, ${remedy}`);
    expect(of("{}")).toBe(`Element 2 of m.json is an object, ${remedy}`);
  });

  it("says that it holds objects", () => {
    const message = `m.json holds JSON objects, and metadata is a list of strings. ${REMEDY}`;
    expect(parseError("m.json", '{\n  "dog": 5\n}\n')).toBe(message);
    expect(parseError("m.json", '\n{"text": "a dog"}\n{"text": "a cat"}\n')).toBe(message);
  });

  it("reads entries that begin with a brace", () => {
    expect(parseMetadata("m.txt", "{dog}\n{\n").entries).toEqual(["{dog}", "{"]);
  });

  it("says where JSON breaks off", () => {
    const place = (text: string) =>
      /^m\.json is not valid JSON from line (\d+), column (\d+) on\. Correct it there, or save the list with one entry a line\.$/
        .exec(parseError("m.json", text))
        ?.slice(1)
        .map(Number);
    expect(place('["dog" "cat"]')).toEqual([1, 8]);
    expect(place('[\n  "dog",\n  cat\n]')).toEqual([3, 3]);
    expect(place('["dog",]')).toEqual([1, 8]);
    expect(place("['dog']")).toEqual([1, 2]);
    expect(place('["dog", "c\\at"]')).toEqual([1, 9]);
    expect(place('["dog\n", "cat"]')).toEqual([1, 2]);
    expect(place('["dog", "cat"], "cow"')).toEqual([1, 15]);
    expect(place('["dog", "ca')).toEqual([1, 9]);
    expect(place('["dog",\r\n"cat" x]')).toEqual([2, 7]);
    expect(place(`["dog", "${"x".repeat(20_000_000)}`)).toEqual([1, 9]);
  });

  it("says that the array is cut short", () => {
    for (const text of ["[", '["dog"', '["dog",', '["dog",\n']) {
      expect(parseError("m.json", text)).toBe(
        "m.json ends before its JSON array does: the closing bracket is missing. Choose the whole file.",
      );
    }
  });
});

describe("decoding a file", () => {
  const bytes = (latin1: string) => Uint8Array.from(Buffer.from(latin1, "latin1"));

  it("decodes UTF-8 without its byte order mark", () => {
    expect(decodeText("m.txt", new TextEncoder().encode("\ufeffcafé \u{1f415}\0"))).toBe(
      "café \u{1f415}\0",
    );
    expect(decodeText("m.txt", new Uint8Array(0))).toBe("");
  });

  it("names the line of the first byte that is not UTF-8", () => {
    const message = (line: number) => `Line ${line} of m.txt is not UTF-8. Save the file as UTF-8.`;
    const error = (latin1: string) => errorOf(() => decodeText("m.txt", bytes(latin1)));
    expect(error("\xe9")).toBe(message(1));
    expect(error("dog\ncat\ncaf\xe9\n\xff")).toBe(message(3));
    expect(error("dog\ncaf\xc3\ncat\n")).toBe(message(2));
    expect(error("dog\ncaf\xc3")).toBe(message(2));
    expect(error("\xed\xa0\x80")).toBe(message(1));
  });
});

const list = new URL("../../../shared/data/metadata-500k.json", import.meta.url);

describe.skipIf(!existsSync(list))("the list of 500,000 entries (needs shared data)", () => {
  it("is read whole", () => {
    const parsed = parseMetadata("metadata-500k.json", decodeText("m", readFileSync(list)));
    expect(parsed.entries.length).toBe(500_000);
    expect(parsed.duplicates).toBe(0);
  });
});
