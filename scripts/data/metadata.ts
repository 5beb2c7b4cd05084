import type { WordNet } from "./wordnet.ts";

/**
 * The default metadata: numbers 0 to 99, then the first lemma of every WordNet synset; unique, in
 * order of first appearance.
 *
 * Source: "Demystifying CLIP Data", section 3.1 (its WordNet part).
 */
export function wordNetMetadata({ synsets }: WordNet): string[] {
  const numbers = Array.from({ length: 100 }, (_, n) => String(n));
  return [...new Set([...numbers, ...synsets.map((synset) => synset.lemmas[0])])];
}
