import { KIND, MARK, SPACE } from "./tokens.ts";

/**
 * Whether some caption can match an entry. Only captions are spaced, so none can when the entry
 * holds a mark inside a longer token ("St. Louis"), a tab or line break, or two marks with only one
 * space between them: a spaced caption has two there.
 *
 * @param bytes the entry from `start` to `end`, in UTF-8
 */
export function isMatchable(bytes: Uint8Array, start: number, end: number): boolean {
  let previousWasMark = false;
  for (let i = start; i < end; ) {
    const kind = KIND[bytes[i]];
    if (kind === SPACE && bytes[i] !== 0x20) return false;
    if (kind === MARK) {
      const stands = i === start || bytes[i - 1] === 0x20;
      const ends = i + 1 === end || bytes[i + 1] === 0x20;
      if (!stands || !ends || previousWasMark) return false;
      previousWasMark = true;
      i += 2;
      continue;
    }
    previousWasMark = false;
    i++;
  }
  return true;
}
