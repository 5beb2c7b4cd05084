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
    if (value.length !== entries.length) {
      throw new InputError(
        `${name} has ${value.length.toLocaleString("en")} counts, but the metadata has ${entries.length.toLocaleString("en")} entries. Give the metadata that the counts were made with.`,
      );
    }
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
  if (Number.isInteger(count) && (count as number) >= 0 && (count as number) < 2 ** 32) {
    return count as number;
  }
  throw new InputError(
    `In ${name}, the count of ${JSON.stringify(entry)} is ${JSON.stringify(count)}, not a whole number from 0 to 4294967295. Make the counts again with: headtail count.`,
  );
}
