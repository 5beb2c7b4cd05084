import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBeginning } from "../../../src/formats/json/jsonBeginning.ts";
import { shapeOf } from "./documents.ts";

const ARRAY = { format: "json-array" };
const METACLIP = { format: "metaclip" };
const METACLIP_2 = { format: "metaclip-v2" };
const COCO = { format: "coco" };
const recordsAt = (path: string) => ({ format: "json-records", path });

const IMAGE =
  '{"license": 5, "file_name": "9.jpg", "coco_url": "http://c/9", "height": 640, "flickr_url": "http://f/9", "id": 9}';
const ANNOTATION = '{"image_id": 9, "id": 1, "caption": "a dog"}';
const FILLER = `{"x": "${"x".repeat(2 ** 16)}"}`;

/** The shape that every beginning of a document has, from some length on. */
function shapesOfBeginnings(json: string, from: number) {
  return [...Array(json.length - from + 1).keys()].map((i) => shapeOf(json.slice(0, from + i)));
}

describe("the shape of a JSON document", () => {
  it("is an array of objects", () => {
    expect(shapeOf('[{"text": "a dog"}]')).toEqual(ARRAY);
    expect(shapeOf("\ufeff \r\n[\n\t{}]")).toEqual(ARRAY);
    expect(shapeOf('[null, {"text": "a dog"}, 5]')).toEqual(ARRAY);
    expect(shapeOf('[{"texts": ["a", "b"]}, {"texts": []}]')).toEqual(ARRAY);
    expect(shapeOf('[{"text": "a dog"}]', "pairs.jsonl")).toEqual(ARRAY);
  });

  it("is that of MetaCLIP where texts are arrays", () => {
    expect(shapeOf('[{"uuid": "a", "url": "u", "texts": [["alt", "a dog", [1]]]}]')).toEqual(
      METACLIP,
    );
    expect(shapeOf('[{"texts": []}, {}, {"texts": [["alt", "a dog", []]]}]')).toEqual(METACLIP);
    expect(shapeOf('[{"uuid": "a", "texts": [["alt", "a d')).toEqual(METACLIP);
  });

  it("is that of MetaCLIP 2 where members are arrays of text, language and ids", () => {
    expect(shapeOf('{"a": [["a dog", "en", [1, 2]]], "b": []}')).toEqual(METACLIP_2);
    expect(shapeOf('{"a": [], "b": [["a dog", null, []]], "c": [["a c')).toEqual(METACLIP_2);
    expect(shapeOf('{"a": [["a dog", "en", [1]]], "b": [[broken]]}')).toEqual(METACLIP_2);
    expect(shapeOf('{"a": [["a dog", "en"]]}')).toBeNull();
    expect(shapeOf('{"a": [["a dog", "en", [1]]], "b": 5}')).toBeNull();
  });

  it("is COCO where annotations have captions, or images come before what is not seen", () => {
    expect(shapeOf(`{"annotations": [${ANNOTATION}], "images": [${IMAGE}]}`)).toEqual(COCO);
    expect(shapeOf(`{"images": [], "annotations": [${ANNOTATION}]}`)).toEqual(COCO);
    const images = `${IMAGE}, `.repeat(1_000);
    expect(shapeOf(`{"info": {}, "licenses": [{"id": 1}], "images": [${images}`)).toEqual(COCO);
    expect(shapeOf(`{"annotations": [${`${ANNOTATION}, `.repeat(2_000)}`)).toEqual(COCO);
    const document = `{"info": {"year": 2017}, "licenses": [{"url": "http://l", "id": 1}], "images": [${IMAGE}, ${IMAGE}], "annotations": [${ANNOTATION}, ${ANNOTATION}]}`;
    for (const shape of shapesOfBeginnings(document, document.indexOf(IMAGE) + IMAGE.length)) {
      expect(shape).toEqual(COCO);
    }
  });

  it("is not COCO where there are no captions", () => {
    const box = '{"image_id": 9, "id": 1, "bbox": [1, 2, 3, 4]}';
    expect(shapeOf(`{"images": [${IMAGE}], "annotations": [${box}, ${box}]}`)).toBeNull();
    expect(shapeOf(`{"images": [${IMAGE}], "annotations": [${box}, ${box}, `)).toBeNull();
    expect(shapeOf(`{"images": [${IMAGE}], "info": {}}`)).toEqual(recordsAt("images"));
    const captioned = '{"images": [{"id": 9, "file_name": "9.jpg", "caption": "a dog"}, ';
    expect(shapeOf(captioned)).toEqual(recordsAt("images"));
  });

  it("is an object with one array of objects", () => {
    expect(shapeOf('{"data": [{"text": "a dog"}]}')).toEqual(recordsAt("data"));
    expect(shapeOf('{"title": "Dogs", "tags": ["a"], "records": [{}], "n": 1}')).toEqual(
      recordsAt("records"),
    );
    expect(shapeOf(`{"n": {"m": [{}]}, "r": [${FILLER}, ${FILLER}`)).toEqual(recordsAt("r"));
    expect(shapeOf('{"data": [\n{"text": "a"},\n{"text": "b"}\n]}')).toEqual(recordsAt("data"));
    expect(shapeOf('{"data": [{"text": "a"}], "others": [{"text": "b"}]}')).toBeNull();
    expect(shapeOf('{"data": []}')).toBeNull();
    expect(shapeOf('{"data": ["a"], "n": {"m": [{}]}}')).toBeNull();
  });

  it("is told from what the head shows", () => {
    expect(shapeOf(`[${FILLER}`)).toEqual(ARRAY);
    expect(shapeOf(`[{"text": "é${"é".repeat(2 ** 15)}"}]`)).toEqual(ARRAY);
    const json = '[{"uuid":"a","n":[1,{"b":null}],"text":"a \\"dog\\""},{"uuid":"b"}]';
    for (const shape of shapesOfBeginnings(json, 2)) expect(shape).toEqual(ARRAY);
  });

  it("is told from the elements before one that is broken", () => {
    expect(shapeOf('[{"text": "a"}, {"text": tru}, {"text": "b"}]')).toEqual(ARRAY);
    expect(shapeOf('{"data": [{"text": "a"}, {"text" "b"}]}')).toEqual(recordsAt("data"));
  });
});

