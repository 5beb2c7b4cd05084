import { InputError } from "../inputError.ts";
import { joinBytes } from "../joinBytes.ts";
import { isObject } from "../jsonl/recordReader.ts";
import { BadRecord, type IsKept, type RecordSource, type SubsetStream } from "../records/record.ts";
import { documentParts, type Elements } from "./documentParts.ts";
import { elementValue } from "./elementValues.ts";
import type { JsonShape } from "./jsonShape.ts";
import { elementPlace, recordList } from "./readJson.ts";

const SEPARATOR = Uint8Array.of(0x2c, 0x0a);

/**
 * The document with only those of its records that are kept, byte for byte, ",\n" between them; of
 * COCO, also with only the images that kept annotations are of. All else is as it was, without a byte
 * order mark. A record that is not JSON or too long is left out, so that the result is JSON.
 *
 * Of COCO, the ids of kept images are in memory, and the document is read twice.
 *
 * @param shape as `jsonShape` tells
 * @throws InputError as `readJson` does
 */
export async function* subsetJson(
  source: RecordSource,
  shape: JsonShape,
  isKept: IsKept,
): SubsetStream {
  const list = recordList(shape);
  const images = shape.format === "coco" ? await keptImages(source, shape, isKept) : null;
  let record = 0;
  let isFirst = true;

  function takes(elements: Elements, i: number): boolean {
    if (elements.list !== list) {
      const image = elementValue(elements, i);
      return isObject(image) && images?.has(image.id) === true;
    }
    return isKept(record++) && !(elementValue(elements, i) instanceof BadRecord);
  }

  for await (const part of documentParts(source, elementPlace(shape))) {
    if (part.kind === "around") {
      isFirst = true;
      yield part.bytes.slice();
      continue;
    }
    if (part.kind === "long") {
      if (part.list === list) record++;
      continue;
    }
    const taken: Uint8Array[] = [];
    for (let i = 0; i < part.starts.length; i++) {
      if (!takes(part, i)) continue;
      if (!isFirst) taken.push(SEPARATOR);
      isFirst = false;
      taken.push(part.bytes.subarray(part.starts[i], part.ends[i]));
    }
    if (taken.length > 0) yield joinBytes(taken);
  }
}

/** Ids of the images that kept annotations are of, those before a fault in the document. */
async function keptImages(
  source: RecordSource,
  shape: JsonShape,
  isKept: IsKept,
): Promise<ReadonlySet<unknown>> {
  const ids = new Set<unknown>();
  const list = recordList(shape);
  let record = 0;
  try {
    for await (const part of documentParts(source, elementPlace(shape))) {
      if (part.kind === "around" || part.list !== list) continue;
      if (part.kind === "long") {
        record++;
        continue;
      }
      for (let i = 0; i < part.starts.length; i++) {
        if (!isKept(record++)) continue;
        const annotation = elementValue(part, i);
        if (isObject(annotation)) ids.add(annotation.image_id);
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return ids;
}
