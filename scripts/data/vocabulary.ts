import { gerund } from "./english.ts";
import {
  ADJECTIVES,
  ADJECTIVES_OF_LOOKS,
  type ClassName,
  UNSUITED,
  WORD_CLASSES,
  type WordClass,
} from "./wordClasses.ts";
import type { PartOfSpeech, Sense, Synset, WordNet } from "./wordnet.ts";

/** The words of captions, in each class the commonest first. */
export interface Vocabulary {
  readonly words: Readonly<Record<ClassName, readonly string[]>>;
  readonly adjectives: readonly string[];
  /** Verbs of motion in their -ing form. */
  readonly motions: readonly string[];
  /** Cities with what they lie in, such as "Lisbon, Portugal". */
  readonly addresses: readonly string[];
}

const MOTION = 38;
const SOMEBODY_DOES = 2;
/** Targets of the usage pointer ";u": no word that has them in any meaning is used. */
const OFFENSIVE = ["obscenity%1:10:00::", "ethnic_slur%1:10:00::"];
/** The same, for the meaning at hand alone; brand names among them. */
const UNSUITED_USAGES = [
  "disparagement%1:10:00::",
  "slang%1:10:00::",
  "slang%1:10:01::",
  "trade_name%1:10:00::",
  "trademark%1:10:00::",
];

/**
 * Sorts words of WordNet into classes. Of every class only words are taken whose commonest meaning
 * is in it, first its everyday words in their order, then by tag count, number of meanings, length.
 */
export function createVocabulary(wordNet: WordNet): Vocabulary {
  const lookup = createLookup(wordNet);
  const words = Object.fromEntries(
    Object.entries(WORD_CLASSES).map(([name, wordClass]) => [name, wordsOf(wordClass, lookup)]),
  ) as Record<ClassName, string[]>;
  return {
    words,
    adjectives: adjectivesOf(lookup),
    motions: motionsOf(lookup),
    addresses: addressesOf(words.city, words.country, lookup),
  };
}

interface Lookup {
  readonly synsets: ReadonlyMap<string, Synset>;
  readonly hyponyms: ReadonlyMap<string, readonly Synset[]>;
  readonly instances: ReadonlyMap<string, readonly Synset[]>;
  synsetOf(senseKey: string): Synset;
  /** The sense of a word in a synset. */
  senseOf(lemma: string, synset: Synset): Sense | undefined;
  meanings(lemma: string): number;
  isUnsuited(lemma: string, synset: Synset): boolean;
}

function idOf({ part, offset }: { part: PartOfSpeech; offset: number }): string {
  return `${part}${offset}`;
}

/** A word as it stands in a sense key. */
function wordOfKey(key: string): string {
  return key.slice(0, key.indexOf("%"));
}

function keyWord(lemma: string): string {
  return lemma.toLowerCase().replaceAll(" ", "_");
}

function createLookup({ synsets, senses }: WordNet): Lookup {
  const byId = new Map(synsets.map((synset) => [idOf(synset), synset]));
  const byKey = new Map(senses.map((sense) => [sense.key, sense]));
  const byWordAndId = new Map(senses.map((sense) => [wordOfKey(sense.key) + idOf(sense), sense]));
  const meanings = new Map<string, number>();
  for (const { key } of senses) {
    meanings.set(wordOfKey(key), (meanings.get(wordOfKey(key)) ?? 0) + 1);
  }
  const synsetOf = (senseKey: string) => {
    const sense = byKey.get(senseKey);
    if (sense === undefined) throw new Error(`WordNet has no sense ${senseKey}.`);
    return byId.get(idOf(sense))!;
  };
  const offensive = new Set(OFFENSIVE.map((key) => idOf(synsetOf(key))));
  const unsuitedUsages = new Set(UNSUITED_USAGES.map((key) => idOf(synsetOf(key))));
  const usedAs = (synset: Synset, usages: ReadonlySet<string>) =>
    synset.pointers.some((pointer) => pointer.symbol === ";u" && usages.has(idOf(pointer)));
  const unsuited = new Set(UNSUITED.split(", ").map(keyWord));
  for (const synset of synsets) {
    if (!usedAs(synset, offensive)) continue;
    for (const lemma of synset.lemmas) unsuited.add(keyWord(lemma));
  }
  return {
    synsets: byId,
    hyponyms: pointedFrom(synsets, "@"),
    instances: pointedFrom(synsets, "@i"),
    synsetOf,
    senseOf: (lemma, synset) => byWordAndId.get(keyWord(lemma) + idOf(synset)),
    meanings: (lemma) => meanings.get(keyWord(lemma)) ?? 0,
    isUnsuited: (lemma, synset) =>
      usedAs(synset, unsuitedUsages) ||
      lemma.split(/[ -]/).some((word) => unsuited.has(word)) ||
      unsuited.has(keyWord(lemma)),
  };
}

