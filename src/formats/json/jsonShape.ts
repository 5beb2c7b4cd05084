import { CAPTION_FIELDS, firstRecords } from "../jsonl/fields.ts";
import { isObject } from "../jsonl/recordReader.ts";
import { readBeginning } from "./jsonBeginning.ts";

/** How a JSON document holds records. */
export type JsonShape =
  /** An array of objects, which are the records. */
  | { readonly format: "json-array" }
  /** An array of objects whose `texts` are arrays: `[key, text, [entry ids]]`. */
  | { readonly format: "metaclip" }
  /** An object, `{uuid: [[text, language, [entry ids]], …], …}`. */
  | { readonly format: "metaclip-v2" }
  /** An object with `annotations`, which have captions, and the `images` that they are of. */
  | { readonly format: "coco" }
  /** An object with one array of objects, which are the records; `path` is its key. */
  | { readonly format: "json-records"; readonly path: string };

/**
 * Tells how a JSON document holds records, from its first bytes; null where it does not: it is no
 * JSON document, or JSONL, or one of strings, numbers or other things, or a manifest of Headtail.
 *
 * @param name file name
 * @param head its first bytes, up to 64 kB
 */
export function jsonShape(name: string, head: Uint8Array): JsonShape | null {
  const text = new TextDecoder().decode(head);
  const start = /^[ \t\r\n]*([[{])/.exec(text)?.[1];
  if (start === undefined || (start === "{" && isNamedLines(name))) return null;
  const { value, state } = readBeginning(text);
  if (state === "followed") return null;
  if (state === "broken" && start === "{" && firstRecords(head).length > 1) return null;
  if (Array.isArray(value)) return shapeOfArray(wholeOnes(value, state === "broken"));
  return isObject(value) ? shapeOfObject(value, state) : null;
}

function isNamedLines(name: string): boolean {
  return /\.(jsonl|ndjson)(\.\w+)?$/i.test(name);
}

/** Without the last where something in it is broken. */
function wholeOnes<T>(values: readonly T[], isBroken: boolean): readonly T[] {
  return isBroken ? values.slice(0, -1) : values;
}

function shapeOfArray(elements: readonly unknown[]): JsonShape | null {
  if (!isListOfObjects(elements)) return null;
  const texts = elements.map((element) => (isObject(element) ? element.texts : null));
  const some = texts.find((list) => Array.isArray(list) && list.length > 0);
  const isMetaclip = Array.isArray(some) && Array.isArray(some[0]);
  return { format: isMetaclip ? "metaclip" : "json-array" };
}

function shapeOfObject(
  document: Record<string, unknown>,
  state: "whole" | "cut" | "broken",
): JsonShape | null {
  if (Object.hasOwn(document, "headtail")) return null;
  if (isCoco(document, state !== "whole")) return { format: "coco" };
  const members = wholeOnes(Object.entries(document), state === "broken");
  if (isMetaclip2(members.map(([, value]) => value))) return { format: "metaclip-v2" };
  // A caption of its own makes it a record, whatever lists it has.
  if (typeof document.text === "string" || typeof document.caption === "string") return null;
  const lists = Object.entries(document).filter(
    ([, value]) => Array.isArray(value) && isListOfObjects(wholeOnes(value, state === "broken")),
  );
  return lists.length === 1 ? { format: "json-records", path: lists[0][0] } : null;
}

function isListOfObjects(values: readonly unknown[]): boolean {
  return values.some(isObject) && !values.some((value) => typeof value === "string");
}

/** The table of images may hide the annotations, which follow it. */
function isCoco({ annotations, images }: Record<string, unknown>, isCut: boolean): boolean {
  const [annotation, ...others] = Array.isArray(annotations) ? annotations : [];
  if (isObject(annotation) && "image_id" in annotation && typeof annotation.caption === "string") {
    return true;
  }
  const [image] = Array.isArray(images) ? images : [];
  return isCut && others.length === 0 && isObject(image) && isCocoImage(image);
}

function isCocoImage(image: Record<string, unknown>): boolean {
  const isText = (field: string) => typeof image[field] === "string";
  return (
    "id" in image &&
    ["file_name", "coco_url", "flickr_url"].some(isText) &&
    !CAPTION_FIELDS.some(isText)
  );
}

function isMetaclip2(values: readonly unknown[]): boolean {
  if (!values.every((value) => Array.isArray(value))) return false;
  const [first] = values.find((list) => list.length > 0) ?? [];
  return Array.isArray(first) && typeof first[0] === "string" && Array.isArray(first[2]);
}
