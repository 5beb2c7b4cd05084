import { npyHeader } from "./npyHeader.ts";

/**
 * An inverted index as the tools of MetaCLIP read it: "<u4" of shape (matches, 2), rows of entry id
 * and text id.
 *
 * @param matches rows in all
 * @param rows entry id, text id, entry id, text id, …, in pieces that hold whole rows and are not
 *   changed afterwards
 * @throws Error when the pieces do not hold so many rows
 */
export async function* invertedIndexNpy(
  matches: number,
  rows: AsyncIterable<Uint32Array<ArrayBuffer>> | Iterable<Uint32Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  yield npyHeader("<u4", [matches, 2]);
  let words = 0;
  for await (const piece of rows) {
    words += piece.length;
    yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  }
  if (words !== 2 * matches) throw new Error(`${words / 2} matches given, ${matches} told before`);
}
