import { hashKey, KEY_LANES } from "../balancing/draw.ts";
import { isMatchable } from "../matching/unmatchable.ts";
import { type PackedText, packText } from "../text/packedText.ts";
import { decodeWtf8 } from "../text/wtf8.ts";

/**
 * A metadata list in use. An entry's id is its position.
 *
 * Source: "Demystifying CLIP Data", section 3.1.
 */
export interface Metadata {
  readonly entries: PackedText;
  /** Two hash lanes an entry, for the draw. */
  readonly lanes: Uint32Array;
  /** By entry id: 1 when no caption can match it. */
  readonly unmatchable: Uint8Array;
}

/**
 * Packs a list of entries.
 *
 * @param entries unique, none empty
 */
export function createMetadata(entries: readonly string[]): Metadata {
  const packed = packText(entries);
  const lanes = new Uint32Array(entries.length * KEY_LANES);
  const unmatchable = new Uint8Array(entries.length);
  for (let id = 0; id < entries.length; id++) {
    const start = packed.starts[id];
    const end = packed.starts[id + 1];
    hashKey(packed.bytes, start, end, lanes, id);
    if (!isMatchable(packed.bytes, start, end)) unmatchable[id] = 1;
  }
  return { entries: packed, lanes, unmatchable };
}

/** The entry of an id. */
export function entryOf({ entries }: Metadata, id: number): string {
  return decodeWtf8(entries.bytes, entries.starts[id], entries.starts[id + 1]);
}
