import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { captionKey, detectFields } from "../../../src/formats/jsonl/fields.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function detect(...records: object[]) {
  return detectFields(encode(records.map((record) => `${JSON.stringify(record)}\n`).join("")));
}

describe("detecting the caption field", () => {
  it("finds a usual name, in order of preference", () => {
    expect(detect({ title: "Dog", caption: "a dog" }).captionField).toBe("caption");
    expect(detect({ alt: "a dog", text: "dog" }).captionField).toBe("text");
    expect(detect({ TEXT: "a dog", title: "dog" }).captionField).toBe("TEXT");
  });

  it("prefers the exact name to one in other case", () => {
    expect(detect({ Text: "a dog", description: "a cat" }).captionField).toBe("description");
    expect(detect({ url: "a b c d e f", Caption: "dog" }).captionField).toBe("Caption");
  });

  it("passes over a usual name that holds no string", () => {
    expect(detect({ text: 5, caption: "", alt: "a dog" }).captionField).toBe("alt");
  });

  it("otherwise takes the longest field of those that mostly hold a space", () => {
    const records = [
      { url: "https://example.org/a/long/address", note: "a dog", remark: "a dog in the park" },
      { url: "https://example.org/another/address", note: "cats", remark: "cat" },
      { url: "https://example.org/yet/another one", note: "a cow", remark: "a cow in the field" },
    ];
    expect(detect(...records).captionField).toBe("remark");
  });

  it("takes the longest field when none holds spaces", () => {
    expect(detect({ a: "dog", b: "horse", c: "cat" }).captionField).toBe("b");
  });

  it("counts only records with the field in its average", () => {
    const records = [{ rare: "a dog in the park" }, { often: "a dog" }, { often: "a cat" }];
    expect(detect(...records).captionField).toBe("rare");
  });

  it("finds none when no field holds a string", () => {
    expect(detect({ id: 5, tags: ["a dog"], text: "" })).toEqual({
      captionField: null,
      textFields: [],
    });
    expect(detectFields(new Uint8Array(0))).toEqual({ captionField: null, textFields: [] });
  });

  it("lists the text fields in order of appearance", () => {
    const records = [{ url: "u", id: 1 }, { caption: "a dog", url: "u" }, { alt: "a dog" }];
    expect(detect(...records).textFields).toEqual(["url", "caption", "alt"]);
  });

  it("passes over lines that are no records, blank ones and a byte order mark", () => {
    const head = encode('\ufeff{"text": "dog"}\r\n\n[1]\nbroken\n{"alt": "cat"}\n');
    expect(detectFields(head).textFields).toEqual(["text", "alt"]);
  });

  it("learns nothing from a last line that is cut", () => {
    const head = encode('{"alt": "a dog"}\n{"text": "a c');
    expect(detectFields(head)).toEqual({ captionField: "alt", textFields: ["alt"] });
    expect(detectFields(encode('{"text": "a d')).captionField).toBeNull();
  });

  it("reads a single line without newline", () => {
    expect(detectFields(encode('{"alt": "a dog"}')).captionField).toBe("alt");
  });

  it("looks at the first 100 records", () => {
    const records = Array.from({ length: 100 }, () => ({ alt: "a dog" }));
    expect(detect(...records.slice(1), { text: "a cat" }).captionField).toBe("text");
    expect(detect(...records, { text: "a cat" }).captionField).toBe("alt");
  });

  it("takes a field named __proto__ like any other", () => {
    expect(detectFields(encode('{"__proto__": "a dog"}')).captionField).toBe("__proto__");
  });
});

describe("the key of a caption", () => {
  it("is the first of uid, uuid, id and key", () => {
    const record = { key: "k", id: "i", uuid: "uu", uid: "u" };
    expect(captionKey(record)).toBe("u");
    expect(captionKey({ key: "k", id: "i", uuid: "uu" })).toBe("uu");
    expect(captionKey({ key: "k", id: "i" })).toBe("i");
    expect(captionKey({ key: "k" })).toBe("k");
  });

  it("passes over values that are no key", () => {
    const record = { uid: "", uuid: null, id: Number.POSITIVE_INFINITY, key: "k" };
    expect(captionKey(record)).toBe("k");
    expect(captionKey({ uid: ["u"], uuid: {}, id: true })).toBeNull();
    expect(captionKey({ text: "a dog", UID: "u" })).toBeNull();
  });

  it("is a number as String writes it", () => {
    expect(captionKey({ id: 0 })).toBe("0");
    expect(captionKey({ id: 1.5 })).toBe("1.5");
    expect(captionKey(JSON.parse('{"id": 12.0}'))).toBe("12");
    expect(captionKey(JSON.parse('{"id": 1e999}'))).toBeNull();
  });

  it("is the record's own", () => {
    expect(captionKey(Object.create({ uid: "u" }))).toBeNull();
  });
});

const sharedData = new URL("../../../../shared/data/", import.meta.url);

describe.skipIf(!existsSync(sharedData))("the pools (need shared data)", () => {
  it.each(["cc3m-val.jsonl", "coco-val2017.jsonl"])("have their captions in text: %s", (name) => {
    const head = Buffer.alloc(65_536);
    const file = openSync(new URL(name, sharedData), "r");
    readSync(file, head);
    closeSync(file);
    const { captionField, textFields } = detectFields(head);
    expect(captionField).toBe("text");
    expect(textFields).toContain("uid");
  });
});
