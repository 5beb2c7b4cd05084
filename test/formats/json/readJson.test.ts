import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/formats/inputError.ts";
import type { JsonShape } from "../../../src/formats/json/jsonShape.ts";
import { readJson } from "../../../src/formats/json/readJson.ts";
import { anyDocument, bad, encode, readAll, recordsOf, sourceOf } from "./documents.ts";

const ARRAY = { format: "json-array" } as const;
const readArray = (content: string | Uint8Array, piece?: number) =>
  readAll(sourceOf(content, piece), ARRAY);

describe("records of a JSON document", () => {
  it("are those of any document, in pieces of any length", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDocument,
        fc.integer({ min: 1, max: 40 }),
        async ({ json, shape, records }, piece) => {
          for (const length of [piece, 2 ** 16]) {
            expect(await readAll(sourceOf(json, length), shape)).toMatchObject({
              records,
              error: null,
            });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("are objects of an array, as they are", async () => {
    const records = [{ text: 'a "dog" \\ ]}' }, { texts: ["a", "b"], n: [1, { x: [] }] }, {}];
    expect(await recordsOf(`\ufeff ${JSON.stringify(records, null, 1)}\r\n`)).toEqual(records);
  });

  it("of MetaCLIP have their texts, keys and entry ids in lists", async () => {
    expect(
      await recordsOf(
        '[{"uuid":"a","texts":[["alt","a dog",[3,7]],["title","dog",[]]],"url":"u","z":1},{"texts":[]},{"texts":["b"]},{"texts":[["k"],null]}]',
      ),
    ).toEqual([
      {
        uuid: "a",
        url: "u",
        z: 1,
        texts: ["a dog", "dog"],
        text_keys: ["alt", "title"],
        entry_ids: [[3, 7], []],
      },
      { texts: [] },
      { texts: ["b"] },
      { texts: [null, null], text_keys: ["k", null], entry_ids: [[], []] },
    ]);
  });

  it("of MetaCLIP 2 are the members, in order, those of one name too", async () => {
    const json = '{"b":[["x","en",[1]]],"7":[],"b":[["y","de",[]],["z"]],"":5,"c":["text"]}';
    const record = (
      uuid: string,
      texts: unknown[],
      languages: unknown[],
      entry_ids: unknown[],
    ) => ({
      uuid,
      texts,
      languages,
      entry_ids,
    });
    expect((await readAll(sourceOf(json), { format: "metaclip-v2" })).records).toEqual([
      record("b", ["x"], ["en"], [[1]]),
      record("7", [], [], []),
      record("b", ["y", "z"], ["de", null], [[], []]),
      bad("no-text", 1, '"":5'),
      bad("no-text", 1, '"c":["text"]'),
    ]);
  });

  it("of COCO are annotations with name and address of their image, wherever it is", async () => {
    const annotations =
      '"annotations": [{"id": 1, "image_id": 9, "caption": "a"}, {"id": 2, "image_id": 8, "caption": "b", "url": "own"}, {"id": 3, "image_id": 7, "caption": "c"}, {"id": 4, "image_id": "9", "caption": "d"}]';
    const images =
      '"images": [{"id": 9, "file_name": "9.jpg", "coco_url": "c/9", "flickr_url": "f/9"}, {"id": 8, "flickr_url": "f/8", "file_name": "8.jpg"}, 5, {"id": 7, "file_name": "7.jpg"}]';
    for (const parts of [
      [annotations, images],
      [images, annotations],
    ]) {
      expect(await recordsOf(`{"info": {}, ${parts.join(', "licenses": [{"id": 1}], ')}}`)).toEqual(
        [
          { id: 1, image_id: 9, caption: "a", file_name: "9.jpg", url: "c/9" },
          { id: 2, image_id: 8, caption: "b", url: "own", file_name: "8.jpg" },
          { id: 3, image_id: 7, caption: "c", file_name: "7.jpg" },
          { id: 4, image_id: "9", caption: "d" },
        ],
      );
    }
  });

  it("of a list in an object are those of the outermost key alone", async () => {
    expect(
      await recordsOf('{"n": {"data": [{"a": 0}]}, "data": [{"data": [{"b": 1}]}, {}], "m": [1]}'),
    ).toEqual([{ data: [{ b: 1 }] }, {}]);
  });

  it("come in batches that are not too long", async () => {
    const { records, longestBatch } = await readArray(`[${"{},".repeat(100_000)}{}]`);
    expect(records.length).toBe(100_001);
    expect(longestBatch).toBe(4096);
  });

  it("are asked of the file as far as they are wanted", async () => {
    let pieces = 0;
    const source = {
      ...sourceOf(""),
      async *stream() {
        yield encode("[{}");
        for (; ; pieces++) yield encode(`,{"text": "${"x".repeat(100_000)}"}`);
      },
    };
    for await (const [record] of readJson(source, ARRAY)) {
      expect(record).toEqual({});
      break;
    }
    expect(pieces).toBeLessThan(10);
  });

  it("of COCO are given before all annotations were read, where images come first", async () => {
    const source = {
      ...sourceOf(""),
      async *stream() {
        yield encode('{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": [{}');
        for (let i = 0; i < 100; i++) yield encode(`,{"text": "${"x".repeat(100_000)}"}`);
        throw new Error("all was read");
      },
    };
    for await (const [record] of readJson(source, { format: "coco" })) {
      expect(record).toEqual({});
      break;
    }
  });
});

describe("an element that is no record", () => {
  it("is told, with its line and beginning, and those after it are read", async () => {
    const long = `{"text": ${"x".repeat(300)}}`;
    const json = `[{"a": 1},\n5, null, "],[", ["b"],\n{"a": 1 "b": 2}, {'a': 1},\nNaN, {"t": "say "hi" now"},\n\n${long}, {"a": "\n"}, {"z": 0}]`;
    for (const piece of [1, 7, 2 ** 16]) {
      expect((await readArray(json, piece)).records).toEqual([
        { a: 1 },
        bad("not-object", 2, "5"),
        bad("not-object", 2, "null"),
        bad("not-object", 2, '"],["'),
        bad("not-object", 2, '["b"]'),
        bad("not-json", 3, '{"a": 1 "b": 2}'),
        bad("not-json", 3, "{'a': 1}"),
        bad("not-json", 4, "NaN"),
        bad("not-json", 4, '{"t": "say "hi" now"}'),
        bad("not-json", 6, long.slice(0, 200)),
        bad("not-json", 6, '{"a": "\n"}'),
        { z: 0 },
      ]);
    }
  });

  it("is told where it is missing beside a comma", async () => {
    expect(await readArray('[,{"a": 1},\n,{"b": 2},\n]')).toMatchObject({
      records: [
        bad("not-json", 1, ""),
        { a: 1 },
        bad("not-json", 2, ""),
        { b: 2 },
        bad("not-json", 3, ""),
      ],
      error: null,
    });
    const members = await readAll(sourceOf('{"a": [], "b": , "c":\n,}'), { format: "metaclip-v2" });
    expect(members).toMatchObject({
      records: [
        { uuid: "a" },
        bad("not-json", 1, '"b": '),
        bad("not-json", 1, '"c":\n'),
        bad("not-json", 2, ""),
      ],
      error: null,
    });
  });

  it("is told where it is not UTF-8", async () => {
    const json = Buffer.from('[{"a": "d\xf6g"}, {"b": 1}]', "latin1");
    expect((await readArray(new Uint8Array(json))).records).toEqual([
      bad("not-utf8", 1, '{"a": "d\ufffdg"}'),
      { b: 1 },
    ]);
    expect((await readArray('[{}, \ufeff{"a": 1}]')).error).toMatch(/^pairs\.json is not JSON/);
  });

  it("is told where it has more than 16 MiB, which are not kept", async () => {
    const size = 2 ** 24;
    const most = `{"a":"${"x".repeat(size - 8)}"}`;
    const more = `{"b":"${"\\\\".repeat(size / 2)}"}`;
    expect(most.length).toBe(size);
    const json = `[{"c": 1},\n${most},\n${more},\n{"d": ["]"]}]`;
    for (const piece of [2 ** 16 + 1, 2 ** 26]) {
      const { records, error } = await readArray(json, piece);
      expect(error).toBeNull();
      expect(records.length).toBe(4);
      expect(records[1]).toEqual(JSON.parse(most));
      expect(records.toSpliced(1, 1)).toEqual([
        { c: 1 },
        bad("too-long", 3, more.slice(0, 200)),
        { d: ["]"] },
      ]);
    }
  });

  it("is as far told as its document goes", async () => {
    const { records, error } = await readArray(`[{},\n{"a": "${"x".repeat(2 ** 25)}`);
    expect(records).toEqual([{}]);
    expect(error).toBe(
      "pairs.json ends inside the record that begins in line 2 (byte offset 5). Get the whole file, or close the quote or bracket that is open there.",
    );
  });
});

describe("a document that breaks", () => {
  const shapeIn = (json: string): JsonShape =>
    json.startsWith("[") ? ARRAY : { format: "json-records", path: "data" };

  /** @param json of two whole records and a fault */
  async function errorOf(json: string, shape = shapeIn(json)): Promise<string> {
    const results = [];
    for (const piece of [1, 3, 2 ** 16]) results.push(await readAll(sourceOf(json, piece), shape));
    expect(results[0].records.length).toBe(2);
    expect(results[0].error).not.toBeNull();
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    return String(results[0].error);
  }

  it("says within which record it ends", async () => {
    const remedy = "Get the whole file, or close the quote or bracket that is open there.";
    for (const rest of ["{", '{"c": [1, 2', '{"c": "d', '{"c": "d\\', "12", '"', '{"c": "d], e}']) {
      expect(await errorOf(`[{"a": 1},\n {"b": 2},\n ${rest}`)).toBe(
        `pairs.json ends inside the record that begins in line 3 (byte offset 23). ${remedy}`,
      );
    }
    for (const rest of ['"c', '"c"', '"c": ', '"c": [["d"']) {
      expect(
        await errorOf(`{"a": [["x", "en", []]], "b": [],\n${rest}`, { format: "metaclip-v2" }),
      ).toBe(`pairs.json ends inside the record that begins in line 2 (byte offset 34). ${remedy}`);
    }
  });

  it("says that it ends between records, or after them", async () => {
    const remedy = "Get the whole file, or close the bracket that is open there.";
    const ends = (json: string, place: string) =>
      errorOf(json).then((error) =>
        expect(error).toBe(`pairs.json ends in ${place}, before its JSON does. ${remedy}`),
      );
    await ends('[{"a": 1}, {"b": 2}', "line 1 (byte offset 19)");
    await ends('[{"a": 1},\n{"b": 2},\n', "line 3 (byte offset 21)");
    await ends('{"data": [{"a": 1}, {"b": 2}', "line 1 (byte offset 28)");
    await ends('{"data": [{"a": 1}, {"b": 2}], "x', "line 1 (byte offset 33)");
    await ends('{"data": [{"a": 1}, {"b": 2}], "x": [1, "', "line 1 (byte offset 41)");
  });

  it("names large places so that they can be read", async () => {
    const json = `[${"{},\n".repeat(1_233)}{"a": 1`;
    expect((await readArray(json)).error).toContain("line 1,234 (byte offset 4,933)");
  });

  it("says what stands where something else is due", async () => {
    const breaks = (rest: string, place: string, wrong: string, due: string, start = "[") =>
      errorOf(`${start}{"a": 1},\n{"b": 2}${rest}`).then((error) =>
        expect(error).toBe(
          `pairs.json is not JSON from ${place} on: ${wrong} stands where ${due} is due. Correct it there.`,
        ),
      );
    await breaks(' {"c": 3}]', "line 2 (byte offset 20)", '"{"', 'a comma or "]"');
    await breaks(' "c"]', "line 2 (byte offset 20)", "a quote", 'a comma or "]"');
    await breaks(" ü]", "line 2 (byte offset 20)", "another character", 'a comma or "]"');
    await breaks("}", "line 2 (byte offset 19)", '"}"', 'a comma or "]"');
    await breaks(',\n{"c": [1}]', "line 3 (byte offset 29)", '"}"', '"]"');
    await breaks(',\n{"c": 1]', "line 3 (byte offset 28)", '"]"', '"}"');
    await breaks(",:]", "line 2 (byte offset 20)", '":"', "a value");
    await breaks(",}]", "line 2 (byte offset 20)", '"}"', "a value");
    await breaks("]\n]", "line 3 (byte offset 21)", '"]"', "the end of the file");
    await breaks("]\n[{}]", "line 3 (byte offset 21)", '"["', "the end of the file");
    const within = '{"data":[';
    await breaks("]]", "line 2 (byte offset 28)", '"]"', 'a comma or "}"', within);
    await breaks("], x: 1}", "line 2 (byte offset 30)", '"x"', "a key in quotes", within);
    await breaks('], "x" 1}', "line 2 (byte offset 34)", '"1"', "a colon", within);
    await breaks('], "x": }', "line 2 (byte offset 35)", '"}"', "a value", within);
    await breaks('], "x": [1}}', "line 2 (byte offset 37)", '"}"', '"]"', within);
  });

  it("says that it begins with something else", async () => {
    expect((await readArray('{"a": 1}')).error).toBe(
      'pairs.json is not JSON from line 1 (byte offset 0) on: "{" stands where "[" is due. Correct it there.',
    );
    expect((await readArray("")).error).toMatch(/^pairs\.json ends in line 1 \(byte offset 0\)/);
  });

  it("gives the annotations before the fault, with their images", async () => {
    const images = '"images": [{"id": 1, "file_name": "1.jpg"}]';
    const annotations = '"annotations": [{"image_id": 1, "caption": "a"}, {"caption": "b"}';
    const first = { image_id: 1, caption: "a", file_name: "1.jpg" };
    const cut = `{${images}, ${annotations}, {`;
    expect((await readAll(sourceOf(cut), { format: "coco" })).records).toEqual([
      first,
      { caption: "b" },
    ]);
    await errorOf(cut, { format: "coco" });
    expect(
      (await readAll(sourceOf(`{${annotations}], ${images}`), { format: "coco" })).records,
    ).toEqual([first, { caption: "b" }]);
  });

  it("gives the records before an error of the file itself", async () => {
    const source = {
      ...sourceOf(""),
      async *stream() {
        yield encode('[{"a": 1}, {"b": 2}, {"c"');
        throw new InputError("cut short");
      },
    };
    expect(await readAll(source, ARRAY)).toMatchObject({
      records: [{ a: 1 }, { b: 2 }],
      error: "cut short",
    });
  });
});
