import type { FileShape } from "../formats.ts";
import { InputError } from "../inputError.ts";
import { recordsOf } from "../readers.ts";
import type { BadRecord, RecordBatch, RecordSource, SourceRecord } from "./record.ts";

/** Records that tell what columns hold. */
const LOOKED_AT = 100;

/**
 * The first records of a file, at most 100.
 *
 * @throws InputError when none can be read
 */
export async function firstRecordsOf(source: RecordSource, shape: FileShape): Promise<RecordBatch> {
  const records: (SourceRecord | BadRecord | null)[] = [];
  const batches = await recordsOf(source, shape, null);
  for (;;) {
    const next = await nextBatch(batches);
    if (typeof next === "string" && records.length === 0) throw new InputError(next);
    if (next === null || typeof next === "string") break;
    records.push(...next.slice(0, LOOKED_AT));
    if (records.length >= LOOKED_AT) break;
  }
  await batches.return();
  return records.slice(0, LOOKED_AT);
}

/** The next records of a file, null at its end, or the sentence of why there are no more. */
export async function nextBatch(
  batches: AsyncIterator<RecordBatch, void>,
): Promise<RecordBatch | string | null> {
  try {
    const { value } = await batches.next();
    return value ?? null;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
