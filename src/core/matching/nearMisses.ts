import { packText } from "../text/packedText.ts";
import type { Place } from "./locate.ts";
import { spaceCaption } from "./rule.ts";
import { isMatchable } from "./unmatchable.ts";

/**
 * Why an entry does not match where a caption seems to hold it: letters are large or small, signs
 * stand or lack, white space differs, or no caption can ever match the entry.
 */
export type NearMissReason = (typeof REASONS)[number];

const REASONS = ["case", "punctuation", "spacing", "unmatchable"] as const;

const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/**
 * What two texts have in common that differ in case, punctuation and spacing only: their letters,
 * digits and marks on letters, in lower case. A text without any is its own fold.
 */
export function foldText(text: string): string {
  const letters = (text.match(WORDS) ?? []).join("");
  return letters === "" ? text : Array.from(letters, (char) => char.toLowerCase()).join("");
}

/** Where words of a caption stand, one or several in a row, in UTF-16 offsets. */
export interface WordRun {
  readonly start: number;
  readonly end: number;
  /** Its {@link foldText}. */
  readonly fold: string;
}

/**
 * Every run of words of a caption, by start, longer ones first.
 *
 * @param longest most UTF-16 units of a fold
 */
export function wordRuns(text: string, longest: number): WordRun[] {
  const words = Array.from(text.matchAll(WORDS), (word) => ({
    start: word.index,
    end: word.index + word[0].length,
    fold: foldText(word[0]),
  }));
  return words.flatMap(({ start }, first) => {
    const runs: WordRun[] = [];
    let fold = "";
    for (let i = first; i < words.length; i++) {
      fold += words[i].fold;
      if (fold.length > longest) break;
      runs.unshift({ start, end: words[i].end, fold });
    }
    return runs;
  });
}

/**
 * Why an entry does not match at a place of a caption whose fold is the entry's; none when it does.
 */
export function nearMissReasons(
  text: string,
  { start, end }: Pick<Place, "start" | "end">,
  entry: string,
): NearMissReason[] {
  const packed = packText([entry]);
  if (!isMatchable(packed.bytes, 0, packed.starts[1])) return ["unmatchable"];
  const here = spell(text.slice(start, end));
  const wanted = spell(entry);
  const before = ` ${wanted.gaps[0]}`;
  const after = `${wanted.gaps[wanted.gaps.length - 1]} `;
  const differences: NearMissReason[] = [];
  if (here.letters !== wanted.letters) differences.push("case");
  for (let i = 1; i < here.gaps.length - 1; i++) {
    if (spaced(here.gaps[i]) === wanted.gaps[i]) continue;
    differences.push(differenceOf(here.gaps[i], wanted.gaps[i]));
  }
  const left = text.slice(0, start);
  if (!` ${spaced(left)}`.endsWith(before)) {
    differences.push(differenceOf(signsAtEnd(left), before));
  }
  const right = text.slice(end);
  if (!`${spaced(right)} `.startsWith(after)) {
    differences.push(differenceOf(signsAtStart(right), after));
  }
  return REASONS.filter((reason) => differences.includes(reason));
}

/** Text as its letters, and what stands before, between and after them. */
interface Spelling {
  readonly letters: string;
  /** One more than there are letters of the fold. */
  readonly gaps: readonly string[];
}

function spell(text: string): Spelling {
  let letters = "";
  const gaps = [""];
  for (const char of text) {
    if (WORD_CHARACTER.test(char)) {
      letters += char;
      for (const _ of char.toLowerCase()) gaps.push("");
    } else {
      gaps[gaps.length - 1] += char;
    }
  }
  return { letters, gaps };
}

function differenceOf(here: string, wanted: string): NearMissReason {
  const signs = (gap: string) => gap.replace(/\s/gu, "");
  return signs(here) === signs(wanted) ? "spacing" : "punctuation";
}

/** A part of a caption as spacing leaves it. */
function spaced(part: string): string {
  return spaceCaption(part).slice(1, -1);
}

function signsAtEnd(text: string): string {
  return /[^\p{L}\p{N}\p{M}]*$/u.exec(text)?.[0] ?? "";
}

function signsAtStart(text: string): string {
  return /^[^\p{L}\p{N}\p{M}]*/u.exec(text)?.[0] ?? "";
}
