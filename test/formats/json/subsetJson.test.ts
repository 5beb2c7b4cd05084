import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, encode, readAll, sourceOf, subsetOf, sureShape } from "./documents.ts";

const ARRAY = { format: "json-array" } as const;

describe("a subset of a JSON document", () => {
  it("is JSON and reads back to the records kept, each byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDocument,
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async ({ json, shape, records, written }, kept, piece) => {
          const subset = await subsetOf(json, shape, (record) => kept[record], piece);
          expect(await subsetOf(json, shape, (record) => kept[record])).toBe(subset);
          JSON.parse(subset);
          const isKept = (_: unknown, record: number) => kept[record];
          expect((await readAll(sourceOf(subset), shape)).records).toEqual(records.filter(isKept));
          expect(subset).toContain(written.filter(isKept).join(",\n"));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("that keeps all has the same records, and all else as it was", async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, async ({ json, shape, records }) => {
        const subset = await subsetOf(json, shape, () => true);
        expect((await readAll(sourceOf(subset), shape)).records).toEqual(records);
        const whole = JSON.parse(json);
        if (shape.format === "coco") {
          const ids = new Set(records.map((record) => (record as { image_id: number }).image_id));
          whole.images = whole.images.filter(({ id }: { id: number }) => ids.has(id));
        }
        expect(JSON.parse(subset)).toEqual(whole);
      }),
    );
  });

  it("is as it was where its elements are one a line", async () => {
    for (const json of ['[\n{"a":1},\n{"a":2}\n]\n', "[ ]", '{"u":[],\n"v":[["a","en",[1]]]}\n']) {
      const shape = json.startsWith("[") ? ARRAY : ({ format: "metaclip-v2" } as const);
      expect(await subsetOf(json, shape, () => true)).toBe(json);
    }
  });

  it("of an array is an array", async () => {
    const json = '\ufeff[ {"a": 1},{"a":\t2} , {"a": 3.0} ]\n';
    expect(await subsetOf(json, ARRAY, (record) => record !== 1)).toBe(
      '[ {"a": 1},\n{"a": 3.0} ]\n',
    );
    expect(await subsetOf(json, ARRAY, (record) => record === 1)).toBe('[ {"a":\t2} ]\n');
    expect(await subsetOf(json, ARRAY, () => false)).toBe("[  ]\n");
  });

  it("of MetaCLIP 2 keeps members", async () => {
    const json = '{"b" : [["x","en",[1]]], "7": [], "b": [["y","de",[]]]}';
    expect(await subsetOf(json, { format: "metaclip-v2" }, (record) => record !== 1)).toBe(
      '{"b" : [["x","en",[1]]],\n"b": [["y","de",[]]]}',
    );
  });

  it("of COCO keeps the images of annotations kept", async () => {
    const images = '"images": [{"id": 1}, {"id": 2}, {"id": "1"}, 7, {"id": 1}, {}]';
    const annotations = '"annotations": [{"image_id": 1}, {"image_id": 2}, {"image_id": 3}]';
    const coco = { format: "coco" } as const;
    expect(
      await subsetOf(
        `{"info": [{"images": []}],${images},  ${annotations} }`,
        coco,
        (n) => n !== 1,
      ),
    ).toBe(
      '{"info": [{"images": []}],"images": [{"id": 1},\n{"id": 1}],  "annotations": [{"image_id": 1},\n{"image_id": 3}] }',
    );
    expect(await subsetOf(`{${annotations}, ${images}, "z": 1}`, coco, (n) => n === 1)).toBe(
      '{"annotations": [{"image_id": 2}], "images": [{"id": 2}], "z": 1}',
    );
    expect(await subsetOf(`{${annotations}, ${images}}`, coco, () => false)).toBe(
      '{"annotations": [], "images": []}',
    );
  });

  it("of a list in an object keeps the other keys as they were", async () => {
    const json = '{"v": 1.0,  "data": [{"a": 1}, {"a": 2}], "n": {"data": [{}]} }';
    expect(await subsetOf(json, sureShape(json), (record) => record === 1)).toBe(
      '{"v": 1.0,  "data": [{"a": 2}], "n": {"data": [{}]} }',
    );
  });

  it("numbers bad records, and is JSON without those that are none", async () => {
    const json = `[{"a": 1}, {'b'}, 5, , "${"x".repeat(2 ** 24)}", {"c": 2}]`;
    const asked: number[] = [];
    const subset = await subsetOf(json, ARRAY, (record) => asked.push(record) > 0);
    expect(subset).toBe('[{"a": 1},\n5,\n{"c": 2}]');
    expect(asked).toEqual([0, 1, 2, 3, 5]);
  });

  it("of a document that breaks fails where it breaks", async () => {
    for (const [json, format] of [
      ['[{"a": 1}, {"b": 2} {}]', "json-array"],
      ['{"annotations": [{"image_id": 1}], "images": [{"id": 1}] {}]', "coco"],
    ] as const) {
      await expect(subsetOf(json, { format }, () => true)).rejects.toThrow(
        /^pairs\.json is not JSON from line 1 \(byte offset \d+\) on: "\{" stands where a comma/,
      );
    }
  });

  it("of a large document has all its parts", async () => {
    const json = encode(`[${'{"text": "a dog"},'.repeat(60_000)}{}]`);
    const subset = await subsetOf(json, ARRAY, () => true, 1_000_003);
    expect(JSON.parse(subset).length).toBe(60_001);
    expect(subset).toBe(`[${'{"text": "a dog"},\n'.repeat(60_000)}{}]`);
  });
});
