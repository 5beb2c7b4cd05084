import { describe, expect, it } from "vitest";
import { demoPool, toJsonLines } from "../../scripts/data/demoPool.ts";
import { article, gerund, plural, titleCase } from "../../scripts/data/english.ts";
import { createWriter } from "../../scripts/data/grammar.ts";
import { wordNetMetadata } from "../../scripts/data/metadata.ts";
import { seededRandom } from "../../scripts/data/random.ts";
import { createVocabulary } from "../../scripts/data/vocabulary.ts";
import { parseSynsets, readWordNet, wordNetFolder } from "../../scripts/data/wordnet.ts";
import {
  addEntryCounts,
  buildIndex,
  createMatcher,
  distributionOf,
  packText,
} from "../../src/core/index.ts";

const wordNet = readWordNet(wordNetFolder());
const metadata = wordNetMetadata(wordNet);
const vocabulary = createVocabulary(wordNet);

describe("the WordNet reader", () => {
  it("reads lemmas, pointers and frames, and cuts syntactic markers", () => {
    const header = "  1 A licence, not a synset  \n";
    const adjective =
      "00004291 00 s 02 nascent(p) 0 New_York(ip) 0 002 & 00003939 a 0000 + 00009999 n 0101 | a gloss\n";
    const verb = "00001740 29 v 01 breathe 0 001 * 00005041 v 0000 02 + 02 00 + 08 01 | a gloss\n";
    expect(parseSynsets(header + adjective, "adj")).toEqual([
      {
        part: "adj",
        offset: 4291,
        lexicographerFile: 0,
        lemmas: ["nascent", "New York"],
        pointers: [
          { symbol: "&", part: "adj", offset: 3939 },
          { symbol: "+", part: "noun", offset: 9999 },
        ],
        frames: [],
      },
    ]);
    expect(parseSynsets(verb, "verb")[0].frames).toEqual([2, 8]);
  });

  it("reads the number of words as hexadecimal", () => {
    const words = Array.from({ length: 16 }, (_, i) => `word${i} 0`).join(" ");
    const [synset] = parseSynsets(`00000001 03 n 10 ${words} 000 | a gloss\n`, "noun");
    expect(synset.lemmas).toHaveLength(16);
    expect(synset.pointers).toEqual([]);
  });

  it("finds the licence of the data's own version", () => {
    expect(wordNet.licence).toContain("WordNet 3.1 Copyright 2011 by Princeton University.");
    expect(wordNet.licence).toMatch(/^This software and database is being provided to you/);
    expect(wordNet.licence).toMatch(/LICENSEE agrees to preserve same\.\n$/);
    expect(wordNet.licence).not.toMatch(/^ *\d+ /m);
  });
});

describe("the default metadata", () => {
  it("has about 87,000 entries, all different", () => {
    expect(metadata.length).toBeGreaterThan(86_500);
    expect(metadata.length).toBeLessThan(88_500);
    expect(new Set(metadata).size).toBe(metadata.length);
  });

  it("starts with the numbers 0 to 99, then the first synset", () => {
    expect(metadata.slice(0, 101)).toEqual([
      ...Array.from({ length: 100 }, (_, n) => `${n}`),
      "entity",
    ]);
  });

  it("holds words and phrases as they are written", () => {
    const words = ["dog", "New York", "ice cream", "run", "slowly"];
    const entries = new Set(metadata);
    expect(words.filter((word) => !entries.has(word))).toEqual([]);
  });

  it("holds no underscore, marker, outer space or empty entry", () => {
    expect(metadata.filter((entry) => /_|\((p|a|ip)\)$|^ | $|^$/.test(entry))).toEqual([]);
  });
});

