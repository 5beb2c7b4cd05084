import { InputError } from "./inputError.ts";
import { isObject } from "./jsonl/recordReader.ts";

/** Entry counts of a file, by the ids of a metadata list. */
export interface ReadEntryCounts {
  /** 0 for entries that the file does not name. */
  readonly counts: Uint32Array;
  /** Entries of the file that are not in the metadata: how many, and the first. */
  readonly unknown: number;
  readonly firstUnknown: string | null;
}

/**
 * Reads entry counts: a JSON object, `{entry: count}`, or an array in the order of the metadata.
 *
 * @param name of the file
 * @param entries the metadata
 * @throws InputError when it is something else
 */
export function parseEntryCounts(
  name: string,
  text: string,
  entries: readonly string[],
): ReadEntryCounts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(
      `${name} is not valid JSON, perhaps cut short. Make the counts again with: headtail count.`,
    );
  }
  const counts = new Uint32Array(entries.length);
  if (Array.isArray(value)) {
    checkLength(name, value.length, entries);
    value.forEach((count, id) => {
      counts[id] = countFrom(name, entries[id], count);
    });
    return { counts, unknown: 0, firstUnknown: null };
  }
  if (!isObject(value)) {
    throw new InputError(`${name} holds no entry counts. Give a JSON object, {"entry": count}.`);
  }
  const idOf = new Map(entries.map((entry, id) => [entry, id]));
  let unknown = 0;
  let firstUnknown: string | null = null;
  for (const [entry, count] of Object.entries(value)) {
    const id = idOf.get(entry);
    const checked = countFrom(name, entry, count);
    if (id !== undefined) counts[id] = checked;
    else if (unknown++ === 0) firstUnknown = entry;
  }
  return { counts, unknown, firstUnknown };
}

function countFrom(name: string, entry: string, count: unknown): number {
  if (isCount(count)) return count;
  throw notCount(name, entry, JSON.stringify(count));
}

/** Whether a value is a count: a whole number from 0 to 2^32 − 1. */
export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}

/**
 * What to say of a count that is none.
 *
 * @param shown as it stands in the file
 */
export function notCount(name: string, entry: string, shown: string): InputError {
  return new InputError(
    `In ${name}, the count of ${JSON.stringify(entry)} is ${shown}, not a whole number from 0 to 4294967295. Make the counts again with: headtail count.`,
  );
}

/** @throws InputError when a file that names no entries has more or fewer counts than there are */
export function checkLength(name: string, counts: number, entries: readonly string[]): void {
  if (counts === entries.length) return;
  throw new InputError(
    `${name} has ${counts.toLocaleString("en")} counts, but the metadata has ${entries.length.toLocaleString("en")} entries. Give the metadata that the counts were made with.`,
  );
}
