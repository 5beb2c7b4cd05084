import {
  BadRecord,
  type RecordSource,
  type RecordStream,
} from "../../../src/formats/records/record.ts";

/** A file of some bytes, given in pieces of the lengths named, over and over. */
export function sourceOf(
  bytes: Uint8Array,
  name = "pairs.csv",
  lengths: readonly number[] = [65_536],
): RecordSource {
  return {
    name,
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream() {
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const length = lengths[i % lengths.length];
        yield bytes.slice(at, at + length);
        at += length;
      }
    },
  };
}

/** All records, and the sentence of the error that ended them, or null. */
export async function recordsOf(stream: RecordStream) {
  const records: unknown[] = [];
  try {
    for await (const batch of stream) {
      for (const record of batch)
        records.push(record instanceof BadRecord ? { ...record } : record);
    }
  } catch (error) {
    return { records, error: error as Error };
  }
  return { records, error: null };
}

export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
