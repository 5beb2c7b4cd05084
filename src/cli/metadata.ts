import { createMetadata, type Metadata } from "../core/metadata/metadata.ts";
import { InputError } from "../formats/inputError.ts";
import { isObject } from "../formats/jsonl/recordReader.ts";
import { parseMetadata } from "../formats/metadata.ts";
import { readText } from "./readFile.ts";

/** A metadata list. */
export interface LoadedMetadata {
  readonly entries: readonly string[];
  readonly metadata: Metadata;
}

/** @throws InputError when the list cannot be used */
export async function loadMetadata(path: string): Promise<LoadedMetadata> {
  const { entries } = parseMetadata(path, await readText(path));
  return { entries, metadata: createMetadata(entries) };
}

/**
 * Reads entry counts, `{entry: count}`.
 *
 * @returns counts by entry id; 0 for entries that the file does not name
 * @throws InputError when it is something else, or names an entry that is not in the metadata
 */
export async function loadCounts(path: string, entries: readonly string[]): Promise<Uint32Array> {
  const counts = new Uint32Array(entries.length);
  const idOf = new Map(entries.map((entry, id) => [entry, id]));
  for (const [entry, count] of Object.entries(parseCounts(path, await readText(path)))) {
    const id = idOf.get(entry);
    if (id === undefined) {
      throw new InputError(
        `${path} counts ${JSON.stringify(entry)}, which is not in the metadata. Give the metadata that the counts were made with.`,
      );
    }
    if (!Number.isInteger(count) || (count as number) < 0 || (count as number) >= 2 ** 32) {
      throw new InputError(
        `In ${path}, the count of ${JSON.stringify(entry)} is ${JSON.stringify(count)}, not a whole number from 0 to 4294967295. Make the counts again with: headtail count.`,
      );
    }
    counts[id] = count as number;
  }
  return counts;
}

function parseCounts(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(
      `${path} is not valid JSON, perhaps cut short. Make the counts again with: headtail count.`,
    );
  }
  if (isObject(value)) return value;
  throw new InputError(`${path} holds no entry counts. Give a JSON object, {"entry": count}.`);
}
