import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { ColumnMapping, Engine, ExportRequest, FileSummary } from "../../src/engine/types.ts";
import { readCsv } from "../../src/formats/csv/readCsv.ts";
import { parseManifest } from "../../src/formats/manifest.ts";
import { parquetShape } from "../../src/formats/parquet/parquetShape.ts";
import { readParquet } from "../../src/formats/parquet/readParquet.ts";
import { NO_FILTERS } from "../../src/formats/records/filters.ts";
import type { SourceRecord } from "../../src/formats/records/record.ts";
import { keptByCore } from "../keptByCore.ts";
import {
  csvOf,
  jsonlOf,
  type Pair,
  type PoolFile,
  pairsOf,
  poolFiles,
} from "../support/poolFiles.ts";
import { type DirectoryInMemory, directoryInMemory } from "./support/directoryInMemory.ts";
import { ENTRIES, job, jsonFile, load, sampleData, sampleTexts } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const T = 20;
const texts = sampleTexts(400, 5).map((text, i) =>
  i % 9 === 0 ? `${text}, "quoted"\nin two` : text,
);
const oneLine = sampleTexts(400, 5);
const pairs = pairsOf(oneLine);
const newEngine = () => createEngine(workersInNode(), sampleData, 1000);
const fileOf = ({ name, bytes }: Pick<PoolFile, "name" | "bytes">) => jsonFile(name, bytes);

/** The pairs that stay, by the core. */
function keptPairs(all: readonly Pair[] = pairs, t = T): Pair[] {
  const { lines } = keptByCore(jsonlOf(all), ENTRIES, t, 0);
  return lines.map((line) => JSON.parse(line));
}

async function exportAs(engine: Engine, changes: Partial<ExportRequest> = {}) {
  const directory = directoryInMemory();
  const request = {
    t: T,
    p: 0.06,
    fixed: "t" as const,
    shape: "same" as const,
    withColumns: false,
    sideFiles: [],
    directory: directory.handle,
    baseName: "out",
  };
  const { files, captionsKept } = await engine.exportBalanced({ ...request, ...changes }, job);
  return { directory, files, captionsKept, text: (name: string) => textOf(directory, name) };
}

function textOf({ files }: DirectoryInMemory, name: string): string {
  return new TextDecoder().decode(files.get(name));
}

function sourceOf(name: string, bytes: Uint8Array) {
  return {
    name,
    size: bytes.length,
    read: async (start: number, end: number) => bytes.slice(start, end),
    async *stream() {
      yield bytes;
    },
  };
}

async function recordsIn(stream: AsyncIterable<readonly unknown[]>): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of stream) records.push(...(batch as SourceRecord[]));
  return records;
}

/** read = rejected + filtered + unmatched + matched. */
function expectToAddUp({ lines, rejected, captions, matchedCaptions, origin }: FileSummary) {
  const filtered = Object.values(origin?.filtered ?? {}).reduce((sum, count) => sum + count, 0);
  const unmatched = captions - matchedCaptions;
  expect(rejected + filtered + unmatched + matchedCaptions).toBe(lines);
}

const FILES = poolFiles(pairs);

