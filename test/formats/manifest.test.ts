import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/formats/inputError.ts";
import {
  CAPTION_KEY,
  formatEntryCounts,
  formatManifest,
  type Manifest,
  parseManifest,
} from "../../src/formats/manifest.ts";

const file = {
  name: "photos.jsonl",
  bytes: 4321,
  sha256: "a1".repeat(32),
  captionField: "text",
  lines: 40,
  blank: 1,
  rejected: 2,
  captions: 38,
  matchedCaptions: 30,
  matches: 75,
  keptCaptions: 10,
  keptBytes: 1050,
};

const manifest: Manifest = {
  headtail: "0.1.0",
  format: 1,
  seed: 2 ** 32 - 1,
  t: 12.5,
  p: 0.06,
  fixed: "p",
  rule: "published",
  captionKey: CAPTION_KEY,
  metadata: { name: "metadata.json", sha256: "b2".repeat(32), entries: 500, unmatchable: 3 },
  files: [
    { ...file, sample: { firstBytes: 4000 } },
    { ...file, name: "more.jsonl", captionField: "caption" },
    { ...file, name: "thin.jsonl", sample: { oneIn: 3, linesPassedOver: 81 } },
  ],
  pool: {
    lines: 80,
    rejected: 4,
    captions: 76,
    matchedCaptions: 60,
    matches: 150,
    entriesWithMatches: 5,
  },
  kept: {
    captions: 20,
    expected: 21.25,
    deviation: 2.5,
    matches: 55,
    cappedMatches: 37.5,
    tailShare: 0.0625,
    headEntries: 2,
    tailEntries: 3,
  },
  subset: {
    name: "balanced.jsonl",
    bytes: 2100,
    sha256: "c3".repeat(32),
    captionField: "text",
    withColumns: false,
  },
  keptLines: [null, [1, 2, 40], null],
  entryCounts: new Map([
    ["dog", 90],
    ["__proto__", 5],
    ["7", 40],
    ["constructor", 1],
    ["\ud83d", 3],
    ["hot “dog”\n", 11],
  ]),
};

describe("writing a manifest", () => {
  it("puts the version first, and kept lines and entry counts on a line each", () => {
    const lines = formatManifest(manifest).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "{",
      '  "headtail": "0.1.0",',
      '  "format": 1,',
      '  "seed": 4294967295,',
    ]);
    expect(lines.slice(-5)).toEqual([
      "  },",
      '  "keptLines": [null,[1,2,40],null],',
      '  "entryCounts": {"dog": 90, "__proto__": 5, "7": 40, "constructor": 1, "\\ud83d": 3, "hot “dog”\\n": 11}',
      "}",
      "",
    ]);
  });

  it("puts the version first whatever the order of the fields", () => {
    const { headtail, format, ...others } = manifest;
    const reordered = { ...others, format, headtail };
    expect(formatManifest(reordered)).toBe(formatManifest(manifest));
  });
});

describe("reading a manifest", () => {
  it("gives what was written", () => {
    expect(parseManifest("m.json", formatManifest(manifest))).toEqual(manifest);
  });

  it("keeps every entry, those named like object properties or numbers too", () => {
    const { entryCounts } = parseManifest("m.json", formatManifest(manifest));
    expect(entryCounts.size).toBe(6);
    for (const [entry, count] of manifest.entryCounts) expect(entryCounts.get(entry)).toBe(count);
  });

  it("gives any entry counts back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.integer({ min: 1 }))),
        (pairs) => {
          const entryCounts = new Map(pairs);
          const read = parseManifest("m.json", formatManifest({ ...manifest, entryCounts }));
          expect(read.entryCounts).toEqual(entryCounts);
        },
      ),
    );
  });

  it("allows a subset without one caption field", () => {
    const { captionField: _, ...subset } = manifest.subset;
    const read = parseManifest("m.json", formatManifest({ ...manifest, subset }));
    expect(read.subset).toEqual(subset);
  });
});

