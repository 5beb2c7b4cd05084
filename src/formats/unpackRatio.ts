/** Bytes that any file may unpack to without a question: 1 GiB. */
export const UNASKED_BYTES = 2 ** 30;
/** How many times its packed bytes a larger file may unpack to without a question. */
export const UNASKED_RATIO = 200;

/**
 * Watches how much a packed file gives.
 *
 * @returns is told the bytes read and the bytes unpacked so far, and answers whether to ask the user
 *   to go on: once, when the file has unpacked to more than {@link UNASKED_BYTES} and to more than
 *   {@link UNASKED_RATIO} times what was read
 */
export function unpackRatio(): (packed: number, unpacked: number) => boolean {
  let isTold = false;
  return (packed, unpacked) => {
    if (isTold || unpacked <= UNASKED_BYTES || unpacked <= packed * UNASKED_RATIO) return false;
    isTold = true;
    return true;
  };
}
