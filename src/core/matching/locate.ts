import { MARKS } from "./rule.ts";

/** Where an entry stands in a caption, in UTF-16 offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Position in the list of entries asked for. */
  readonly entry: number;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a spaced caption, and where they stand in the caption itself. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  const push = (from: number, to: number) =>
    tokens.push({ text: text.slice(from, to), start: from, end: to });
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    const isMark = char !== undefined && MARKS.includes(char);
    if (i < text.length && !isMark && !" \t\n\r".includes(char)) continue;
    push(start, i);
    if (isMark) push(i, i + 1);
    start = i + 1;
  }
  return tokens;
}

/**
 * Every place where one of the matched entries stands in a caption, by start, longer ones first.
 * Places may lie within each other.
 *
 * @param entries the entries to look for
 */
export function placesOf(text: string, entries: readonly string[]): Place[] {
  const tokens = tokensOf(text);
  const byFirstToken = new Map<string, { tokens: string[]; entry: number }[]>();
  entries.forEach((entry, i) => {
    const split = entry.split(" ");
    const list = byFirstToken.get(split[0]) ?? [];
    list.push({ tokens: split, entry: i });
    byFirstToken.set(split[0], list);
  });
  const places: Place[] = [];
  tokens.forEach((token, at) => {
    for (const candidate of byFirstToken.get(token.text) ?? []) {
      const stands = candidate.tokens.every((part, k) => tokens[at + k]?.text === part);
      if (!stands) continue;
      const end = tokens[at + candidate.tokens.length - 1].end;
      places.push({ start: token.start, end, entry: candidate.entry });
    }
  });
  return places.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Of places that overlap, those that come first and reach furthest; empty ones are left out. */
export function placesApart(places: readonly Place[]): Place[] {
  let end = 0;
  return places.filter((place) => {
    if (place.start < end || place.end === place.start) return false;
    end = place.end;
    return true;
  });
}