describe("the same captions in every format", () => {
  it.each(FILES.map((file) => [file.name, file] as const))(
    "give the same counts, and with uids the same draws: %s",
    async (_, file) => {
      const plain = newEngine();
      const { pool: wanted } = await load(plain, [jsonFile("pairs.jsonl", jsonlOf(pairs))]);
      const engine = newEngine();
      const { pool, problems } = await load(engine, [fileOf(file)]);
      expect(problems).toEqual([]);
      expect(pool.captions).toBe(pairs.length);
      expect(pool.entryCounts).toEqual(wanted.entryCounts);
      expectToAddUp(pool.files[0]);
      const { captionsKept } = await engine.balance(T);
      if (file.hasUids) expect(captionsKept).toBe((await plain.balance(T)).captionsKept);
      expect(captionsKept).toBeGreaterThan(100);
      expect(captionsKept).toBeLessThan(300);
    },
  );

  it("are a caption a line in text whose lines are too long for entries", async () => {
    const long = oneLine.map((text) => `${text} and four more words`);
    const { pool } = await load(newEngine(), [jsonFile("captions.txt", long.join("\n"))]);
    expect(pool.captions).toBe(long.length);
    expect(pool.files[0].origin?.shape.format).toBe("lines");
  });

  it("are told by their columns, whatever they are called", async () => {
    const { pool } = await load(newEngine(), [
      fileOf(poolFiles(pairs).find(({ name }) => name === "cc12m.tsv") as PoolFile),
    ]);
    expect(pool.files[0].origin?.mapping).toMatchObject({
      captions: ["column 2"],
      url: "column 1",
    });
  });
});

describe("the subset in the shape it came in", () => {
  const files = FILES.filter(({ name }) => !name.endsWith(".wat"));

  it.each(files.map((file) => [file.name, file] as const))(
    "is a file like its source, with the captions that stay: %s",
    async (_, file) => {
      const engine = newEngine();
      await load(engine, [fileOf(file)]);
      const { directory, files, captionsKept } = await exportAs(engine);
      const again = newEngine();
      const name = files.find((each) => !/manifest|entry_counts/.test(each)) as string;
      const bytes = directory.files.get(name) as Uint8Array<ArrayBuffer>;
      const { pool } = await load(again, [fileOf({ name: file.name.replace(".gz", ""), bytes })]);
      expect(pool.captions).toBe(captionsKept);
      const { captions } = await again.preview({
        tab: "kept",
        t: Number.POSITIVE_INFINITY,
        from: 0,
        limit: 1000,
      });
      const kept = await engine.preview({ tab: "kept", t: T, from: 0, limit: 1000 });
      expect(captions.map(({ text }) => text)).toEqual(kept.captions.map(({ text }) => text));
      if (file.hasUids) {
        expect(kept.captions.map(({ text }) => text)).toEqual(keptPairs().map(({ text }) => text));
      }
    },
  );

  it("keeps the rows of a table byte for byte", async () => {
    const quoted = pairsOf(texts);
    const engine = newEngine();
    await load(engine, [jsonFile("pairs.csv", csvOf(quoted))]);
    const { text } = await exportAs(engine);
    expect(text("out.csv")).toBe(csvOf(keptPairs(quoted)));
  });

  it("is a file for each of several sources, and the manifest names all", async () => {
    const engine = newEngine();
    const half = pairs.length / 2;
    await load(engine, [
      jsonFile("first.csv", csvOf(pairs.slice(0, half))),
      jsonFile("second.json", JSON.stringify(pairs.slice(half))),
    ]);
    const { files, text } = await exportAs(engine, { baseName: "first-balanced-t20-seed0" });
    expect(files).toEqual([
      "first-balanced-t20-seed0.csv",
      "second-balanced-t20-seed0.json",
      "first-balanced-t20-seed0.manifest.json",
      "first-balanced-t20-seed0.entry_counts.json",
    ]);
    const kept = keptPairs();
    const inFirst = kept.filter(({ uid }) => Number.parseInt(uid, 16) < half);
    expect(text(files[0])).toBe(csvOf(inFirst));
    expect(JSON.parse(text(files[1]))).toEqual(kept.slice(inFirst.length));
    const manifest = parseManifest("m", text(files[2]));
    expect(manifest.subset.files?.map(({ name }) => name)).toEqual(files.slice(0, 2));
    expect(manifest.files.map(({ readAs }) => readAs?.format)).toEqual(["csv", "json-array"]);
    expect(manifest.files.map(({ keptCaptions }) => keptCaptions)).toEqual([
      inFirst.length,
      kept.length - inFirst.length,
    ]);
  });
});

