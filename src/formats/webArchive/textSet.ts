import { hashKey, KEY_LANES } from "../../core/text/hashKey.ts";
import { encodeWtf8Into } from "../../core/text/wtf8.ts";

/** Texts of images that were met. */
export interface TextSet {
  /** Whether the text was not met with this url before; it is from then on. */
  add(url: string, text: string): boolean;
  /** Whether there was no more room for a text, so that it may be called new again. */
  readonly isFull: boolean;
}

/** Texts that are remembered: with their table at its largest they take 268 MB. */
export const MAX_REMEMBERED_TEXTS = 20_000_000;

const FIRST_SLOTS = 2 ** 12;
/** A table grows when more of its slots are taken. */
const MAX_LOAD = 0.6;
const NEWLINE = 0x0a;

/**
 * Remembers hashes of 64 bits in a table that grows. Of twenty million texts, the odds that any one
 * is taken for another are one in ninety thousand.
 *
 * @param limit texts that are remembered
 */
export function textSet(limit = MAX_REMEMBERED_TEXTS): TextSet {
  let slots = FIRST_SLOTS;
  let table = new Uint32Array(slots * KEY_LANES);
  let count = 0;
  let isFull = false;
  let scratch = new Uint8Array(4096);
  const lanes = new Uint32Array(KEY_LANES);

  function hash(url: string, text: string): void {
    const most = (url.length + text.length) * 3 + 1;
    if (scratch.length < most) scratch = new Uint8Array(most * 2);
    const urlEnd = encodeWtf8Into(url, scratch, 0);
    scratch[urlEnd] = NEWLINE;
    const start = urlEnd + 1;
    hashKey(scratch, 0, start + encodeWtf8Into(text, scratch, start), lanes, 0);
    // Two zeros are an empty slot.
    if (lanes[0] === 0 && lanes[1] === 0) lanes[1] = 1;
  }

  /** Where a hash stands, or would, in `into`. */
  function find(into: Uint32Array, first: number, second: number): number {
    const mask = into.length / KEY_LANES - 1;
    let slot = first & mask;
    for (;;) {
      const a = into[slot * KEY_LANES];
      const b = into[slot * KEY_LANES + 1];
      if ((a === first && b === second) || (a === 0 && b === 0)) return slot * KEY_LANES;
      slot = (slot + 1) & mask;
    }
  }

  function grow(): void {
    slots *= 2;
    const larger = new Uint32Array(slots * KEY_LANES);
    for (let i = 0; i < table.length; i += KEY_LANES) {
      if (table[i] === 0 && table[i + 1] === 0) continue;
      const at = find(larger, table[i], table[i + 1]);
      larger[at] = table[i];
      larger[at + 1] = table[i + 1];
    }
    table = larger;
  }

  return {
    add(url, text) {
      hash(url, text);
      const at = find(table, lanes[0], lanes[1]);
      if (table[at] !== 0 || table[at + 1] !== 0) return false;
      if (count === limit) {
        isFull = true;
        return true;
      }
      table[at] = lanes[0];
      table[at + 1] = lanes[1];
      count++;
      if (count > slots * MAX_LOAD) grow();
      return true;
    },

    get isFull() {
      return isFull;
    },
  };
}
