import type { BundledData } from "../../../src/engine/bundledData.ts";
import type { Engine, JobOptions, LoadRequest } from "../../../src/engine/types.ts";

/** A small list with one head entry, phrases and an entry that nothing can match. */
export const ENTRIES = ["a", "dog", "hot dog", "cat", "red", "red cat", "U.S.", "zebra", "7"];

const WORDS = ["a", "dog", "hot", "cat", "red", "of", "Dog", "7", "zebra", "no,", "the"];

/** Captions of a few words each, by a generator of its own, the same ones every time. */
export function sampleTexts(count: number, seed = 1): string[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(6) }, () => WORDS[Math.min(next(11), next(11))]).join(" "),
  );
}

/** JSON Lines with the records' own keys. */
export function keyedLines(texts: readonly string[], prefix = "id"): string {
  return texts.map((text, i) => `${JSON.stringify({ uid: `${prefix}-${i}`, text })}\n`).join("");
}

/** JSON Lines without keys. */
export function keylessLines(texts: readonly string[]): string {
  return texts.map((text) => `${JSON.stringify({ text })}\n`).join("");
}

export function jsonFile(name: string, content: string | Uint8Array<ArrayBuffer>): File {
  return new File([content], name);
}

/** {@link ENTRIES} as default metadata, and a demo pool of 50 captions. */
export const sampleData: BundledData = {
  defaultMetadata: async () => ({
    name: "sample metadata",
    blob: new Blob([JSON.stringify(ENTRIES)]),
  }),
  sources: [
    { name: "word", first: 0 },
    { name: "number", first: 8 },
  ],
  demoPool: async () => ({ name: "demo.jsonl", blob: new Blob([keyedLines(sampleTexts(50, 7))]) }),
};

/** A job that nobody watches or cancels. */
export const job: JobOptions<unknown> = {
  signal: new AbortController().signal,
  onProgress: () => {},
};

export function load(
  engine: Engine,
  files: readonly File[],
  mode: LoadRequest["mode"] = "replace",
) {
  return engine.load({ files, mode }, job);
}