describe("the subsets of files with the same name", () => {
  it("are files of their own", async () => {
    const engine = newEngine();
    const half = pairs.length / 2;
    const files = [pairs.slice(0, half), pairs.slice(half)].map(csvOf);
    await load(
      engine,
      files.map((csv) => jsonFile("pairs.csv", csv)),
    );
    const { files: names, text } = await exportAs(engine, { baseName: "pairs-balanced-t20-seed0" });
    expect(names.slice(0, 2)).toEqual([
      "pairs-balanced-t20-seed0.csv",
      "pairs-balanced-t20-seed0-2.csv",
    ]);
    const rows = names.slice(0, 2).map((name) => text(name).split("\r\n").slice(1, -1));
    expect(rows.flat()).toEqual(csvOf(keptPairs()).split("\r\n").slice(1, -1));
  });
});

describe("the subset in another shape", () => {
  async function exported(shape: ExportRequest["shape"], withColumns = false) {
    const engine = newEngine();
    await load(engine, [jsonFile("pairs.csv", csvOf(pairs))]);
    const result = await exportAs(engine, { shape, withColumns });
    return { ...result, engine, bytes: result.directory.files.get(result.files[0]) as Uint8Array };
  }

  it("is JSONL, with tau, chance and entries where they are asked for", async () => {
    const { text, files } = await exported("jsonl");
    expect(files[0]).toBe("out.jsonl");
    expect(text("out.jsonl")).toBe(jsonlOf(keptPairs()));
    const extended = await exported("jsonl", true);
    const records = extended
      .text("out.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const kept = await extended.engine.preview({ tab: "kept", t: T, from: 0, limit: 1000 });
    expect(records.map(({ tau }) => tau)).toEqual(kept.captions.map(({ tau }) => tau));
    for (const [i, { chance, matched_entries }] of records.entries()) {
      expect(chance).toBeCloseTo(kept.captions[i].chance, 12);
      expect(matched_entries).toEqual(kept.captions[i].entries.map(({ entry }) => entry));
    }
  });

  it("is a table in CSV, TSV or Parquet", async () => {
    for (const [shape, delimiter] of [
      ["csv", ","],
      ["tsv", "\t"],
    ] as const) {
      const { bytes, files } = await exported(shape);
      const [header] = new TextDecoder().decode(bytes).split("\n");
      expect(header).toBe(["uid", "url", "text"].join(delimiter));
      const csv = {
        format: "csv" as const,
        delimiter,
        quote: true,
        hasHeader: true,
        columns: ["uid", "url", "text"],
        encoding: "utf-8" as const,
      };
      expect(await recordsIn(readCsv(sourceOf(files[0], bytes), csv))).toEqual(keptPairs());
    }
    const { bytes } = await exported("parquet", true);
    const source = sourceOf("out.parquet", bytes);
    const { columns } = await parquetShape(source);
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["uid", "text"],
      ["url", "text"],
      ["text", "text"],
      ["tau", "number"],
      ["chance", "number"],
      ["matched_entries", "nested"],
    ]);
    const records = await recordsIn(readParquet(source, ["uid", "text", "matched_entries"]));
    expect(records.map(({ uid }) => uid)).toEqual(keptPairs().map(({ uid }) => uid));
  });

  it("is what other programs take: uids, DataComp's array, img2dataset's lines", async () => {
    const kept = keptPairs();
    const uids = await exported("uids");
    expect(uids.text("out.uids.txt")).toBe(kept.map(({ uid }) => `${uid}\n`).join(""));
    const datacomp = await exported("datacomp");
    const bytes = datacomp.directory.files.get("out.npy") as Uint8Array;
    expect(new TextDecoder("latin1").decode(bytes.subarray(1, 6))).toBe("NUMPY");
    expect(bytes.length).toBe(128 + kept.length * 16);
    const images = await exported("img2dataset");
    const lines = images.text("out.img2dataset.jsonl").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      kept.map(({ url, text, uid }) => ({ url, caption: text, uid })),
    );
  });

  it("is every matched caption with its chance for a loader that balances anew", async () => {
    const { text, engine } = await exported("online");
    const rows = text("out.online.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { expectedKept } = await engine.balance(T);
    expect(rows.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(expectedKept, 6);
    expect(rows.filter(({ tau }) => tau < T).map(({ uid }) => uid)).toEqual(
      keptPairs().map(({ uid }) => uid),
    );
  });

  it("says what is lacking for it, and leaves nothing", async () => {
    const engine = newEngine();
    await load(engine, [jsonFile("plain.csv", csvOf(pairs).replaceAll(/^\w{32},/gm, "x,"))]);
    const directory = directoryInMemory();
    const asked = exportAs(engine, { shape: "datacomp", directory: directory.handle });
    await expect(asked).rejects.toThrow(/32 hex digits/);
    expect([...directory.files.keys()]).toEqual([]);
  });

  it("has cards and counts beside it", async () => {
    const engine = newEngine();
    const { pool } = await load(engine, [jsonFile("pairs.csv", csvOf(pairs))]);
    const { files, text, directory } = await exportAs(engine, {
      sideFiles: [
        "card.md",
        "card.html",
        "entry_counts.csv",
        "entry_counts.parquet",
        "entry_count.npy",
        "inverted_index.npy",
      ],
    });
    expect(files).toHaveLength(9);
    expect(text("out.card.md")).toMatch(/^---\n/);
    expect(text("out.card.html")).toMatch(/<svg/);
    const counts = text("out.entry_counts.csv").trim().split("\n").slice(1);
    expect(counts).toEqual(
      ENTRIES.flatMap((entry, id) =>
        pool.entryCounts[id] > 0 ? [`${entry},${pool.entryCounts[id]}`] : [],
      ),
    );
    const index = directory.files.get("out.inverted_index.npy") as Uint8Array;
    const matches = pool.entryCounts.reduce((sum, count) => sum + count, 0);
    expect(index.length).toBe(128 + matches * 8);
    const pairsOfIds = new Uint32Array(index.slice(128).buffer);
    const [captions] = [await engine.captionsAt([pairsOfIds[1]], T)];
    expect(captions[0].entries.map(({ id }) => id)).toContain(pairsOfIds[0]);
  });
});

