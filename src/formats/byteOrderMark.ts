/** Bytes of the UTF-8 byte order mark that `bytes` begins with: 3, or 0 where there is none. */
export function byteOrderMarkLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
