import { InputError } from "../inputError.ts";
import { isObject } from "../jsonl/recordReader.ts";
import {
  BadRecord,
  type RecordSource,
  type RecordStream,
  type SourceRecord,
} from "../records/record.ts";
import { documentParts, type ElementPlace } from "./documentParts.ts";
import { badElement, badLongElement, elementValues, type Member } from "./elementValues.ts";
import type { JsonShape } from "./jsonShape.ts";

/** What a COCO file tells of an image. */
interface CocoImage {
  readonly file_name: unknown;
  readonly url: unknown;
}

/**
 * Reads the records of a JSON document:
 *
 * - `json-array`, `json-records`: objects, as they are.
 * - `metaclip`: objects whose `texts` are the texts alone, with `text_keys` and `entry_ids` for each.
 * - `metaclip-v2`: `uuid`, `texts`, and `languages` and `entry_ids` for each.
 * - `coco`: annotations, with the `file_name` and `url` of their image where there is one and the
 *   annotation has none itself.
 *
 * Of a document, a few elements are in memory at a time; of COCO, also the names and addresses of all
 * images. COCO is read twice, up to the end of the images at first.
 *
 * @param shape as `jsonShape` tells
 * @throws InputError when the document ends too soon, or its elements cannot be told apart
 */
export async function* readJson(source: RecordSource, shape: JsonShape): RecordStream {
  const recordOf = await recordMaker(source, shape);
  const list = recordList(shape);
  for await (const part of documentParts(source, elementPlace(shape))) {
    if (part.kind === "around" || part.list !== list) continue;
    if (part.kind === "long") {
      yield [badLongElement(part)];
      continue;
    }
    yield elementValues(part).map((value, i) => {
      const record = value instanceof BadRecord ? value : recordOf(value);
      return typeof record === "string" ? badElement(record, part, i) : record;
    });
  }
}

/** Where a document of some shape has its elements. */
export function elementPlace(shape: JsonShape): ElementPlace {
  switch (shape.format) {
    case "json-array":
    case "metaclip":
      return "array";
    case "metaclip-v2":
      return "object";
    case "coco":
      return { lists: ["images", "annotations"] };
    case "json-records":
      return { lists: [shape.path] };
  }
}

/** The list that holds the records of a document of some shape; null where that is the document. */
export function recordList(shape: JsonShape): string | null {
  if (shape.format === "coco") return "annotations";
  return shape.format === "json-records" ? shape.path : null;
}

type RecordMaker = (value: unknown) => SourceRecord | "not-object" | "no-text";

async function recordMaker(source: RecordSource, shape: JsonShape): Promise<RecordMaker> {
  switch (shape.format) {
    case "json-array":
    case "json-records":
      return (value) => (isObject(value) ? value : "not-object");
    case "metaclip":
      return (value) => (isObject(value) ? withPlainTexts(value) : "not-object");
    case "metaclip-v2":
      return (member) => memberRecord(member as Member);
    case "coco": {
      const images = await readImages(source, shape);
      return (value) => (isObject(value) ? withImage(value, images) : "not-object");
    }
  }
}

function withPlainTexts(record: Record<string, unknown>): SourceRecord {
  const { texts } = record;
  if (!Array.isArray(texts) || !texts.some(Array.isArray)) return record;
  record.texts = texts.map((text) => (Array.isArray(text) ? (text[1] ?? null) : text));
  record.text_keys = texts.map((text) => (Array.isArray(text) ? (text[0] ?? null) : null));
  record.entry_ids = texts.map((text) => (Array.isArray(text) ? (text[2] ?? []) : []));
  return record;
}

function memberRecord([uuid, texts]: Member): SourceRecord | "no-text" {
  if (!Array.isArray(texts) || !texts.every(Array.isArray)) return "no-text";
  return {
    uuid,
    texts: texts.map(([text]) => text ?? null),
    languages: texts.map(([, language]) => language ?? null),
    entry_ids: texts.map(([, , ids]) => ids ?? []),
  };
}

function withImage(
  annotation: Record<string, unknown>,
  images: ReadonlyMap<unknown, CocoImage>,
): SourceRecord {
  const image = images.get(annotation.image_id);
  if (image === undefined) return annotation;
  const { file_name, url } = image;
  if (file_name !== undefined && !Object.hasOwn(annotation, "file_name")) {
    annotation.file_name = file_name;
  }
  if (url !== undefined && !Object.hasOwn(annotation, "url")) annotation.url = url;
  return annotation;
}

/** Images by id. Those before a fault in the document are enough: annotations are read no further. */
async function readImages(
  source: RecordSource,
  shape: JsonShape,
): Promise<ReadonlyMap<unknown, CocoImage>> {
  const images = new Map<unknown, CocoImage>();
  try {
    for await (const part of documentParts(source, elementPlace(shape))) {
      if (part.kind === "around" && images.size > 0) break;
      if (part.kind !== "elements" || part.list !== "images") continue;
      for (const image of elementValues(part)) {
        if (!isObject(image)) continue;
        const { id, file_name, coco_url, flickr_url } = image;
        images.set(id, { file_name, url: coco_url ?? flickr_url });
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return images;
}
