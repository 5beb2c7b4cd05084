import { MARKS } from "./rule.ts";
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

/** What keeps an entry from matching any caption. */
export type Obstacle =
  | { readonly kind: "mark inside"; readonly mark: string }
  | { readonly kind: "tab or line break" }
  | { readonly kind: "marks together"; readonly marks: string };

/** The first obstacle in an entry; null exactly when {@link isMatchable} says that it can match. */
export function obstacleIn(entry: string): Obstacle | null {
  const isMark = (i: number) => MARKS.includes(entry[i]);
  for (let i = 0; i < entry.length; i++) {
    if ("\t\n\r".includes(entry[i])) return { kind: "tab or line break" };
    if (!isMark(i)) continue;
    const stands = i === 0 || entry[i - 1] === " ";
    const ends = i + 1 === entry.length || entry[i + 1] === " ";
    if (!stands || !ends) return { kind: "mark inside", mark: entry[i] };
    if (i >= 2 && isMark(i - 2)) {
      return { kind: "marks together", marks: entry.slice(i - 2, i + 1) };
    }
  }
  return null;
}
