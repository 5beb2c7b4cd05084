import { entryOf, type Metadata } from "../metadata/metadata.ts";
import { mix } from "../text/hashKey.ts";
import { type Place, placesApart, placesOf } from "./locate.ts";
import { foldText, type NearMissReason, nearMissReasons, wordRuns } from "./nearMisses.ts";
import { spaceCaption } from "./rule.ts";

/** An entry that a text seems to hold, and why it does not match. */
export interface TextNearMiss {
  readonly entryId: number;
  /** Where it seems to stand, in UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly reasons: readonly NearMissReason[];
}

/** What a text matches and nearly matches. */
export interface MatchedText {
  /** Ids of the entries that stand in it, in order of appearance, none twice. */
  readonly entryIds: readonly number[];
  /** Where they stand, none overlapping another; `entry` is a position in `entryIds`. */
  readonly places: readonly Place[];
  /** By place; of words that a matched entry covers there are none, and each entry is told once. */
  readonly nearMisses: readonly TextNearMiss[];
}

/** Matches one text at a time, and says what it misses by a hair. */
export type TextMatcher = (text: string) => MatchedText;

/**
 * A matcher for texts that someone types: it finds what {@link matchByRule} finds. Takes 8 bytes an
 * entry and, for each run of words of a text, one lookup.
 */
export function createTextMatcher(metadata: Metadata): TextMatcher {
  const { find, mostTokens, longestFold } = foldEntries(metadata);

  return (text) => {
    const tokens = spaceCaption(text).slice(1, -1).split(" ");
    const entryIds: number[] = [];
    for (let first = 0; first < tokens.length; first++) {
      let run = tokens[first];
      for (let last = first; ; ) {
        const id = find(foldText(run)).find((each) => entryOf(metadata, each) === run);
        if (id !== undefined && !entryIds.includes(id)) entryIds.push(id);
        if (++last === tokens.length || last - first === mostTokens) break;
        run += ` ${tokens[last]}`;
      }
    }
    const all = placesOf(
      text,
      entryIds.map((id) => entryOf(metadata, id)),
    );
    return {
      entryIds,
      places: placesApart(all),
      nearMisses: missesOf(text, entryIds, all),
    };
  };

  function missesOf(text: string, entryIds: readonly number[], places: readonly Place[]) {
    const told = new Set(entryIds);
    const misses: TextNearMiss[] = [];
    for (const { start, end, fold } of wordRuns(text, longestFold)) {
      if (places.some((place) => place.start <= start && end <= place.end)) continue;
      for (const entryId of find(fold)) {
        if (told.has(entryId)) continue;
        told.add(entryId);
        const reasons = nearMissReasons(text, { start, end }, entryOf(metadata, entryId));
        misses.push({ entryId, start, end, reasons });
      }
    }
    return misses;
  }
}

/** The entries by their fold. */
interface FoldedEntries {
  find(fold: string): number[];
  /** Tokens of the entry that has most, split at every space. */
  readonly mostTokens: number;
  /** UTF-16 units of the longest fold. */
  readonly longestFold: number;
}

function foldEntries(metadata: Metadata): FoldedEntries {
  const { bytes, starts } = metadata.entries;
  const entries = starts.length - 1;
  const size = 2 ** Math.ceil(Math.log2(entries * 2 + 1));
  /** Id + 1 of the first entry of a slot, 0 for none, and of the next one after an entry. */
  const firstOf = new Int32Array(size);
  const nextOf = new Int32Array(entries);
  let mostTokens = 1;
  let longestFold = 0;
  for (let id = entries - 1; id >= 0; id--) {
    let tokens = 1;
    let isAscii = true;
    let units = 0;
    let hash = SEED;
    for (let i = starts[id]; i < starts[id + 1]; i++) {
      const byte = bytes[i];
      if (byte === SPACE) tokens++;
      if (byte >= 0x80) isAscii = false;
      const lower = byte >= A && byte <= Z ? byte + 0x20 : byte;
      if ((lower >= SMALL_A && lower <= SMALL_Z) || (byte >= ZERO && byte <= NINE)) {
        hash = advance(hash, lower);
        units++;
      }
    }
    if (!isAscii || units === 0) {
      const fold = foldText(entryOf(metadata, id));
      hash = hashOf(fold);
      units = fold.length;
    }
    mostTokens = Math.max(mostTokens, tokens);
    longestFold = Math.max(longestFold, units);
    const slot = mix(hash) & (size - 1);
    nextOf[id] = firstOf[slot];
    firstOf[slot] = id + 1;
  }
  return {
    mostTokens,
    longestFold,
    find(fold) {
      const found: number[] = [];
      let id = firstOf[mix(hashOf(fold)) & (size - 1)] - 1;
      for (; id >= 0; id = nextOf[id] - 1) {
        if (foldText(entryOf(metadata, id)) === fold) found.push(id);
      }
      return found;
    },
  };
}

const SPACE = 0x20;
const [A, Z, SMALL_A, SMALL_Z] = [0x41, 0x5a, 0x61, 0x7a];
const [ZERO, NINE] = [0x30, 0x39];
const SEED = 0x811c9dc5;

function hashOf(fold: string): number {
  let hash = SEED;
  for (let i = 0; i < fold.length; i++) hash = advance(hash, fold.charCodeAt(i));
  return hash;
}

function advance(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}