describe("several texts of a record", () => {
  const records = Array.from({ length: 200 }, (_, i) => ({
    uid: `r${i}`,
    texts: [oneLine[2 * i], oneLine[2 * i + 1]],
  }));
  const file = () =>
    jsonFile("several.jsonl", records.map((record) => `${JSON.stringify(record)}\n`).join(""));

  it("are captions of their own, and one of them keeps the record", async () => {
    const engine = newEngine();
    const { pool } = await load(engine, [file()]);
    expect(pool.captions).toBe(400);
    expectToAddUp(pool.files[0]);
    const { text, captionsKept } = await exportAs(engine);
    const kept = text("out.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(kept.length).toBeLessThan(captionsKept);
    const { captions } = await engine.preview({ tab: "kept", t: T, from: 0, limit: 1000 });
    const keptTexts = new Set(captions.map((caption) => caption.text));
    for (const { texts } of kept) {
      expect(texts.some((each: string) => keptTexts.has(each))).toBe(true);
    }
    const keyed = await engine.explain(captions[0].index, T);
    expect(keyed.key).toMatch(/^r\d+(#1)?$/);
  });

  it("are one, picked at random, where that is asked for", async () => {
    const engine = newEngine();
    await load(engine, [file()]);
    const mapping: ColumnMapping = {
      captions: ["texts"],
      uid: "uid",
      url: null,
      language: null,
      texts: "one",
    };
    const { pool } = await engine.changeColumns(0, mapping, job);
    expect(pool.captions).toBe(200);
    expect(pool.files[0].origin?.mapping.texts).toBe("one");
  });
});

describe("given entry ids", () => {
  it("are compared with those that are found", async () => {
    const ids = (text: string) =>
      ENTRIES.flatMap((entry, id) => (` ${text} `.includes(` ${entry} `) ? [id] : []));
    const records = oneLine.map((text, i) => ({
      uuid: `r${i}`,
      texts: [["alt", text, i === 7 ? [0, 1, 2, 3] : ids(text.replaceAll(",", " , "))]],
    }));
    const engine = newEngine();
    await load(engine, [jsonFile("matched.json", JSON.stringify(records))]);
    const found = await engine.checkEntryIds(0);
    expect(found).toEqual({ captions: 400, same: 399, firstOther: 7 });
  });
});

describe("an export that is cancelled", () => {
  it("leaves nothing", async () => {
    const engine = newEngine();
    await load(engine, [jsonFile("pairs.csv", csvOf(pairs))]);
    for (const shape of ["same", "parquet"] as const) {
      const directory = directoryInMemory();
      const controller = new AbortController();
      const request = { t: T, p: 0.06, fixed: "t", sideFiles: [], withColumns: false } as const;
      const asked = engine.exportBalanced(
        { ...request, shape, directory: directory.handle, baseName: "out" },
        { signal: controller.signal, onProgress: () => controller.abort() },
      );
      await expect(asked).rejects.toMatchObject({ name: "AbortError" });
      expect([...directory.files.keys()]).toEqual([]);
    }
  });
});

describe("filters", () => {
  it("leave captions out before they are counted, each with its own number", async () => {
    const engine = newEngine();
    const twice = [...pairs, ...pairs.slice(0, 50)];
    await load(engine, [jsonFile("pairs.csv", csvOf(twice))]);
    const filters = {
      ...NO_FILTERS,
      condition: 'url != "https://example.org/3.jpg"',
      length: { from: 2, to: null, unit: "words" as const },
      duplicates: "text" as const,
    };
    const { pool } = await engine.changeFilters(filters, job);
    const [file] = pool.files;
    expectToAddUp(file);
    const { condition, length, language, duplicates } = file.origin!.filtered;
    const passing = twice.filter(({ url }) => url !== "https://example.org/3.jpg");
    const long = passing.filter(({ text }) => text.trim().split(/\s+/).length >= 2);
    expect(condition).toBe(twice.length - passing.length);
    expect(length).toBe(passing.length - long.length);
    expect(language).toBe(0);
    const unique = new Map(long.map((pair) => [pair.text, pair]));
    expect(duplicates).toBe(long.length - unique.size);
    expect(pool.captions).toBe(unique.size);
    const kept = keptByCore(jsonlOf([...unique.values()]), ENTRIES, T, 0);
    expect([...pool.entryCounts]).toEqual([...kept.entryCounts]);
    const { text } = await exportAs(engine);
    const manifest = parseManifest("m", text("out.manifest.json"));
    expect(manifest.filters).toEqual(filters);
    const { pool: back } = await engine.changeFilters(NO_FILTERS, job);
    expect(back.captions).toBe(twice.length);
  });

  it("leave draws as they are, and lines as they were when they are off again", async () => {
    const keyless = pairs.map(({ text }, i) => `${JSON.stringify({ image_id: i, text })}\n`);
    const engine = newEngine();
    await load(engine, [jsonFile("lines.jsonl", keyless.join(""))]);
    const { captionsKept } = await engine.balance(T);
    const filters = { ...NO_FILTERS, length: { from: 0, to: null, unit: "words" as const } };
    const { pool } = await engine.changeFilters(filters, job);
    expect(pool.files[0].origin?.shape.format).toBe("jsonl");
    expect((await engine.balance(T)).captionsKept).toBe(captionsKept);
    const { text } = await exportAs(engine);
    const back = await engine.changeFilters(NO_FILTERS, job);
    expect(back.pool.files[0].origin).toBeUndefined();
    expect((await exportAs(engine)).text("out.jsonl")).toBe(text("out.jsonl"));
  });

  it("find duplicates in files that were there before", async () => {
    const engine = newEngine();
    await load(engine, [jsonFile("first.csv", csvOf(pairs))]);
    const { pool } = await engine.changeFilters({ ...NO_FILTERS, duplicates: "text" }, job);
    const added = await load(engine, [jsonFile("second.csv", csvOf(pairs))], "add").catch(
      (error) => error,
    );
    expect(added).toMatchObject({
      problems: [
        "second.csv was left out: none of its 400 captions passes the filters. Widen them, or turn them off.",
      ],
    });
    expect(added.pool.captions).toBe(pool.captions);
  });

  it("that let none pass are said, and the pool stays", async () => {
    const engine = newEngine();
    await load(engine, [jsonFile("pairs.jsonl", jsonlOf(pairs))]);
    const none = { ...NO_FILTERS, length: { from: 9999, to: null, unit: "words" as const } };
    await expect(engine.changeFilters(none, job)).rejects.toThrow(
      "pairs.jsonl was left out: none of its 400 captions passes the filters. Widen them, or turn them off.",
    );
    const wrong = { ...NO_FILTERS, condition: "width >" };
    await expect(engine.changeFilters(wrong, job)).rejects.toThrow(/condition/);
  });
});

describe("bad rows and files", () => {
  it("are counted with their reasons, and the good ones are read", async () => {
    const csv = 'uid,text\n1,a dog\n2,a cat,too much\n3,"a ""red"" cat"\n4,\n5,"a "dog"\n6,a dog\n';
    const engine = newEngine();
    const { pool, problems } = await load(engine, [jsonFile("rows.csv", csv)]);
    expect(problems).toEqual([]);
    expect(pool.captions).toBe(3);
    expectToAddUp(pool.files[0]);
    expect(pool.files[0].rejects).toEqual([
      { line: 2, reason: "ragged-row" },
      { line: 4, reason: "no-text" },
      { line: 5, reason: "bad-quotes" },
    ]);
    const { lines } = await engine.rejectedLines({ file: 0, from: 0, limit: 10 });
    expect(lines[0]).toMatchObject({
      line: 2,
      reason: "ragged-row",
      beginning: "2,a cat,too much",
    });
  });

  it("that end too soon are read as far as they go", async () => {
    const cut = csvOf(pairs.slice(0, 20)).trimEnd().slice(0, -3);
    const { pool, problems } = await load(newEngine(), [jsonFile("cut.csv", cut)]);
    expect(pool.captions).toBe(19);
    expect(problems).toEqual([
      expect.stringMatching(/^cut\.csv .*What stands before it is read\.$/),
    ]);
    const tar = poolFiles(pairs.slice(0, 20)).find(({ name }) => name.endsWith(".tar")) as PoolFile;
    const short = { name: "short.tar", bytes: tar.bytes.slice(0, 30_000) };
    const read = await load(newEngine(), [fileOf(short)]);
    expect(read.pool.captions).toBeGreaterThan(5);
    expect(read.problems[0]).toContain("short.tar");
  });

  it("ask for their columns where these do not tell, and are left out without an answer", async () => {
    const table = "a,b\nred dog runs,one cat sleeps\nhot dog,red cat here\n";
    const asked: string[] = [];
    const engine = newEngine();
    const request = { files: [jsonFile("two.csv", table)], mode: "replace" as const };
    const { pool } = await engine.load(request, {
      ...job,
      async askColumns(file, look) {
        asked.push(file);
        expect(look.isSure).toBe(false);
        expect(look.rows).toEqual([
          ["red dog runs", "one cat sleeps"],
          ["hot dog", "red cat here"],
        ]);
        return { ...look.mapping, captions: ["b"] };
      },
    });
    expect(asked).toEqual(["two.csv"]);
    expect(pool.files[0].captionField).toBe("b");
    const left = engine.load(request, { ...job, askColumns: async () => null });
    await expect(left).rejects.toThrow(
      "two.csv was left out: no column was chosen for its captions.",
    );
  });
});
