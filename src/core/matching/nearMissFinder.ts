import { entryOf, type Metadata } from "../metadata/metadata.ts";
import { hashKey, KEY_LANES } from "../text/hashKey.ts";
import { packText } from "../text/packedText.ts";
import type { NearMissReason } from "./nearMisses.ts";
import { MARKS } from "./rule.ts";

/** An entry that would match but for some reasons. */
export interface NearMiss {
  readonly entry: number;
  /** Where it nearly stands, in UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** At least one. */
  readonly reasons: readonly NearMissReason[];
}

/**
 * The near misses of a caption, by where they stand, longer ones first; each entry once.
 *
 * @param matched ids of the entries that match
 */
export type NearMissFinder = (text: string, matched: Iterable<number>) => NearMiss[];

/** Words of a caption that are looked at, and most words of an entry that is looked for. */
const MOST_WORDS = 1000;
const MOST_WORDS_OF_ENTRY = 12;

interface Word {
  readonly start: number;
  readonly end: number;
  /** Where white space before and behind it ends and begins, when only punctuation lies between. */
  readonly outerStart: number;
  readonly outerEnd: number;
}

/** A part of a caption as an entry might be written. */
interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether punctuation between its words was left out. */
  readonly isJoined: boolean;
}

/**
 * Prepares a metadata list for finding near misses: every entry is hashed without case.
 *
 * @param unmatchable by entry id: 1 when no caption can match it
 */
export function nearMissFinder(metadata: Metadata, unmatchable: Uint8Array): NearMissFinder {
  const { lanes, mostWords } = foldedLanes(metadata);
  const table = tableOf(lanes);
  const wanted = new Uint32Array(KEY_LANES);

  /** Ids of the entries that are the same as a text but for their case. */
  function entriesLike(text: string): number[] {
    const folded = text.toLowerCase();
    const { bytes, starts } = packText([folded]);
    hashKey(bytes, 0, starts[1], wanted, 0);
    const found: number[] = [];
    const mask = table.length - 1;
    for (let slot = wanted[0] & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const id = table[slot] - 1;
      const at = id * KEY_LANES;
      if (lanes[at] !== wanted[0] || lanes[at + 1] !== wanted[1]) continue;
      if (entryOf(metadata, id).toLowerCase() === folded) found.push(id);
    }
    return found;
  }

  return (text, matched) => {
    const seen = new Set(matched);
    const misses: NearMiss[] = [];
    for (const candidate of candidatesOf(text, mostWords)) {
      for (const entry of entriesLike(candidate.text)) {
        if (seen.has(entry)) continue;
        seen.add(entry);
        const reasons = reasonsOf(text, candidate, entryOf(metadata, entry), unmatchable[entry]);
        misses.push({ entry, start: candidate.start, end: candidate.end, reasons });
      }
    }
    return misses.sort((a, b) => a.start - b.start || b.end - a.end || a.entry - b.entry);
  };
}

function foldedLanes(metadata: Metadata) {
  const { bytes, starts } = metadata.entries;
  const count = starts.length - 1;
  const lanes = new Uint32Array(count * KEY_LANES);
  let folded = new Uint8Array(256);
  let mostWords = 1;
  for (let id = 0; id < count; id++) {
    const length = starts[id + 1] - starts[id];
    if (length > folded.length) folded = new Uint8Array(length * 2);
    let words = 0;
    let wasWord = false;
    let isAscii = true;
    for (let i = 0; i < length; i++) {
      const byte = bytes[starts[id] + i];
      const letter = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
      const isWord =
        byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a);
      if (isWord && !wasWord) words++;
      if (byte >= 0x80) isAscii = false;
      folded[i] = letter;
      wasWord = isWord;
    }
    mostWords = Math.max(mostWords, words);
    if (isAscii) {
      hashKey(folded, 0, length, lanes, id);
    } else {
      const packed = packText([entryOf(metadata, id).toLowerCase()]);
      hashKey(packed.bytes, 0, packed.starts[1], lanes, id);
    }
  }
  return { lanes, mostWords: Math.min(mostWords, MOST_WORDS_OF_ENTRY) };
}

/** Entry ids + 1 by their first lane, those that collide in the next slots. */
function tableOf(lanes: Uint32Array): Int32Array {
  const count = lanes.length / KEY_LANES;
  const table = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(8, count * 2))));
  const mask = table.length - 1;
  for (let id = 0; id < count; id++) {
    let slot = lanes[id * KEY_LANES] & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = id + 1;
  }
  return table;
}

/** Every run of up to so many words, as it stands and without the punctuation between. */
function* candidatesOf(text: string, mostWords: number): Generator<Candidate> {
  const words = wordsOf(text);
  for (let first = 0; first < words.length; first++) {
    const { start, outerStart } = words[first];
    if (/[\p{L}\p{N}]['’]$/u.test(text.slice(Math.max(0, start - 3), start))) continue;
    for (let last = first; last < Math.min(words.length, first + mostWords); last++) {
      const { end, outerEnd } = words[last];
      const ends = new Set([end, Math.min(end + 1, outerEnd), outerEnd]);
      for (const from of new Set([start, outerStart])) {
        for (const to of ends) {
          const raw = text.slice(from, to).replace(/\s+/gu, " ");
          yield { start: from, end: to, text: raw, isJoined: false };
        }
      }
      const joined = words
        .slice(first, last + 1)
        .map((word) => text.slice(word.start, word.end))
        .join(" ");
      const raw = text.slice(start, end).replace(/\s+/gu, " ");
      if (joined !== raw) yield { start, end, text: joined, isJoined: true };
    }
  }
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: chunk, index } of text.matchAll(/\S+/gu)) {
    const inChunk = [...chunk.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
    for (const [i, { 0: word, index: at }] of inChunk.entries()) {
      const start = index + at;
      const end = start + word.length;
      words.push({
        start,
        end,
        outerStart: i === 0 ? index : start,
        outerEnd: i === inChunk.length - 1 ? index + chunk.length : end,
      });
      if (words.length === MOST_WORDS) return words;
    }
  }
  return words;
}

function reasonsOf(
  text: string,
  candidate: Candidate,
  entry: string,
  isUnmatchable: number,
): NearMissReason[] {
  const { start, end, text: written, isJoined } = candidate;
  const reasons: NearMissReason[] = [];
  if (entry !== written) reasons.push("case");
  const before = text[start - 1] ?? " ";
  const after = text[end] ?? " ";
  const isStrange = /\s{2}|[^\S \t\n\r]/u;
  if (
    isStrange.test(text.slice(start, end)) ||
    [before, after].some((char) => isStrange.test(char))
  ) {
    reasons.push("spacing");
  }
  const standsAlone = [before, after].every((char) => /\s/u.test(char) || MARKS.includes(char));
  if (isJoined || !standsAlone) reasons.push("punctuation");
  if (isUnmatchable === 1) reasons.push("unmatchable");
  return reasons.length > 0 ? reasons : ["punctuation"];
}
