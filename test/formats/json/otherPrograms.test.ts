import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasShared, shared } from "../../shared.ts";
import { readAll, recordsOf, sourceOf, subsetOf, sureShape } from "./documents.ts";

/** What Python prints of what it is given. */
function python(script: string, input: unknown): string {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", `import json, sys\n${script}`], {
    input: typeof input === "string" ? input : JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const DUMPS = ["indent=None", "indent=1", 'indent="\\t"', 'separators=(",", ":")'].flatMap(
  (layout) =>
    ["ensure_ascii=True", "ensure_ascii=False"].map((ascii) => [layout, ascii].join(", ")),
);

const texts = ['a "dog" \\ /', "犬 😀 é\u2028", "\u0000\u001f\t", "]},{[", "", "<img alt='x'>"];
const records = texts.map((text, i) => ({ uid: `u-${i}`, text, n: [i, { x: 0.1 * i }], z: null }));
const metaclip = texts.map((text, i) => ({
  uuid: `u-${i}`,
  url: `http://a/${i}`,
  texts: [
    ["alt", text, [i, 7]],
    ["title", texts[0], []],
  ],
}));
const images = texts.slice(2).map((_, i) => ({ license: 1, file_name: `${i}.jpg`, id: i }));
const annotations = texts.map((caption, i) => ({ image_id: i, id: 100 + i, caption }));

const DOCUMENTS = {
  "json-array": [records, records],
  metaclip: [
    metaclip,
    metaclip.map(({ uuid, url, texts: [[, text, ids]] }) => ({
      uuid,
      url,
      texts: [text, texts[0]],
      text_keys: ["alt", "title"],
      entry_ids: [ids, []],
    })),
  ],
  "metaclip-v2": [
    Object.fromEntries(metaclip.map(({ uuid, texts }) => [uuid, [[texts[0][1], "en", [3]]]])),
    texts.map((text, i) => ({
      uuid: `u-${i}`,
      texts: [text],
      languages: ["en"],
      entry_ids: [[3]],
    })),
  ],
  coco: [
    { info: { year: 2017 }, images, licenses: [{ id: 1 }], annotations },
    annotations.map((annotation, i) =>
      i < images.length ? { ...annotation, file_name: `${i}.jpg` } : annotation,
    ),
  ],
  "json-records": [{ version: 1.5, data: records, tags: texts }, records],
} as const;

describe.skipIf(!hasPython)("JSON that Python writes and reads", () => {
  it.each(Object.entries(DOCUMENTS))("is read: %s", async (format, [document, expected]) => {
    const script = DUMPS.map((options) => `print(json.dumps(value, ${options}), end="\\0")`);
    const written = python(`value = json.load(sys.stdin)\n${script.join("\n")}`, document);
    const dumps = written.split("\0").slice(0, -1);
    expect(new Set(dumps).size).toBe(DUMPS.length);
    const subsets: string[] = [];
    for (const json of dumps) {
      expect(sureShape(json).format).toBe(format);
      expect(await recordsOf(json)).toEqual(expected);
      const subset = await subsetOf(json, sureShape(json), (record) => record % 2 === 1);
      expect(await recordsOf(subset)).toEqual(expected.filter((_, i) => i % 2 === 1));
      subsets.push(subset);
    }
    const read = python(
      "print(json.dumps([json.loads(text) for text in json.load(sys.stdin)]))",
      subsets,
    );
    expect(JSON.parse(read)).toEqual(subsets.map((subset) => JSON.parse(subset)));
  });

  it("tells of NaN, which is not JSON", async () => {
    const json = python('print(json.dumps([{"a": 1}, {"a": float("nan")}, {"b": 2}]))', "");
    const { records } = await readAll(sourceOf(json), sureShape(json));
    expect(records).toMatchObject([{ a: 1 }, { reason: "not-json", line: 1 }, { b: 2 }]);
  });
});

describe.skipIf(!hasPython || !hasShared)("COCO captions (needs shared data)", () => {
  const COCO = `
rows = [json.loads(line) for line in sys.stdin]
images = {row["image_id"]: {"file_name": row["filename"], "coco_url": row["url"], "id": row["image_id"]} for row in rows}
annotations = [{"image_id": row["image_id"], "id": i, "caption": row["text"]} for i, row in enumerate(rows)]
print(json.dumps({"info": {"year": 2017}, "images": list(images.values()), "licenses": [{"id": 1}], "annotations": annotations}))`;

  it("are read from the document that holds them, and from a part of it", async () => {
    const lines = readFileSync(`${shared}/data/coco-val2017.jsonl`, "utf8");
    const expected = lines
      .trimEnd()
      .split("\n")
      .map((line, id) => {
        const { image_id, text, filename, url } = JSON.parse(line);
        return { image_id, id, caption: text, file_name: filename, url };
      });
    const json = python(COCO, lines);
    expect(sureShape(json)).toEqual({ format: "coco" });
    expect(await recordsOf(json)).toEqual(expected);
    const isKept = (record: number) => record % 5 === 0;
    const subset = await subsetOf(json, { format: "coco" }, isKept);
    const kept = expected.filter((_, i) => isKept(i));
    expect(await recordsOf(subset)).toEqual(kept);
    expect(JSON.parse(subset).images.length).toBe(
      new Set(kept.map(({ image_id }) => image_id)).size,
    );
  });
});
