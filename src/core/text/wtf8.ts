/**
 * UTF-8 that can also hold lone surrogates, each in its three-byte form (WTF-8). JSON can spell
 * them, so captions and entries can hold them.
 */

/**
 * Writes a string as WTF-8; up to three bytes for each UTF-16 unit.
 *
 * @returns bytes written
 */
export function encodeWtf8Into(text: string, target: Uint8Array, offset: number): number {
  let i = 0;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) break;
    target[offset + i] = code;
  }
  let at = offset + i;
  for (; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code < 0x80) {
      target[at++] = code;
    } else if (code < 0x800) {
      target[at++] = 0xc0 | (code >> 6);
      target[at++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      target[at++] = 0xe0 | (code >> 12);
      target[at++] = 0x80 | ((code >> 6) & 0x3f);
      target[at++] = 0x80 | (code & 0x3f);
    } else {
      target[at++] = 0xf0 | (code >> 18);
      target[at++] = 0x80 | ((code >> 12) & 0x3f);
      target[at++] = 0x80 | ((code >> 6) & 0x3f);
      target[at++] = 0x80 | (code & 0x3f);
      i++;
    }
  }
  return at - offset;
}

/** Reads back what {@link encodeWtf8Into} wrote. */
export function decodeWtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; ) {
    const lead = bytes[i++];
    let code = lead;
    if (lead >= 0xc0) {
      const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      code = lead & (0x3f >> more);
      for (let k = 0; k < more; k++) code = (code << 6) | (bytes[i++] & 0x3f);
    }
    text += String.fromCodePoint(code);
  }
  return text;
}
