import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/formats/inputError.ts";
import { formatEntryCounts } from "../../src/formats/manifest.ts";
import { directorySentence, kindOf } from "../../src/formats/sniff.ts";

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const utf8 = (text: string) => new TextEncoder().encode(text);

function kind(name: string, content: string | Uint8Array) {
  const head = typeof content === "string" ? utf8(content) : content;
  return kindOf(name, head.length, head);
}

function sentence(name: string, content: string | Uint8Array): string {
  try {
    kind(name, content);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("nothing was thrown");
}

describe("telling captions", () => {
  it("goes by the first byte, whatever the name", () => {
    for (const name of ["a.jsonl", "a.ndjson", "a.json", "a.txt", "a"]) {
      expect(kind(name, '{"text": "a dog"}\n{"text": "a cat"}\n')).toBe("captions");
    }
    expect(kind("a.jsonl", '\ufeff\r\n  {"text": "a dog"}')).toBe("captions");
  });

  it("allows broken lines among the records", () => {
    expect(kind("a.jsonl", 'broken\n\n["a"]\n{"text": "a dog"}\n')).toBe("captions");
    expect(kind("a.jsonl", '{"text": broken\n{"text": "a dog"}\n')).toBe("captions");
    expect(kind("a.jsonl", "{'text': 'a dog'}\n{'text': 'a cat'}\n")).toBe("captions");
    expect(kind("a.jsonl", '{"text": "a\0dog"}\n{"text": "a cat"}\n')).toBe("captions");
    expect(kind("a.jsonl", latin1('{"text": "caf\xe9"}\n{"text": "a cat"}\n'))).toBe("captions");
  });

  it("takes a first line longer than the head", () => {
    const head = utf8(`{"text": "${"a dog ".repeat(20_000)}`).subarray(0, 65_536);
    for (const name of ["a.jsonl", "a"]) expect(kindOf(name, 200_000, head)).toBe("captions");
  });

  it("does not mind a character that the end of the head cuts", () => {
    const head = utf8('{"text": "犬"}\n{"text": "犬').slice(0, -1);
    expect(kindOf("a.jsonl", 1000, head)).toBe("captions");
  });

  it("takes captions in any script", () => {
    expect(kind("a.jsonl", '{"text": "собака в парке, 犬、🐕"}\n')).toBe("captions");
  });
});

describe("telling metadata", () => {
  it("takes a JSON array of anything but records", () => {
    for (const name of ["m.json", "m.txt", "m"]) {
      for (const text of ['["dog"]', ' \n[\n "dog"', "[1, 2]", "[]", "[", '[["dog"]]']) {
        expect(kind(name, text)).toBe("metadata");
      }
    }
  });

  it("takes other text by its name", () => {
    for (const name of ["m.txt", "M.TXT", "m.json"]) {
      expect(kind(name, "dog\nhot dog\n")).toBe("metadata");
      expect(kind(name, "Paris, France\nLyon, France\n")).toBe("metadata");
      expect(kind(name, "собака\n犬\n")).toBe("metadata");
    }
  });
});

describe("telling a manifest", () => {
  it("goes by its first key", () => {
    expect(kind("a.json", '{\n  "headtail": "0.1.0",\n  "format": 1')).toBe("manifest");
    expect(kind("a.jsonl", '\ufeff{"headtail":"0.1.0"}')).toBe("manifest");
    expect(kind("a.jsonl", '{"text": "a dog", "headtail": "0.1.0"}')).toBe("captions");
    expect(kind("a.jsonl", '{"headtails": "a dog"}')).toBe("captions");
  });
});

describe("a file that cannot be read", () => {
  const webp = "RIFF\x24\0\0\0WEBPVP8 ";
  const tar = `photo.jpg${"\0".repeat(248)}ustar\x0000`;
  const png = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  const cases: readonly [string, string, Uint8Array | string, string][] = [
    ["empty", "a.jsonl", "", "a.jsonl is empty. Choose a file with one JSON object a line."],
    [
      "only white space",
      "a.jsonl",
      "\ufeff \r\n\t\n",
      "a.jsonl holds only white space. Choose a file with one JSON object a line.",
    ],
    [
      "a PNG image",
      "a.jsonl",
      latin1(png),
      "a.jsonl is a PNG image. Choose the file with its captions, one JSON object a line.",
    ],
    [
      "a JPEG image",
      "a.jpg",
      latin1("\xff\xd8\xff\xe0\0\x10JFIF"),
      "a.jpg is a JPEG image. Choose the file with its captions, one JSON object a line.",
    ],
    [
      "a GIF image",
      "a.gif",
      latin1("GIF89a\x01\0\x01\0"),
      "a.gif is a GIF image. Choose the file with its captions, one JSON object a line.",
    ],
    [
      "a WebP image",
      "a.webp",
      latin1(webp),
      "a.webp is a WebP image. Choose the file with its captions, one JSON object a line.",
    ],
    [
      "a PDF document",
      "a.pdf",
      "%PDF-1.7\n",
      "a.pdf is a PDF document. Choose a file with one JSON object a line.",
    ],
    [
      "a ZIP archive",
      "a.zip",
      latin1("PK\x03\x04\x14\0"),
      "a.zip is a ZIP archive. Unpack it first (unzip a.zip) and choose the files it holds.",
    ],
    [
      "gzip in gzip",
      "a.jsonl.gz",
      gzipSync('{"text": "a dog"}\n'),
      "a.jsonl.gz is compressed twice. Unpack it once (gunzip a.jsonl.gz) and choose the file that gives.",
    ],
    [
      "Zstandard",
      "a.zst",
      latin1("\x28\xb5\x2f\xfd\x24\x11"),
      "a.zst is compressed with Zstandard. Unpack it first (unzstd a.zst) and choose the file that gives.",
    ],
    [
      "Parquet",
      "a.parquet",
      latin1("PAR1\x15\x04\x15"),
      "a.parquet is a Parquet file, which Headtail does not read yet. Convert it to one JSON object a line.",
    ],
    [
      "a tar archive",
      "a.tar",
      latin1(tar),
      "a.tar is a tar archive. Unpack it first (tar -xf a.tar) and choose the files it holds.",
    ],
    [
      "UTF-16, little-endian",
      "a.txt",
      latin1("\xff\xfed\0o\0g\0"),
      "a.txt is UTF-16 text. Save it as UTF-8.",
    ],
    [
      "UTF-16, big-endian",
      "a.txt",
      latin1("\xfe\xff\0d\0o\0g"),
      "a.txt is UTF-16 text. Save it as UTF-8.",
    ],
    [
      "UTF-16 without byte order mark",
      "a.jsonl",
      latin1('{\0"\0t\0e\0x\0t\0'),
      "a.jsonl is a binary file. Choose a text file with one JSON object a line.",
    ],
    [
      "other binary",
      "a.txt",
      Uint8Array.from({ length: 2000 }, (_, i) => (i * i * 31 + i * 7) & 0xff),
      "a.txt is a binary file. Choose a text file with one JSON object a line.",
    ],
    [
      "text in another encoding",
      "a.txt",
      latin1("\xf1\xee\xe1\xe0\xea\xe0\n\xea\xee\xf8\xea\xe0\n"),
      "a.txt is not UTF-8 text. Save it as UTF-8.",
    ],
    [
      "a JSON array of records",
      "a.json",
      '[\n  {"text": "a dog"},\n  {"text": "a cat"}\n]',
      "a.json is a JSON array of records, which Headtail does not read yet. Write one JSON object a line, for example with: jq -c '.[]' a.json",
    ],
    [
      "a JSON array of records in a gzip file",
      "a.json.gz",
      '[{"text": "a dog"}]',
      "a.json.gz is a JSON array of records, which Headtail does not read yet. Write one JSON object a line, for example with: gunzip -c a.json.gz | jq -c '.[]'",
    ],
    [
      "a JSON array of records named .jsonl",
      "a.jsonl",
      '[{"text": "a dog"},\n{"text": "a cat"}\n]',
      "a.jsonl is a JSON array of records, which Headtail does not read yet. Write one JSON object a line, for example with: jq -c '.[]' a.jsonl",
    ],
    [
      "one JSON object over many lines",
      "entry_counts.json",
      formatEntryCounts(new Map([["dog", 5]])),
      "entry_counts.json is not one JSON object a line: none of its first lines is a whole object. If it is one object over many lines, write the records inside it one JSON object a line, for example with jq -c.",
    ],
    [
      "tabs between columns",
      "a.tsv",
      "a dog, running\thttps://example.org/1\na cat\thttps://example.org/2\n",
      "a.tsv looks like a table with tabs between its columns, which Headtail does not read yet. Convert it to one JSON object a line.",
    ],
    [
      "commas between columns",
      "a.jsonl",
      "url,caption\r\nhttps://example.org/1,a dog\r\n",
      "a.jsonl looks like a table with commas between its columns, which Headtail does not read yet. Convert it to one JSON object a line.",
    ],
    [
      "text without records named .jsonl",
      "a.jsonl",
      "a dog\na cat, asleep\n",
      "a.jsonl holds no JSON object in its first lines. Choose a file with one JSON object a line.",
    ],
    [
      "a single line with a comma named .jsonl",
      "a.jsonl",
      "a cat, asleep\n",
      "a.jsonl holds no JSON object in its first lines. Choose a file with one JSON object a line.",
    ],
    [
      "a list of strings named .ndjson",
      "a.ndjson",
      '["dog"]\n["cat"]\n',
      "a.ndjson holds no JSON object in its first lines. Choose a file with one JSON object a line.",
    ],
    [
      "text that says nothing",
      "README.md",
      "# Dogs\n\nAbout dogs.\n",
      "README.md is neither captions nor metadata. Choose captions with one JSON object a line, or a metadata list named .txt or .json.",
    ],
  ];

  it.each(cases)("has its own sentence: %s", (_, name, content, expected) => {
    expect(sentence(name, content)).toBe(expected);
  });

  it("is not told by marks that stand elsewhere", () => {
    expect(kind("m.txt", "photo ofWEBP\nRIFF\n%PDF-\n")).toBe("metadata");
    expect(kind("m.txt", "a photo WEBP\n")).toBe("metadata");
  });
});

describe("a folder", () => {
  it("has its own sentence", () => {
    expect(directorySentence("photos")).toBe(
      "photos is a folder. Choose the files inside it instead.",
    );
  });
});
