/** A type of NumPy: that of an array's items, or of each of their fields. */
export type NpyDescr = string | readonly NpyField[];

export interface NpyField {
  readonly name: string;
  readonly descr: NpyDescr;
  /** Of an array within the field; empty for one value. */
  readonly shape: readonly number[];
}

/** The mark, two bytes of version, and two with the length of the rest. */
const PREFIX = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0);
const ALIGNED = 64;
/** Room for the first dimension to grow in its place: digits of 8 · 2^64 − 1. */
const GROWTH_DIGITS = 21;

/**
 * The header of an .npy file in C order, version 1.0: byte for byte as NumPy writes it.
 *
 * @param descr a type such as "<u8", or fields of one value each, whose names are ASCII
 */
export function npyHeader(descr: NpyDescr, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const growth = shape.length === 0 ? 0 : Math.max(0, GROWTH_DIGITS - String(shape[0]).length);
  const dict = `{'descr': ${descrText(descr)}, 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  const written = PREFIX.length + dict.length + growth + 1;
  // A whole ALIGNED more where it would fit exactly, as NumPy has it.
  const header = new Uint8Array(written + ALIGNED - (written % ALIGNED)).fill(0x20);
  header.set(PREFIX);
  new DataView(header.buffer).setUint16(8, header.length - PREFIX.length, true);
  header.set(new TextEncoder().encode(dict), PREFIX.length);
  header[header.length - 1] = 0x0a;
  return header;
}

function descrText(descr: NpyDescr): string {
  if (typeof descr === "string") return `'${descr}'`;
  const fields = descr.map(({ name, descr }) => `('${name}', ${descrText(descr)})`);
  return `[${fields.join(", ")}]`;
}

function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}
