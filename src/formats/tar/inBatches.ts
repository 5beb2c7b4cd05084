import type { BadRecord, RecordStream, SourceRecord } from "../records/record.ts";

/** Records that are read together. */
export interface RecordGroup {
  readonly records: readonly (SourceRecord | BadRecord)[];
  /** Bytes they were read from, which bound the memory they take. */
  readonly bytes: number;
}

const MAX_RECORDS = 4096;
const MAX_BYTES = 2 ** 23;

/** Gives records in batches; those that were read before a fault are given before it is thrown. */
export async function* inBatches(groups: AsyncIterable<RecordGroup>): RecordStream {
  let batch: (SourceRecord | BadRecord)[] = [];
  let bytes = 0;
  try {
    for await (const group of groups) {
      for (const record of group.records) {
        batch.push(record);
        if (batch.length < MAX_RECORDS) continue;
        yield batch;
        batch = [];
        bytes = 0;
      }
      bytes += group.bytes;
      if (bytes < MAX_BYTES || batch.length === 0) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}
