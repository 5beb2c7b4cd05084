import type { ByteSource } from "../../formats/jsonl/lines.ts";

/** A file as bytes to be read by range; never as a whole. */
export function fileSource(file: Blob): ByteSource {
  return {
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  };
}
