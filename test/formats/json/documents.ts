import fc from "fast-check";
import { InputError } from "../../../src/formats/inputError.ts";
import { type JsonShape, jsonShape } from "../../../src/formats/json/jsonShape.ts";
import { readJson } from "../../../src/formats/json/readJson.ts";
import { subsetJson } from "../../../src/formats/json/subsetJson.ts";
import {
  BadRecord,
  type IsKept,
  type RecordSource,
  type SourceRecord,
} from "../../../src/formats/records/record.ts";

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file in memory, streamed in pieces of so many bytes. */
export function sourceOf(content: string | Uint8Array, piece = 2 ** 16): RecordSource {
  const bytes = typeof content === "string" ? encode(content) : content;
  return {
    name: "pairs.json",
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream() {
      for (let start = 0; start < bytes.length; start += piece) {
        yield bytes.slice(start, start + piece);
      }
    },
  };
}

export function shapeOf(content: string | Uint8Array, name = "pairs.json"): JsonShape | null {
  const bytes = typeof content === "string" ? encode(content) : content;
  return jsonShape(name, bytes.subarray(0, 2 ** 16));
}

/** The shape of a document that has one. */
export function sureShape(content: string | Uint8Array): JsonShape {
  const shape = shapeOf(content);
  if (shape === null) throw new Error("the document has no shape");
  return shape;
}

export interface ReadResult {
  readonly records: (SourceRecord | BadRecord)[];
  /** The sentence of the InputError that ended it. */
  readonly error: string | null;
  readonly longestBatch: number;
}

export async function readAll(source: RecordSource, shape: JsonShape): Promise<ReadResult> {
  const records: (SourceRecord | BadRecord)[] = [];
  let longestBatch = 0;
  try {
    for await (const batch of readJson(source, shape)) {
      records.push(...batch.filter((record) => record !== null));
      longestBatch = Math.max(longestBatch, batch.length);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { records, error: error.message, longestBatch };
  }
  return { records, error: null, longestBatch };
}

/** The records of a whole document. */
export async function recordsOf(content: string | Uint8Array, piece?: number) {
  const { records, error } = await readAll(sourceOf(content, piece), sureShape(content));
  if (error !== null) throw new Error(error);
  return records;
}

export async function subsetOf(
  content: string | Uint8Array,
  shape: JsonShape,
  isKept: IsKept,
  piece?: number,
): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of subsetJson(sourceOf(content, piece), shape, isKept)) parts.push(part);
  return Buffer.concat(parts).toString();
}

export const bad = (reason: string, line: number | null, beginning: string) =>
  new BadRecord(reason as BadRecord["reason"], line, beginning);

const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom('say "hi"', "a\\", '}, {"', "]", "a dog – 犬 😀", '\\"'),
);
const field = fc.constantFrom("id", "url", "text", "a b", "__proto__", "7", "é");
/** Values of fields; a number reads back as it was written. */
const value = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }).map((any) => JSON.parse(JSON.stringify(any))),
);
const numbers = fc.array(fc.nat(500_000), { maxLength: 3 });

/** A document, its shape, and what its elements read as. */
export interface AnyDocument {
  readonly json: string;
  readonly shape: JsonShape;
  readonly records: readonly unknown[];
  /** How each record is written. */
  readonly written: readonly string[];
}

/** An object with white space anywhere. */
const writtenObject = fc
  .tuple(space, fc.array(fc.tuple(field, value), { maxLength: 4 }))
  .map(([blank, fields]) => {
    const pairs = fields.map(
      ([key, of]) => `${blank}${JSON.stringify(key)}${blank}:${JSON.stringify(of)}${blank}`,
    );
    return `{${pairs.join(",")}${blank}}`;
  });

const joined = (blank: string, elements: readonly string[]) =>
  `${blank}${elements.join(`${blank},${blank}`)}${blank}`;