describe("a manifest that cannot be read", () => {
  function error(text: string): string {
    try {
      parseManifest("m.json", text);
    } catch (caught) {
      expect(caught).toBeInstanceOf(InputError);
      return (caught as InputError).message;
    }
    throw new Error("nothing was thrown");
  }

  /** The written manifest with one value changed, or left out when undefined. */
  function changed(path: string, value: unknown): string {
    const json = JSON.parse(formatManifest(manifest));
    const names = path.split(".");
    const last = names.pop()!;
    names.reduce((object, name) => object[name], json)[last] = value;
    return JSON.stringify(json);
  }

  it("says that it is not JSON", () => {
    const text = formatManifest(manifest);
    expect(error(text.slice(0, text.length / 2))).toBe(
      "m.json is not valid JSON, perhaps cut short. Choose the manifest as it was exported.",
    );
  });

  it("says that it is no manifest", () => {
    for (const text of ["[]", "null", "{}", '{"headtail": 1}']) {
      expect(error(text)).toBe(
        "m.json is not a manifest of Headtail. Choose the manifest that was exported with the subset.",
      );
    }
  });

  it("says that it has another format", () => {
    expect(error('{"headtail": "3.0.0", "format": 2}')).toBe(
      "m.json was written by Headtail 3.0.0 in another manifest format (2; this version reads 1). Load it with that version, or export the subset again.",
    );
  });

  function leaves(value: unknown, path: string): string[] {
    if (typeof value !== "object" || value === null) return [path];
    const inner = Object.entries(value).flatMap(([name, field]) =>
      leaves(field, `${path}.${name}`),
    );
    return [path, ...inner];
  }
  const { captionKey: _, keptLines, entryCounts, ...structured } = manifest;
  const paths = Object.entries(structured).flatMap(([name, value]) => leaves(value, name));
  const readable = (path: string) => path.replace(/\.(\d+)/g, "[$1]");

  it.each(paths.filter((path) => !["headtail", "format", "subset.captionField"].includes(path)))(
    "names what is missing: %s",
    (path) => {
      const wanted = `In m.json, "${readable(path)}" is missing or not as Headtail writes it. Export the subset again, or load it without its manifest.`;
      expect(error(changed(path, null))).toBe(wanted);
    },
  );

  it.each([
    ["seed", -1],
    ["seed", 2 ** 32],
    ["seed", 1.5],
    ["t", "12"],
    ["p", 1.01],
    ["fixed", "q"],
    ["rule", "worldwide"],
    ["captionKey", undefined],
    ["captionKey", ["id"]],
    ["metadata.sha256", "abc"],
    ["metadata.entries", 1.5],
    ["files", {}],
    ["files.0.sample.firstBytes", -1],
    ["files.2.sample.oneIn", 1],
    ["files.2.sample.linesPassedOver", undefined],
    ["kept.tailShare", 2],
    ["subset.captionField", 5],
    ["subset.withColumns", "no"],
    ["keptLines", undefined],
    ["entryCounts", undefined],
    ["entryCounts", [1, 2]],
    ["entryCounts", { dog: 0 }],
    ["entryCounts", { dog: "5" }],
  ])("names what is wrong: %s as %j", (path, value) => {
    expect(error(changed(path, value))).toContain(
      `In m.json, "${readable(path)}" is missing or not`,
    );
  });

  it.each([[[0]], [[2, 2]], [[3, 1]], [["1"]], [5]])("names wrong kept lines: %j", (lines) => {
    expect(error(changed("keptLines", [null, lines, null]))).toContain(
      'In m.json, "keptLines[1]" is',
    );
  });

  it("wants kept lines for every file", () => {
    expect(error(changed("keptLines", [null]))).toBe(
      'In m.json, "keptLines" is not as long as "files". Export the subset again, or load it without its manifest.',
    );
  });
});

describe("writing entry counts", () => {
  it("gives one entry a line, in the order given", () => {
    const counts = new Map([
      ["dog", 12],
      ["7", 3],
      ["__proto__", 1],
    ]);
    const text = formatEntryCounts(counts);
    expect(text).toBe('{\n"dog": 12,\n"7": 3,\n"__proto__": 1\n}\n');
    expect(new Map(Object.entries(JSON.parse(text)))).toEqual(counts);
  });

  it("gives an empty object without counts", () => {
    expect(JSON.parse(formatEntryCounts(new Map()))).toEqual({});
  });
});
