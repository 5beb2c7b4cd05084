import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { csvShape } from "../../../src/formats/csv/csvShape.ts";
import { hasShared, shared } from "../../shared.ts";
import { encode } from "../support/anyLines.ts";

const shape = (name: string, text: string) => csvShape(name, encode(text));

describe("the shape of a table", () => {
  it("is that of Conceptual Captions 3M: caption, then url", () => {
    const text = 'a " dog " , running\thttp://a.example/1.jpg\n" the cat\thttp://a.example/2\n';
    for (const name of ["Train_GCC-training.tsv", "train.txt", "train", "train.tsv.gz"]) {
      expect(shape(name, text)).toEqual({
        format: "csv",
        delimiter: "\t",
        quote: false,
        hasHeader: false,
        columns: ["column 1", "column 2"],
        encoding: "utf-8",
      });
    }
  });

  it("is that of Conceptual Captions 12M: url, then caption", () => {
    const text = "https://a.example/1\ta dog, running\nhttps://a.example/2\tcat\n";
    expect(shape("cc12m.tsv", text)).toMatchObject({
      hasHeader: false,
      quote: false,
      delimiter: "\t",
    });
  });

  it("is that of open_clip: tabs and a header, whatever the name", () => {
    const text = "filepath\ttitle\nimages/1.jpg\ta dog, running\nimages/2.jpg\ta cat; asleep\n";
    for (const name of ["train.csv", "train.tsv", "train.txt", "train"]) {
      expect(shape(name, text)).toMatchObject({
        delimiter: "\t",
        quote: true,
        hasHeader: true,
        columns: ["filepath", "title"],
      });
    }
  });

  it.each([
    [
      ",",
      'url,caption\r\nhttp://a.example/1,a dog\r\nhttp://a.example/2,"a cat, asleep\nin bed"\r\n',
    ],
    [";", 'url;caption\nhttp://a.example/1;a dog, running\nhttp://a.example/2;"a; b"\n'],
    ["|", "url|caption\nhttp://a.example/1|a dog; a cat\nhttp://a.example/2|a, b\n"],
  ])("is told from rows between which %j agrees", (delimiter, text) => {
    for (const name of ["a.csv", "a.txt", "a.CSV", "a.csv.gz"]) {
      expect(shape(name, text)).toMatchObject({
        delimiter,
        hasHeader: true,
        quote: true,
        columns: ["url", "caption"],
      });
    }
  });

  it("allows one column in a file that is named so", () => {
    expect(shape("a.csv", "caption\na dog\na cat, asleep\n")).toMatchObject({
      hasHeader: true,
      columns: ["caption"],
    });
    expect(shape("a.csv", "a dog\na cat\n")).toMatchObject({
      hasHeader: false,
      delimiter: ",",
      columns: ["column 1"],
    });
    expect(shape("a.csv", "caption")).toMatchObject({ hasHeader: true });
    expect(shape("a.txt", "caption\na dog\na cat\n")).toBe(null);
  });

  it("allows ragged rows in a file that is named so", () => {
    const rows =
      "http://a.example/1,a dog\n".repeat(6) + "http://a.example/1,a dog, running\n".repeat(3);
    expect(shape("a.csv", `url,caption\n${rows}`)).toMatchObject({ columns: ["url", "caption"] });
    expect(shape("a.txt", `url,caption\n${rows}`)).toBe(null);
  });

  it("prefers tabs in a file that is named .tsv", () => {
    const text = "url\tcaption, short\nx\ta dog, big\ny\ta cat, asleep\tz\n";
    expect(shape("a.tsv", text)?.delimiter).toBe("\t");
    expect(shape("a.csv", text)?.delimiter).toBe(",");
  });

  it("is told from files and ids in a column, too", () => {
    for (const ids of [
      ["1000268201_693b08cb0e.jpg#0", "1000268201_693b08cb0e.jpg#1"],
      ["0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcde0"],
      ["c73bcdcc-2669-4bf6-81d3-e4ae73fb11fd", "C73BCDCC-2669-4Bf6-81d3-e4ae73fb11fd"],
    ]) {
      const text = [...ids, ...ids].map((id, i) => `${id}\ta dog, ${i}\n`).join("");
      expect(shape("a.txt", text)).toMatchObject({ delimiter: "\t", hasHeader: false });
    }
  });

  it("makes names of columns that are empty or the same unique", () => {
    expect(shape("a.csv", ",text,text, text 2 ,text\n0,a,b,c,d\n")?.columns).toEqual([
      "column 1",
      "text",
      "text 3",
      "text 2",
      "text 4",
    ]);
  });

  it("takes a first row of values for no header", () => {
    const isHeader = (text: string) => shape("a.csv", text)?.hasHeader;
    expect(isHeader("a.jpg,caption\nb.jpg,a dog\n")).toBe(false);
    expect(isHeader("photo,a dog that runs along the beach\nphoto,a cat\n")).toBe(false);
    expect(isHeader("1,dog\n2,cat\n")).toBe(false);
    expect(isHeader("breed,animal\npoodle,dog\n")).toBe(true);
    expect(isHeader("dog,dog\npoodle,dog\n")).toBe(false);
    expect(isHeader("breed,animal")).toBe(false);
  });

  it("quotes between tabs only where quotes balance", () => {
    const quote = (...rows: string[]) =>
      shape("a.tsv", `url\tcaption\n${rows.map((row) => `http://a.example/1\t${row}\n`).join("")}`)
        ?.quote;
    expect(quote("a dog", "a cat")).toBe(true);
    expect(quote('"a ""big"" dog"', '"a\ncat"')).toBe(true);
    expect(quote('"a\tdog"', "a cat")).toBe(true);
    expect(quote('a "big" dog', "a cat")).toBe(false);
    expect(quote('"big" dog', "a cat")).toBe(false);
    expect(quote('"big dog', "a cat", "a cat")).toBe(false);
    expect(quote('"big dog', "a cat", '"a horse"')).toBe(false);
    expect(quote('"big dog', 'a cat"', "a cat")).toBe(false);
    expect(quote('"big dog', 'a cat"', '"a\nhorse"')).toBe(true);
    const three = 'url\tcaption\tnote\nx\t"a dog\tn\ny\ta cat\tn"\n';
    expect(shape("a.tsv", three)?.quote).toBe(false);
    expect(shape("a.tsv", 'url\tcaption\nx\t"a" dog')?.quote).toBe(false);
    const unnamed = 'a dog\thttp://a.example/1\n"a\ncat"\thttp://a.example/1\n';
    expect(shape("a.tsv", unnamed)?.quote).toBe(true);
  });

  it("does not mind where the head is cut", () => {
    for (const [delimiter, columns] of [
      [",", ["url", "caption"]],
      ["\t", ["url", "caption"]],
    ] as const) {
      const row = `http://a.example/1${delimiter}"a ""big""\n${delimiter},dog,${delimiter} é"\n`;
      const bytes = encode(`url${delimiter}caption\n${row.repeat(5)}`);
      for (let end = bytes.length - 2 * row.length; end <= bytes.length; end++) {
        const head = bytes.subarray(0, end);
        expect(csvShape("a", head)).toMatchObject({ delimiter, quote: true, columns });
      }
    }
  });

  it("tells the encoding", () => {
    const text = "url,caption\nhttp://a.example/1,café\n";
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    expect(csvShape("a.csv", utf16)).toMatchObject({
      encoding: "utf-16le",
      columns: ["url", "caption"],
    });
    expect(csvShape("a.csv", utf16.swap16())).toMatchObject({ encoding: "utf-16be" });
    expect(csvShape("a.csv", Buffer.from(text, "latin1"))).toMatchObject({ encoding: "latin-1" });
    expect(shape("a.csv", `\ufeff${text}`)).toMatchObject({ columns: ["url", "caption"] });
  });
});

describe("what is no table", () => {
  const records = '{"url": "http://a.example/1.jpg", "text": "a dog"}\n'.repeat(3);
  it.each([
    ["JSON lines", records],
    ["a JSON array of records", `[\n  ${records}]`],
    ["a JSON array of strings", '["dog",\n"hot dog",\n"cat"]'],
    ["a JSON object", '{\n  "dog": 5,\n  "cat": 7\n}'],
    ["JSON arrays, one a line", '["a.jpg", "a dog"]\n["b.jpg", "a cat"]\n'],
  ])("%s, whatever the name", (_, text) => {
    for (const name of ["a.csv", "a.tsv", "a.jsonl", "a"]) expect(shape(name, text)).toBe(null);
  });

  it.each([
    ["a list of entries", "dog\nhot dog\ncat\n"],
    ["a list of entries, some with commas", "dog\nParis, France\ncat\n"],
    ["a list of entries, all with commas", "Paris, France\nLyon, France\nRome, Italy\n"],
    ["a list of entries with counts", "dog\t512\ncat\t17\n"],
    ["a list of titles", "title\nThe Good, the Bad and the Ugly\nEyes, Mouth\n"],
    ["prose", "A dog, running.\n\nIt sees a cat, sleeping in the sun, and stops.\n"],
    ["one line", "url,caption"],
    ["captions with an address here and there", "a dog, http://a.example/1\na cat, asleep\n"],
    ["nothing", ""],
    ["blank lines", "\n\r\n\n"],
  ])("%s, in a file of another name", (_, text) => {
    for (const name of ["a.txt", "a.jsonl", "a.json", "a"]) expect(shape(name, text)).toBe(null);
  });

  it("binary and empty files, whatever the name", () => {
    expect(shape("a.csv", "")).toBe(null);
    expect(shape("a.csv", "\r\n\n")).toBe(null);
    expect(
      csvShape(
        "a.csv",
        Uint8Array.from({ length: 500 }, (_, i) => (i * i * 31) & 0xff),
      ),
    ).toBe(null);
  });
});

const hasMetadata = hasShared && existsSync(`${shared}/data/metadata-500k.json`);

describe.skipIf(!hasMetadata)("entries and captions as they are (needs shared data)", () => {
  it("are no table, with one a line", () => {
    const entries: string[] = JSON.parse(readFileSync(`${shared}/data/metadata-500k.json`, "utf8"));
    const withComma = entries.filter((entry) => entry.includes(","));
    for (const list of [entries, entries.toSorted(), withComma]) {
      for (let at = 0; at < list.length; at += 20_000) {
        const text = list.slice(at, at + 4000).join("\n");
        expect(shape("metadata.txt", text)).toBe(null);
      }
    }
  });

  it("are a table when written as Conceptual Captions are", () => {
    const lines = readFileSync(`${shared}/data/cc3m-val.jsonl`, "utf8").trimEnd().split("\n");
    const rows = lines.slice(0, 3000).map((line) => {
      const { text, url } = JSON.parse(line);
      return `${text}\t${url}\n`;
    });
    for (let at = 0; at < rows.length; at += 300) {
      const text = rows.slice(at, at + 300).join("");
      expect(shape("a.txt", text)).toMatchObject({
        delimiter: "\t",
        hasHeader: false,
        quote: false,
      });
    }
  });
});
