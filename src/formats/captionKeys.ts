import { hashKey } from "../core/text/hashKey.ts";
import { encodeWtf8Into } from "../core/text/wtf8.ts";

let scratch = new Uint8Array(1024);

/** Hashes a caption key to `lanes[index * 2]` and the word after it. */
export function hashCaptionKey(key: string, lanes: Uint32Array, index: number): void {
  if (key.length * 3 > scratch.length) scratch = new Uint8Array(key.length * 6);
  const length = encodeWtf8Into(key, scratch, 0);
  hashKey(scratch, 0, length, lanes, index);
}

/** The key of a caption whose record has none: its file name and line number. */
export function lineKey(fileName: string, line: number): string {
  return `${fileName}:${line}`;
}
