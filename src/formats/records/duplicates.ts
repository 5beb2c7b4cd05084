import { hashKey } from "../../core/text/hashKey.ts";
import { encodeWtf8Into } from "../../core/text/wtf8.ts";
import { InputError } from "../inputError.ts";

/** Remembers captions. */
export interface SeenCaptions {
  /**
   * Remembers a caption.
   *
   * @param url its second part, null when it has none or it does not count
   * @returns whether it is new
   * @throws InputError when there is no memory for more
   */
  add(text: string, url: string | null): boolean;
}

/** Slots at the beginning, a power of 2. */
const FIRST_SLOTS = 2 ** 16;
const MAX_LOAD = 0.7;
/** Stands between text and URL; a byte that neither has in it. */
const SEPARATOR = 0xff;

/**
 * A memory of captions that holds 64-bit hashes, not texts: 8 bytes a slot in a table that doubles,
 * which for ten million captions is 134 MB, and half as much again while it grows.
 *
 * Two captions with one hash are taken for duplicates. With n captions this happens at all with
 * probability n² / 2⁶⁵: 1 in 370,000 for ten million, 1 in 37 for a billion.
 */
export function seenCaptions(): SeenCaptions {
  const lanes = new Uint32Array(2);
  let bytes = new Uint8Array(2 ** 12);
  // Both lanes of an empty slot are 0.
  let slots = new Uint32Array(FIRST_SLOTS * 2);
  let mask = FIRST_SLOTS - 1;
  let count = 0;

  /** Where in a table these lanes stand, or the empty slot for them. */
  const find = (first: number, second: number) => {
    let at = (first & mask) * 2;
    while (
      (slots[at] !== first || slots[at + 1] !== second) &&
      (slots[at] !== 0 || slots[at + 1] !== 0)
    ) {
      at = at === mask * 2 ? 0 : at + 2;
    }
    return at;
  };
  const grow = () => {
    const old = slots;
    try {
      slots = new Uint32Array(old.length * 2);
    } catch {
      throw new InputError(
        `There is no memory to remember more than ${count.toLocaleString("en")} captions, which finding duplicates takes. Turn off the filter of duplicates, or give fewer captions at once.`,
      );
    }
    mask = mask * 2 + 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0 && old[i + 1] === 0) continue;
      const at = find(old[i], old[i + 1]);
      slots[at] = old[i];
      slots[at + 1] = old[i + 1];
    }
  };
  return {
    add(text, url) {
      if (count + 1 > (mask + 1) * MAX_LOAD) grow();
      const most = (text.length + (url?.length ?? 0)) * 3 + 1;
      if (most > bytes.length) bytes = new Uint8Array(most * 2);
      let end = encodeWtf8Into(text, bytes, 0);
      if (url !== null) {
        bytes[end++] = SEPARATOR;
        end += encodeWtf8Into(url, bytes, end);
      }
      hashKey(bytes, 0, end, lanes, 0);
      const first = lanes[0];
      const second = first === 0 && lanes[1] === 0 ? 1 : lanes[1];
      const at = find(first, second);
      if (slots[at] === first && slots[at + 1] === second) return false;
      slots[at] = first;
      slots[at + 1] = second;
      count++;
      return true;
    },
  };
}
