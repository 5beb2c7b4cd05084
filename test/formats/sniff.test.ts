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
    expect(kindOf("a.jsonl", 200_000, head)).toBe("captions");
    // It may as well be a document of records.
    expect(kindOf("a", 200_000, head)).toBe("records");
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
      for (const text of ['["dog"]', ' \n[\n "dog"', "[1, 2]", "[]", "["]) {
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
  ];

  it.each(cases)("has its own sentence: %s", (_, name, content, expected) => {
    expect(sentence(name, content)).toBe(expected);
  });

  it("is not told by marks that stand elsewhere", () => {
    expect(kind("m.txt", "photo ofWEBP\nRIFF\n%PDF-\n")).toBe("metadata");
    expect(kind("m.txt", "a photo WEBP\n")).toBe("metadata");
  });
});

describe("telling records", () => {
  const cases: readonly [string, string, Uint8Array | string][] = [
    ["Zstandard", "a.jsonl.zst", latin1("\x28\xb5\x2f\xfd\x24\x11")],
    ["Parquet", "a.parquet", latin1("PAR1\x15\x04\x15")],
    ["encrypted Parquet", "a.parquet", latin1("PARE\x15\x04\x15")],
    ["a tar archive", "a.tar", latin1(`photo.jpg${"\0".repeat(248)}ustar\x0000`)],
    ["a web archive", "a.warc", "WARC/1.0\r\n"],
    ["UTF-16, little-endian", "a.txt", latin1("\xff\xfed\0o\0g\0")],
    ["UTF-16, big-endian", "a.txt", latin1("\xfe\xff\0d\0o\0g")],
    ["an array of records", "a.json", '[\n  {"text": "a dog"},\n  {"text": "a cat"}\n]'],
    ["an array of records named .jsonl", "a.jsonl", '[{"text": "a dog"},\n{"text": "a cat"}\n]'],
    ["an array of arrays", "a.json", '[["dog"]]'],
    ["an object with records in it", "a.json", '{"annotations": [{"caption": "a dog"}]}'],
    ["an object over many lines", "c.json", formatEntryCounts(new Map([["dog", 5]]))],
    ["tabs between columns", "a.tsv", "a dog\thttps://example.org/1\n"],
    ["commas between columns", "a.csv", "url,caption\r\nhttps://example.org/1,a dog\r\n"],
    ["a caption a line", "a.txt", "a dog runs on the beach\na cat sleeps in the sun\n"],
    ["text that says nothing", "README.md", "# Dogs\n\nAbout dogs.\n"],
  ];

  it.each(cases)("leaves the rest to the readers: %s", (_, name, content) => {
    expect(kind(name, content)).toBe("records");
  });

  it("leaves text in other encodings to them, by its name", () => {
    const text = latin1("\xf1\xee\xe1\xe0\xea\xe0\n\xea\xee\xf8\xea\xe0\n");
    expect(kind("a.csv", text)).toBe("records");
    expect(kind("a.txt", text)).toBe("metadata");
  });
});

describe("a folder", () => {
  it("has its own sentence", () => {
    expect(directorySentence("photos")).toBe(
      "photos is a folder. Choose the files inside it instead.",
    );
  });
});
