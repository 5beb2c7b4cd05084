import { fieldNames, findFields } from "./recordBytes.ts";
import { readObject } from "./recordReader.ts";

/** Reads one field of many records. */
export interface ValueReader {
  /**
   * The field's value in the record that bytes `start`…`end` hold, as JSON.parse gives it; undefined
   * where there is no such field, or no record.
   */
  read(bytes: Uint8Array, start: number, end: number): unknown;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The value is found in the bytes of the line, and it alone is decoded; where that is not sure,
 * JSON.parse reads the whole line.
 */
export function valueReader(field: string): ValueReader {
  const names = fieldNames([field]);
  const range = new Int32Array(2);
  let viewed: Uint8Array | null = null;
  let view = new DataView(new ArrayBuffer(0) as ArrayBufferLike);
  return {
    read(bytes, start, end) {
      if (bytes !== viewed) {
        viewed = bytes;
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      }
      if (findFields(view, start, end, names, range)) {
        if (range[0] === -1) return undefined;
        return JSON.parse(decoder.decode(bytes.subarray(range[0], range[1])));
      }
      const record = readObject(bytes, start, end);
      if (typeof record === "string" || !Object.hasOwn(record, field)) return undefined;
      return record[field];
    },
  };
}
