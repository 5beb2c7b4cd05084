import { hashKey, KEY_LANES } from "../text/hashKey.ts";
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
}

/**
 * Packs a list of entries.
 *
 * @param entries unique, none empty
 */
export function createMetadata(entries: readonly string[]): Metadata {
  const packed = packText(entries);
  const lanes = new Uint32Array(entries.length * KEY_LANES);
  for (let id = 0; id < entries.length; id++) {
    hashKey(packed.bytes, packed.starts[id], packed.starts[id + 1], lanes, id);
  }
  return { entries: packed, lanes };
}

/** The entry of an id. */
export function entryOf({ entries }: Pick<Metadata, "entries">, id: number): string {
  return decodeWtf8(entries.bytes, entries.starts[id], entries.starts[id + 1]);
}

/** Ids of entries by their text; null for a text that is no entry. */
export function entryIdsOf(metadata: Metadata, texts: readonly string[]): (number | null)[] {
  const { bytes, starts } = packText(texts);
  const { lanes } = metadata;
  const wanted = new Uint32Array(KEY_LANES);
  return texts.map((text, i) => {
    hashKey(bytes, starts[i], starts[i + 1], wanted, 0);
    for (let at = 0; at < lanes.length; at += KEY_LANES) {
      if (lanes[at] !== wanted[0] || lanes[at + 1] !== wanted[1]) continue;
      if (entryOf(metadata, at / KEY_LANES) === text) return at / KEY_LANES;
    }
    return null;
  });
}
