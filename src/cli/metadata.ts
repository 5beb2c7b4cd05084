import { createMetadata, type Metadata } from "../core/metadata/metadata.ts";
import { readEntryCounts } from "../formats/counts/readEntryCounts.ts";
import { InputError } from "../formats/inputError.ts";
import { parseMetadata } from "../formats/metadata.ts";
import { readBytes, readText } from "./readFile.ts";

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
 * Reads entry counts: see `readEntryCounts`.
 *
 * @returns counts by entry id; 0 for entries that the file does not name
 * @throws InputError when it is something else, or names an entry that is not in the metadata
 */
export async function loadCounts(path: string, entries: readonly string[]): Promise<Uint32Array> {
  const bytes = await readBytes(path);
  const source = {
    size: bytes.length,
    read: async (start: number, end: number) => bytes.subarray(start, end),
  };
  const { counts, firstUnknown } = await readEntryCounts(path, source, entries);
  if (firstUnknown === null) return counts;
  throw new InputError(
    `${path} counts ${JSON.stringify(firstUnknown)}, which is not in the metadata. Give the metadata that the counts were made with.`,
  );
}