const arrays: fc.Arbitrary<AnyDocument> = fc
  .tuple(space, fc.array(writtenObject, { maxLength: 8 }))
  .map(([blank, written]) => ({
    json: `${blank}[${joined(blank, written)}]${blank}`,
    shape: { format: "json-array" },
    records: written.map((element) => JSON.parse(element)),
    written,
  }));

const lists: fc.Arbitrary<AnyDocument> = fc
  .tuple(space, fc.array(writtenObject, { maxLength: 8 }), value, value)
  .map(([blank, written, before, after]) => ({
    json: `${blank}{"before":${JSON.stringify(before)},"d\\u0061ta"${blank}:${blank}[${joined(blank, written)}]${blank},"after":${JSON.stringify(after)}}${blank}`,
    shape: { format: "json-records", path: "data" },
    records: written.map((element) => JSON.parse(element)),
    written,
  }));

const metaclip: fc.Arbitrary<AnyDocument> = fc
  .tuple(
    space,
    fc.array(fc.tuple(text, text, fc.array(fc.tuple(text, text, numbers), { maxLength: 3 })), {
      maxLength: 6,
    }),
  )
  .map(([blank, rows]) => {
    const written = rows.map(([uuid, url, texts]) => JSON.stringify({ uuid, texts, url }));
    return {
      json: `[${joined(blank, written)}]`,
      shape: { format: "metaclip" },
      records: rows.map(([uuid, url, texts]) =>
        texts.length === 0
          ? { uuid, url, texts: [] }
          : {
              uuid,
              url,
              texts: texts.map(([, of]) => of),
              text_keys: texts.map(([key]) => key),
              entry_ids: texts.map(([, , ids]) => ids),
            },
      ),
      written,
    };
  });

const metaclip2: fc.Arbitrary<AnyDocument> = fc
  .tuple(
    space,
    fc.array(
      fc.tuple(
        fc.oneof(text, fc.constantFrom("7", "__proto__", "12")),
        fc.array(fc.tuple(text, fc.constantFrom("en", "de"), numbers), { maxLength: 3 }),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([blank, rows]) => {
    const written = rows.map(
      ([uuid, texts]) => `${JSON.stringify(uuid)}${blank}:${blank}${JSON.stringify(texts)}`,
    );
    return {
      json: `{${joined(blank, written)}}`,
      shape: { format: "metaclip-v2" },
      records: rows.map(([uuid, texts]) => ({
        uuid,
        texts: texts.map(([of]) => of),
        languages: texts.map(([, language]) => language),
        entry_ids: texts.map(([, , ids]) => ids),
      })),
      written,
    };
  });

const coco: fc.Arbitrary<AnyDocument> = fc
  .tuple(
    space,
    fc.array(fc.tuple(fc.nat(5), text), { maxLength: 6 }),
    fc.uniqueArray(fc.nat(5)),
    fc.boolean(),
  )
  .map(([blank, rows, ids, areImagesFirst]) => {
    const annotations = rows.map(([image_id, caption], id) => ({ image_id, id, caption }));
    const written = annotations.map((annotation) => JSON.stringify(annotation));
    const images = ids.map((id) =>
      JSON.stringify({ id, file_name: `${id}.jpg`, flickr_url: `f/${id}` }),
    );
    const parts = [
      `"images":${blank}[${joined(blank, images)}]`,
      '"info": {"images": [{"id": 1}], "annotations": [1, "]"]}',
      `${blank}"annotations": [${joined(blank, written)}]`,
    ];
    return {
      json: `{${(areImagesFirst ? parts : parts.toReversed()).join(`,${blank}`)}}`,
      shape: { format: "coco" },
      records: annotations.map((annotation) =>
        ids.includes(annotation.image_id)
          ? {
              ...annotation,
              file_name: `${annotation.image_id}.jpg`,
              url: `f/${annotation.image_id}`,
            }
          : annotation,
      ),
      written,
    };
  });

export const anyDocument = fc.oneof(arrays, lists, metaclip, metaclip2, coco);
