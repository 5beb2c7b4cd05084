/** Bytes of a header, and of what every content is filled up to. */
export const BLOCK = 512;

/** What a header block tells. */
export interface TarHeader {
  /** With the folders before it. */
  readonly name: string;
  /** Bytes of the content that follows. */
  readonly size: number;
  /** The character that tells the kind of member: "0" is a file, "x" a pax header, … */
  readonly type: string;
}

/** What extended headers say of the member after them. */
export interface PaxFields {
  path?: string | undefined;
  size?: number | undefined;
}

const SPACE = 0x20;
const CHECKSUM_START = 148;
const CHECKSUM_END = 156;

const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/** Whether the first bytes of a file are those of a tar archive, be its first header damaged. */
export function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false;
  const block = head.subarray(0, BLOCK);
  return latin1.decode(block.subarray(257, 262)) === "ustar" || readHeader(block) !== null;
}

/** What a block of {@link BLOCK} bytes tells; null when it is no header: its checksum is wrong. */
export function readHeader(block: Uint8Array): TarHeader | null {
  if (!hasChecksum(block)) return null;
  const size = readNumber(block.subarray(124, 136));
  if (!Number.isSafeInteger(size)) return null;
  const name = readName(block.subarray(0, 100));
  const prefix = isPosix(block) ? readName(block.subarray(345, 500)) : "";
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(block[156]),
  };
}

/** A name that fills `bytes`, or ends before the first NUL: in UTF-8, or else in Latin-1. */
export function readName(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const name = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    return utf8.decode(name);
  } catch {
    return latin1.decode(name);
  }
}

/** The content of a pax header: "length key=value\n" many times. Null when it is broken. */
export function readPax(bytes: Uint8Array): PaxFields | null {
  const fields: PaxFields = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const digits = space === -1 ? "" : latin1.decode(bytes.subarray(at, space));
    const end = at + Number(digits);
    if (!/^\d{1,15}$/.test(digits) || end <= space + 1 || end > bytes.length) return null;
    const [key, value] = splitAtEquals(bytes.subarray(space + 1, end - 1));
    if (key === "path") fields.path = value === "" ? undefined : value;
    if (key === "size") {
      if (!/^\d{0,15}$/.test(value)) return null;
      fields.size = value === "" ? undefined : Number(value);
    }
    at = end;
  }
  return fields;
}

/** Bytes that a content takes with what fills its last block. */
export function paddedLength(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function splitAtEquals(bytes: Uint8Array): readonly [string, string] {
  const equals = bytes.indexOf(0x3d);
  if (equals === -1) return ["", ""];
  return [latin1.decode(bytes.subarray(0, equals)), readName(bytes.subarray(equals + 1))];
}

/** The sum of a header's bytes, its own field read as spaces; some programs once took them as signed. */
function hasChecksum(block: Uint8Array): boolean {
  let sum = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= CHECKSUM_START && i < CHECKSUM_END ? SPACE : block[i];
    sum += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const field = block.subarray(CHECKSUM_START, CHECKSUM_END);
  if (field.every((byte) => byte === 0 || byte === SPACE)) return false;
  const wanted = readNumber(field);
  return wanted === sum || wanted === signed;
}

function isPosix(block: Uint8Array): boolean {
  return latin1.decode(block.subarray(257, 263)) === "ustar\0";
}

/** A number in octal digits, or, when the first bit is set, in base 256; NaN when it is neither. */
function readNumber(bytes: Uint8Array): number {
  if (bytes[0] >= 0x80) {
    if (bytes[0] !== 0x80) return Number.NaN;
    return bytes.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  }
  const [digits] = latin1.decode(bytes).split("\0");
  const octal = digits.trim();
  if (octal === "") return 0;
  return /^[0-7]+$/.test(octal) ? Number.parseInt(octal, 8) : Number.NaN;
}