describe("what is no JSON document of records", () => {
  it("has no shape", () => {
    for (const text of [
      "",
      "a dog",
      "5",
      '"dog"',
      "[]",
      "{}",
      '["dog", "cat"]',
      '["dog", {"text": "cat"}]',
      "[1, 2, 3]",
      "[[1, 2], [3]]",
      '{"dog": 5, "cat": 0}',
      `{${'"dog": 5, '.repeat(10_000)}`,
      "[{'text': 'dog'}, {'text': 'cat'}]",
      "{dog}\n{cat}",
      "[dog]\n[cat]",
      "[{]}",
      '[{"text": "dog"}] x',
      '{"headtail": "0.1.0", "files": [{"name": "a"}]}',
      '{ "headtail"\n: "0.1.0", "files": [{"name": "a"}',
    ]) {
      expect(shapeOf(text), text).toBeNull();
    }
  });

  it("may be JSONL", () => {
    for (const text of [
      '{"text": "a dog"}\n',
      '{"text": "a dog"}\n{"text": "a cat"}\n',
      '{"data": [{"a": 1}]}\r\n{"data": [{"a": 1}]}',
      '{"a": [["x", "en", [1]]]}\n{"b": [["x", "en", [1]]]}\n',
      '\n{"data": [{"a": 1}\n{"data": [{"a": 1}]}\n{"data": [{"a": 1}]}\n',
      '{"text": "a dog", "boxes": [{"x": 1}]}\n',
      '{"caption": "a dog", "boxes": [{"x": 1}, ',
    ]) {
      expect(shapeOf(text), text).toBeNull();
    }
    for (const name of ["pairs.jsonl", "pairs.NDJSON", "pairs.jsonl.gz"]) {
      expect(shapeOf('{"data": [{"a": 1}]}', name)).toBeNull();
    }
  });

  it("may be nested however deep", () => {
    expect(shapeOf("[".repeat(2 ** 16))).toBeNull();
    expect(shapeOf(`[{"a": 1}, ${'{"a":'.repeat(10_000)}`)).toEqual(ARRAY);
  });
});

describe("the beginning of a JSON text", () => {
  it("is the value where it is whole", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
        const json = ` ${JSON.stringify(value, null, indent)}\n`;
        expect(readBeginning(json)).toEqual({ value: JSON.parse(json), state: "whole" });
        expect(readBeginning(`${json},`)).toMatchObject({ state: "followed" });
      }),
    );
  });

  it("is what was read of it where it is cut", () => {
    const json = '{"a": [1, {"b": "c"}, 23], "d": "e"}';
    const cut = (length: number) => readBeginning(json.slice(0, length));
    expect(cut(1)).toEqual({ value: {}, state: "cut" });
    expect(cut(8)).toEqual({ value: { a: [] }, state: "cut" });
    expect(cut(9)).toEqual({ value: { a: [1] }, state: "cut" });
    expect(cut(18)).toEqual({ value: { a: [1, {}] }, state: "cut" });
    expect(cut(24)).toEqual({ value: { a: [1, { b: "c" }] }, state: "cut" });
    expect(cut(34)).toEqual({ value: { a: [1, { b: "c" }, 23] }, state: "cut" });
    for (let length = 0; length < json.length; length++) expect(cut(length).state).toBe("cut");
  });

  it("ends where it is broken", () => {
    const broken = (json: string, value: unknown) =>
      expect(readBeginning(json)).toEqual({ value, state: "broken" });
    broken('{"a": 1, b: 2}', { a: 1 });
    broken('{"a": 1 "b": 2}', { a: 1 });
    broken('{"a" 1}', {});
    broken('{"\n": 1}', {});
    broken('["a", "b\n", "c"]', ["a"]);
    broken("[1, 02, 3]", [1]);
    broken("[1, , 3]", [1]);
    broken("[1}", [1]);
  });
});
