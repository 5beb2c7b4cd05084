import { InputError } from "../inputError.ts";
import type { ByteSource } from "../jsonl/lines.ts";
import type { NpyDescr, NpyField } from "./npyHeader.ts";
import { type PythonValue, parsePythonLiteral } from "./pythonLiteral.ts";

/** Some values of an array, as they follow each other in the file. */
export type NpyValues =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** An .npy file: one array. */
export interface NpyFile {
  /** Its type as the header has it, such as "<u8". */
  readonly descr: NpyDescr;
  readonly shape: readonly number[];
  /** Whether it is the first index that changes from value to value, not the last. */
  readonly fortranOrder: boolean;
  /** Values in all. */
  readonly length: number;
  /**
   * The values in the order of the file, in pieces of about 1 MB, which the caller may keep.
   *
   * @throws InputError when they are not integers or floats (see {@link isNumeric}), or the file is
   *   cut short; the values before are given
   */
  pieces(): AsyncGenerator<NpyValues, void, void>;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** The mark and two bytes of version. */
const PREFIX_BYTES = 8;
/** Longest header that is read: structured arrays of some thousand fields. */
const MAX_HEADER_BYTES = 2 ** 20;
const PIECE_BYTES = 2 ** 20;

const NUMERIC: Readonly<Record<string, (buffer: ArrayBuffer) => NpyValues>> = {
  u1: (buffer) => new Uint8Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  u8: (buffer) => new BigUint64Array(buffer),
  i1: (buffer) => new Int8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  i8: (buffer) => new BigInt64Array(buffer),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
};

/** Whether a file is that of a NumPy array. */
export function isNpy(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/** Whether values are of a type that {@link NpyFile.pieces} gives: integers, floats of 4 or 8 bytes. */
export function isNumeric(descr: NpyDescr): descr is string {
  return typeof descr === "string" && /^[<>|=]?(?:[ui][1248]|f[48])$/.test(descr);
}

/** A type as messages show it: fields by their names. */
export function shownDescr(descr: NpyDescr): string {
  if (typeof descr === "string") return descr;
  return `[${descr.map(({ name, descr }) => `${name}: ${shownDescr(descr)}`).join(", ")}]`;
}

/**
 * Reads the header of an .npy file of version 1, 2 or 3.
 *
 * @throws InputError when it is no such file, or is cut short or damaged
 */
export async function readNpy(source: ByteSource & { readonly name: string }): Promise<NpyFile> {
  const { name, size } = source;
  const prefix = await source.read(0, Math.min(size, PREFIX_BYTES + 4));
  if (!isNpy(prefix)) {
    throw new InputError(
      `${name} is no NumPy file: it does not begin as .npy files do. Save one array with numpy.save.`,
    );
  }
  const version = prefix[6];
  if (version < 1 || version > 3) {
    throw new InputError(
      `${name} is a NumPy file of version ${version}, and Headtail reads versions 1 to 3. Save it again with numpy.save.`,
    );
  }
  const start = PREFIX_BYTES + (version === 1 ? 2 : 4);
  if (size < start) throw new InputError(cutHeaderSentence(name));
  const view = new DataView(prefix.buffer, prefix.byteOffset);
  const length =
    version === 1 ? view.getUint16(PREFIX_BYTES, true) : view.getUint32(PREFIX_BYTES, true);
  if (length > MAX_HEADER_BYTES) throw new InputError(damagedSentence(name));
  const dataStart = start + length;
  if (size < dataStart) throw new InputError(cutHeaderSentence(name));
  const bytes = await source.read(start, dataStart);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes);
  const header = headerFrom(parsePythonLiteral(text));
  if (header === null) throw new InputError(damagedSentence(name));
  const count = header.shape.reduce((product, side) => product * side, 1);
  return {
    ...header,
    length: count,
    pieces: () => readValues(source, header.descr, dataStart, count),
  };
}

async function* readValues(
  source: ByteSource & { readonly name: string },
  descr: NpyDescr,
  dataStart: number,
  count: number,
): AsyncGenerator<NpyValues, void, void> {
  const { name, size } = source;
  if (!isNumeric(descr)) {
    throw new InputError(
      `${name} holds values of type ${shownDescr(descr)}, not integers or floats of 4 or 8 bytes. Convert them (astype) and save them again with numpy.save.`,
    );
  }
  const type = descr.slice(-2);
  const valueBytes = Number(type[1]);
  const held = Math.min(count, Math.floor((size - dataStart) / valueBytes));
  const perPiece = PIECE_BYTES / valueBytes;
  for (let first = 0; first < held; first += perPiece) {
    const start = dataStart + first * valueBytes;
    const end = dataStart + Math.min(first + perPiece, held) * valueBytes;
    const bytes = new Uint8Array(await source.read(start, end));
    if (descr.startsWith(">")) reverseEach(bytes, valueBytes);
    yield NUMERIC[type](bytes.buffer);
  }
  if (held < count) {
    throw new InputError(
      `${name} is cut short: it holds ${held.toLocaleString("en")} of the ${count.toLocaleString("en")} values of its header. Get the whole file again.`,
    );
  }
}

/** Turns the order of the bytes of each value. */
function reverseEach(bytes: Uint8Array, valueBytes: number): void {
  for (let start = 0; start < bytes.length; start += valueBytes) {
    for (let low = start, high = start + valueBytes - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

function headerFrom(
  value: PythonValue | undefined,
): Pick<NpyFile, "descr" | "shape" | "fortranOrder"> | null {
  if (!(value instanceof Map)) return null;
  const descr = descrFrom(value.get("descr"));
  const fortranOrder = value.get("fortran_order");
  const shape = shapeFrom(value.get("shape"));
  if (descr === null || typeof fortranOrder !== "boolean" || shape === null) return null;
  return { descr, fortranOrder, shape };
}

function descrFrom(value: PythonValue | undefined): NpyDescr | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return null;
  const fields = value.map(fieldFrom);
  return fields.every((field) => field !== null) ? fields : null;
}

function fieldFrom(value: PythonValue): NpyField | null {
  if (!Array.isArray(value)) return null;
  // A field with a title has it before its name.
  const name = Array.isArray(value[0]) ? value[0][1] : value[0];
  const descr = descrFrom(value[1]);
  const shape = value.length < 3 ? [] : shapeFrom(value[2]);
  if (typeof name !== "string" || descr === null || shape === null) return null;
  return { name, descr, shape };
}

function shapeFrom(value: PythonValue | undefined): readonly number[] | null {
  const sides = typeof value === "number" ? [value] : value;
  const isShape =
    Array.isArray(sides) && sides.every((side) => Number.isInteger(side) && side >= 0);
  return isShape ? sides : null;
}

function cutHeaderSentence(name: string): string {
  return `${name} is cut short: it ends within its NumPy header. Get the whole file again.`;
}

function damagedSentence(name: string): string {
  return `${name} is damaged: its NumPy header cannot be read. Get the file again.`;
}
