import { cameraRules } from "./captions/camera.ts";
import { commonRules } from "./captions/common.ts";
import { languageRules } from "./captions/languages.ts";
import { museumRules } from "./captions/museum.ts";
import { newsRules } from "./captions/news.ts";
import { shopRules } from "./captions/shop.ts";
import { travelRules } from "./captions/travel.ts";
import { createWriter } from "./grammar.ts";
import { integer, seededRandom, weightedPicker } from "./random.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A record of the demo pool. */
export interface DemoRecord {
  readonly uid: string;
  readonly text: string;
  readonly source: string;
}

/** Made-up sources, and how many captions in a hundred are theirs. */
const SOURCES = { shop: 34, camera: 22, travel: 18, museum: 14, news: 12 };

/** Share of captions that repeat an earlier one of the same source. */
const REPEATED = 0.03;

/**
 * Makes captions up: the same ones for the same words, number and seed.
 *
 * @param captions how many
 * @param seed 32-bit integer
 */
export function demoPool(vocabulary: Vocabulary, captions: number, seed: number): DemoRecord[] {
  const random = seededRandom(seed);
  const write = createWriter({
    ...commonRules(vocabulary),
    ...languageRules,
    ...shopRules,
    ...cameraRules,
    ...travelRules,
    ...museumRules,
    ...newsRules,
  });
  const pickSource = weightedPicker(Object.keys(SOURCES), Object.values(SOURCES));
  const earlier = new Map<string, string[]>();
  const digits = String(captions).length;
  return Array.from({ length: captions }, (_, i) => {
    const source = pickSource(random);
    const texts = earlier.get(source) ?? [];
    earlier.set(source, texts);
    const repeats = texts.length > 0 && random() < REPEATED;
    const text = repeats ? texts[integer(random, 0, texts.length - 1)] : write(source, random);
    texts.push(text);
    return { uid: `demo-${String(i + 1).padStart(digits, "0")}`, text, source };
  });
}

/** The pool as JSON Lines. */
export function toJsonLines(records: readonly DemoRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