function pointedFrom(synsets: readonly Synset[], symbol: string): Map<string, Synset[]> {
  const from = new Map<string, Synset[]>();
  for (const synset of synsets) {
    for (const pointer of synset.pointers) {
      if (pointer.symbol !== symbol) continue;
      const list = from.get(idOf(pointer));
      if (list === undefined) from.set(idOf(pointer), [synset]);
      else list.push(synset);
    }
  }
  return from;
}

function wordsOf(wordClass: WordClass, lookup: Lookup): string[] {
  const { everyday, roots, without = [], instances = false, capitals = false } = wordClass;
  const excluded = below(without, instances, lookup);
  const members = [...below(roots, instances, lookup)].filter((synset) => !excluded.has(synset));
  return ranked(everyday, members, lookup, (lemma) =>
    instances ? /^\p{Lu}/u.test(lemma) : capitals || lemma === lemma.toLowerCase(),
  );
}

/** The synsets under the given senses, these included. */
function below(senseKeys: readonly string[], instances: boolean, lookup: Lookup): Set<Synset> {
  const found = new Set<Synset>();
  const open = senseKeys.map(lookup.synsetOf);
  for (let synset = open.pop(); synset !== undefined; synset = open.pop()) {
    if (found.has(synset)) continue;
    found.add(synset);
    open.push(...(lookup.hyponyms.get(idOf(synset)) ?? []));
    if (instances) open.push(...(lookup.instances.get(idOf(synset)) ?? []));
  }
  return found;
}

function ranked(
  everyday: string,
  members: readonly Synset[],
  lookup: Lookup,
  suits: (lemma: string) => boolean,
): string[] {
  const rest = members
    .map((synset) => ({ lemma: synset.lemmas[0], synset }))
    .filter(({ lemma, synset }) => suits(lemma) && !lookup.isUnsuited(lemma, synset))
    .map(({ lemma, synset }) => ({ lemma, sense: lookup.senseOf(lemma, synset) }))
    .filter(({ sense }) => sense?.number === 1)
    .map(({ lemma, sense }) => ({
      lemma,
      tagCount: sense!.tagCount,
      meanings: lookup.meanings(lemma),
    }))
    .sort(
      (a, b) =>
        b.tagCount - a.tagCount ||
        b.meanings - a.meanings ||
        a.lemma.length - b.lemma.length ||
        (a.lemma < b.lemma ? -1 : 1),
    );
  return [...new Set([...everyday.split(", "), ...rest.map(({ lemma }) => lemma)])];
}

/** Everyday adjectives, then those of looks. */
function adjectivesOf(lookup: Lookup): string[] {
  const looks = new Set(ADJECTIVES_OF_LOOKS.map((key) => idOf(lookup.synsetOf(key))));
  const similar = [...lookup.synsets.values()].filter(
    ({ part, pointers }) =>
      part === "adj" &&
      pointers.some((pointer) => pointer.symbol === "&" && looks.has(idOf(pointer))),
  );
  return ranked(ADJECTIVES, similar, lookup, (lemma) => /^[a-z-]+$/.test(lemma));
}

function motionsOf(lookup: Lookup): string[] {
  const verbs = [...lookup.synsets.values()].filter(
    ({ part, lexicographerFile, frames }) =>
      part === "verb" && lexicographerFile === MOTION && frames.includes(SOMEBODY_DOES),
  );
  return ranked("walk, run, jump, dance", verbs, lookup, (lemma) => /^[a-z]+$/.test(lemma)).map(
    gerund,
  );
}

function addressesOf(
  cities: readonly string[],
  countries: readonly string[],
  lookup: Lookup,
): string[] {
  const wanted = new Set(cities);
  const known = new Set(countries);
  const addresses = new Map<string, string>();
  for (const synset of lookup.synsets.values()) {
    const city = synset.lemmas[0];
    if (!wanted.has(city) || lookup.senseOf(city, synset)?.number !== 1) continue;
    const country = synset.pointers
      .filter(({ symbol }) => symbol === "#p")
      .map((pointer) => lookup.synsets.get(idOf(pointer))!.lemmas[0])
      .find((whole) => known.has(whole));
    if (country !== undefined) addresses.set(city, `${city}, ${country}`);
  }
  return cities.flatMap((city) => addresses.get(city) ?? []);
}
