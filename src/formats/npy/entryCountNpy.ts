import { npyHeader } from "./npyHeader.ts";

const COUNTS_PER_PIECE = 2 ** 16;

/**
 * Entry counts as the tools of MetaCLIP read them, entry_count.npy: "<u8" of shape (entries,).
 *
 * @param counts by entry id, which is the order of the metadata
 */
export function* entryCountNpy(
  counts: Uint32Array,
): Generator<Uint8Array<ArrayBuffer>, void, void> {
  yield npyHeader("<u8", [counts.length]);
  for (let first = 0; first < counts.length; first += COUNTS_PER_PIECE) {
    const some = counts.subarray(first, first + COUNTS_PER_PIECE);
    const words = new Uint32Array(2 * some.length);
    for (let i = 0; i < some.length; i++) words[2 * i] = some[i];
    yield new Uint8Array(words.buffer);
  }
}
