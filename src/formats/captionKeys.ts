import { hashKey } from "../core/text/hashKey.ts";
import { encodeWtf8Into } from "../core/text/wtf8.ts";

/** The key of a caption whose record has none: its file name and line number. */
export function lineKey(fileName: string, line: number): string {
  return `${fileName}:${line}`;
}

/** Hashes the key of a line's caption to `lanes[index * 2]` and the word after it. */
export type LineKeyHasher = (line: number, lanes: Uint32Array, index: number) => void;

const MAX_DIGITS = 16;

/** Hashes what {@link lineKey} gives for a file, without making strings. */
export function lineKeyHasher(fileName: string): LineKeyHasher {
  const prefix = `${fileName}:`;
  const bytes = new Uint8Array(prefix.length * 3 + MAX_DIGITS);
  const digitsStart = encodeWtf8Into(prefix, bytes, 0);
  return (line, lanes, index) => {
    let end = digitsStart + 1;
    for (let rest = line; rest >= 10; rest = Math.floor(rest / 10)) end++;
    for (let at = end - 1, rest = line; at >= digitsStart; at--, rest = Math.floor(rest / 10)) {
      bytes[at] = 0x30 + (rest % 10);
    }
    hashKey(bytes, 0, end, lanes, index);
  };
}
