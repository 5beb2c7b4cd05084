import { byteOrderMarkLength } from "../byteOrderMark.ts";

/** How the characters of a text file are written. "latin-1" is windows-1252, as on the web. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "latin-1";

/** Above this share, control characters make bytes no text; random bytes have some 12%. */
const MAX_CONTROL_SHARE = 0.05;

/**
 * Tells the encoding of a text file from its first bytes. UTF-16 is told by its byte order mark only.
 * Bytes that are UTF-8 in more places than not are "utf-8": only some of their lines are broken.
 *
 * @param head the last character may be cut
 * @returns "latin-1" where that is possible, which is to be offered and not to be taken for granted;
 *   null for bytes that are no text
 */
export function textEncoding(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) {
    const isUtf32 = head.length >= 4 && head[2] === 0 && head[3] === 0;
    return isUtf32 ? null : "utf-16le";
  }
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (controlsIn(head) > head.length * MAX_CONTROL_SHARE) return null;
  const whole = head.subarray(0, lastCharacterEnd(head));
  if (isUtf8(whole)) return "utf-8";
  const text = new TextDecoder().decode(whole);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const foreign = text.match(/[\u0080-\ufffc\ufffe-\u{10ffff}]/gu)?.length ?? 0;
  if (foreign > broken) return "utf-8";
  return controlsIn(head) + unassignedIn(head) > head.length * MAX_CONTROL_SHARE ? null : "latin-1";
}

/** Bytes of the byte order mark that the bytes of a text file begin with. */
export function markLength(bytes: Uint8Array, encoding: TextEncoding): number {
  if (encoding === "utf-8") return byteOrderMarkLength(bytes);
  const [first, second] = encoding === "utf-16le" ? [0xff, 0xfe] : [0xfe, 0xff];
  return encoding !== "latin-1" && bytes[0] === first && bytes[1] === second ? 2 : 0;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Where the last whole UTF-8 character ends, should the bytes end within one. */
function lastCharacterEnd(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    const byte = bytes[at];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

function controlsIn(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes) {
    if ((byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) || byte === 0x7f) controls++;
  }
  return controls;
}

/** Bytes that are no character in windows-1252. */
function unassignedIn(bytes: Uint8Array): number {
  let unassigned = 0;
  for (const byte of bytes) {
    if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d) {
      unassigned++;
    }
  }
  return unassigned;
}