describe("the demo pool", () => {
  const CAPTIONS = 4000;
  const pool = demoPool(vocabulary, CAPTIONS, 7);

  it("is the same for the same seed, and another for another", () => {
    expect(toJsonLines(demoPool(vocabulary, CAPTIONS, 7))).toBe(toJsonLines(pool));
    expect(toJsonLines(demoPool(vocabulary, CAPTIONS, 8))).not.toBe(toJsonLines(pool));
  });

  it("is one JSON object a line, each with a uid of its own, a text and a source", () => {
    const lines = toJsonLines(pool).split("\n");
    expect(lines.pop()).toBe("");
    const records = lines.map((line) => JSON.parse(line));
    expect(records).toHaveLength(CAPTIONS);
    expect(records[0].uid).toMatch(/^demo-0+1$/);
    expect(new Set(records.map(({ uid }) => uid)).size).toBe(CAPTIONS);
    expect(new Set(records.map(({ source }) => source)).size).toBe(5);
    for (const { text } of records) {
      expect(typeof text).toBe("string");
      expect(text.trim()).not.toBe("");
    }
  });

  it("leaves no slot of a template unfilled", () => {
    expect(pool.filter(({ text }) => /[{}]|undefined/.test(text))).toEqual([]);
  });

  it("repeats some captions exactly", () => {
    const texts = new Set(pool.map(({ text }) => text));
    expect(texts.size).toBeLessThan(CAPTIONS * 0.95);
    expect(texts.size).toBeGreaterThan(CAPTIONS * 0.6);
  });

  it("has a head, a long tail, and captions that match nothing", () => {
    const index = buildIndex(packText(metadata));
    const matches = createMatcher(index).match(packText(pool.map(({ text }) => text)));
    const matched = pool.filter((_, i) => matches.matchStart[i + 1] > matches.matchStart[i]).length;
    expect(matched / CAPTIONS).toBeGreaterThan(0.65);
    expect(matched / CAPTIONS).toBeLessThan(0.85);

    const counts = new Uint32Array(metadata.length);
    addEntryCounts(counts, matches.entryIds);
    const { counts: sorted } = distributionOf(counts);
    expect(sorted.at(-1)).toBeGreaterThan(CAPTIONS / 10);
    expect(sorted.filter((count) => count <= 5).length).toBeGreaterThan(sorted.length / 2);
    for (const word of ["dog", "woman", "house"]) {
      expect(counts[metadata.indexOf(word)]).toBeGreaterThan(sorted[sorted.length >> 1] * 5);
    }
  });
});

describe("the words of captions", () => {
  it("leave out brands and what WordNet marks as offensive", () => {
    const words = new Set(Object.values(vocabulary.words).flat());
    for (const word of ["Coca Cola", "Hoover", "ass", "bitch"]) expect(words).not.toContain(word);
    expect(words).toContain("dog");
  });

  it("leave out people with names of their own", () => {
    expect(vocabulary.words.person.filter((word) => /^\p{Lu}/u.test(word))).toEqual([]);
  });

  it("put the common ones first", () => {
    const { pet, tree } = vocabulary.words;
    expect(pet.indexOf("dog")).toBeLessThan(pet.indexOf("bloodhound"));
    expect(pet.indexOf("bloodhound")).toBeLessThan(pet.indexOf("Sussex spaniel"));
    expect(tree.indexOf("oak")).toBeLessThan(tree.indexOf("Virginia creeper"));
  });

  it("say what a city lies in", () => {
    expect(vocabulary.addresses).toContain("Lisbon, Portugal");
    expect(vocabulary.addresses).toContain("Dallas, Texas");
  });

  it.each([
    ["otter", "an"],
    ["uniform", "a"],
    ["umbrella", "an"],
    ["hour", "an"],
    ["European", "a"],
    ["dog", "a"],
  ])("take the right article: %s", (word, expected) => expect(article(word)).toBe(expected));

  it.each([
    ["dog", "dogs"],
    ["fire engine", "fire engines"],
    ["church", "churches"],
    ["puppy", "puppies"],
    ["fisherman", "fishermen"],
    ["goldfish", "goldfish"],
    ["goose", "geese"],
    ["bus", "buses"],
    ["piano", "pianos"],
  ])("have the right plural: %s", (word, expected) => expect(plural(word)).toBe(expected));

  it.each([
    ["run", "running"],
    ["dance", "dancing"],
    ["tiptoe", "tiptoeing"],
    ["row", "rowing"],
    ["zigzag", "zigzagging"],
  ])("have the right -ing form: %s", (verb, expected) => expect(gerund(verb)).toBe(expected));

  it("stand in titles with capitals", () => {
    expect(titleCase("a poster of the T-shirt in oak")).toBe("A Poster of the T-Shirt in Oak");
  });
});

describe("templates", () => {
  it("fill slots with rules, articles and changes", () => {
    const write = createWriter({
      animal: { otter: 1 },
      never: { wrong: 0, right: 1 },
      scene: { "{A animal}, {a animal}, {animal.plural}, {animal.upper}, {never}": 1 },
    });
    expect(write("scene", seededRandom(1))).toBe("An otter, an otter, otters, OTTER, right");
  });

  it("name the rule that is missing", () => {
    const write = createWriter({ scene: { "{animal}": 1 } });
    expect(() => write("scene", seededRandom(1))).toThrow("There is no rule animal.");
  });
});
