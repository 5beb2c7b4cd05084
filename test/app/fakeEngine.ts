import {
  balance,
  captionChance,
  createMetadata,
  criticalThresholds,
  drawFor,
  entryProbability,
  expectedKeptGrid,
  hashKey,
  keptByThreshold,
  keptPart,
  matchByRule,
  obstacleIn,
  packText,
  placesApart,
  placesOf,
} from "../../src/core/index.ts";
import type {
  Engine,
  FileSummary,
  LoadEstimate,
  Pool,
  PreviewCaption,
  SqlAnswer,
} from "../../src/engine/types.ts";

/** An engine without workers: a pool of a few captions, matched by the rule as it is stated. */
export interface FakeEngine extends Engine {
  /** The calls that change something, as they came. */
  readonly calls: { readonly name: string; readonly argument: unknown }[];
  /** While set, loads wait for it. */
  gate: Promise<void> | null;
  /** While set, loads ask how much is taken. */
  tooLarge: LoadEstimate | null;
  /** While set, loads fail with it. */
  failure: Error | null;
  pool: Pool;
  /** To every statement. */
  answer: SqlAnswer | ((signal: AbortSignal) => Promise<SqlAnswer>);
}

export const ENTRIES = ["a", "dog", "hot dog", "photo", "cat", "St. Louis", "zebra"];

/** One caption of a hot dog and one of a cat, 40 of a photo, 20 of a dog, and two without match. */
export const CAPTIONS = [
  "hot dog",
  "a cat",
  ...Array.from({ length: 40 }, () => "a photo"),
  ...Array.from({ length: 20 }, () => "a dog"),
  "IMG_2041.JPG",
  "untitled",
];

/** Rejects when the signal is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

export function createFakeEngine(captions = CAPTIONS, entries = ENTRIES): FakeEngine {
  const metadata = createMetadata(entries);
  const ids = captions.map((text) => matchByRule(text, entries));
  const entryIds = Uint32Array.from(ids.flat());
  const matchStart = new Uint32Array(captions.length + 1);
  ids.forEach((list, i) => {
    matchStart[i + 1] = matchStart[i] + list.length;
  });
  const entryCounts = new Uint32Array(entries.length);
  for (const id of entryIds) entryCounts[id]++;
  const keyLanes = new Uint32Array(captions.length * 2);
  captions.forEach((_, i) => {
    const { bytes, starts } = packText([keyOf(i)]);
    hashKey(bytes, 0, starts[1], keyLanes, i);
  });
  const matched = { matchStart, entryIds, keyLanes };
  let tau = criticalThresholds(matched, entryCounts, metadata.lanes, 0);
  let nextId = 1;
  let linesPassedOver = 0;
  const calls: { name: string; argument: unknown }[] = [];

  function keyOf(i: number): string {
    return `key-${i}`;
  }

  function createPool(isDemo: boolean, names: readonly string[], seed = 0): Pool {
    const files = names.map((name, i) => fileSummary(name, i === 0 ? captions.length : 0));
    return {
      id: nextId++,
      isDemo,
      metadata: {
        name: "wordnet.json",
        isDefault: true,
        sha256: "0".repeat(64),
        entries: entries.length,
        duplicates: 0,
        empty: 0,
        unmatchable: 1,
        sources: [],
      },
      files,
      captions: captions.length,
      matchedCaptions: ids.filter((list) => list.length > 0).length,
      entries: metadata.entries,
      unmatchable: Uint8Array.from(entries, (entry) => (obstacleIn(entry) === null ? 0 : 1)),
      entryCounts,
      source: null,
      seed,
      kept: keptByThreshold([keptPart([{ ...matched, tau }])]),
    };
  }

  function fileSummary(name: string, count: number): FileSummary {
    return {
      name,
      size: 4096,
      captionField: "text",
      textFields: ["text", "source"],
      lines: count + 1,
      blank: 0,
      rejected: 1,
      rejects: [{ line: 7, reason: "not-json" }],
      captions: count,
      matchedCaptions: count,
      matches: entryIds.length,
      ...(linesPassedOver > 0 && { sample: { oneIn: 2, linesPassedOver } }),
    };
  }

  function countsOf(i: number): number[] {
    return ids[i].map((id) => entryCounts[id]);
  }

  function previewOf(index: number, t: number): PreviewCaption {
    const text = captions[index];
    const found = ids[index].map((id) => ({ id, entry: entries[id], count: entryCounts[id] }));
    return {
      index,
      file: "mine.jsonl",
      line: index + 1,
      text,
      tau: tau[index],
      chance: captionChance(countsOf(index), t),
      entries: found,
      highlights: placesApart(
        placesOf(
          text,
          found.map(({ entry }) => entry),
        ),
      ).map(({ start, end, entry }) => ({ start, end, entryId: found[entry].id })),
    };
  }

  async function change(name: string, argument: unknown, signal: AbortSignal, names: string[]) {
    calls.push({ name, argument });
    if (engine.gate) await Promise.race([engine.gate, abortOf(signal)]);
    if (engine.failure) throw engine.failure;
    engine.pool = createPool(name === "loadDemo", names);
    return { pool: engine.pool, problems: [], recipe: null };
  }

  const names = () => engine.pool.files.map((file) => file.name);
  const engine: FakeEngine = {
    calls,
    gate: null,
    tooLarge: null,
    failure: null,
    pool: createPool(true, ["demo.jsonl"]),
    answer: { problem: "Nothing is known.", place: null },
    loadDemo: (seed, { signal }) => change("loadDemo", seed, signal, ["demo.jsonl"]),
    load: async (request, { signal, onProgress, onTooLarge }) => {
      const asked = engine.tooLarge && onTooLarge?.(engine.tooLarge);
      const sampling = await Promise.race([asked, abortOf(signal)]);
      onProgress({
        stage: "match",
        share: 0.5,
        bytesRead: 500,
        bytesTotal: 1000,
        lines: 30,
        captions: 30,
        matchedCaptions: 29,
        rejected: 0,
      });
      const loaded = request.files.map((file) => file.name);
      const joined = request.mode === "add" ? [...names(), ...loaded] : loaded;
      const sample = sampling && typeof sampling === "object" && "oneIn" in sampling;
      linesPassedOver = sample ? 1234 : 0;
      return change("load", { ...request, sampling }, signal, joined);
    },
    changeMetadata: (list, { signal }) => change("changeMetadata", list, signal, names()),
    changeCaptionField: (file, field, { signal }) =>
      change("changeCaptionField", { file, field }, signal, names()),
    async draw(seed) {
      calls.push({ name: "draw", argument: seed });
      tau = criticalThresholds(matched, entryCounts, metadata.lanes, seed);
      engine.pool = createPool(engine.pool.isDemo, names(), seed);
      return engine.pool;
    },
    balance: async (t) => balance([{ ...matched, tau }], entryCounts, t),
    expectedKept: async () => expectedKeptGrid([matched], entryCounts),
    async preview({ tab, t, from, limit }) {
      const passes = (i: number) =>
        tab === "kept"
          ? tau[i] < t
          : tab === "unmatched"
            ? tau[i] === Number.POSITIVE_INFINITY
            : tab === "dropped"
              ? tau[i] >= t && tau[i] < Number.POSITIVE_INFINITY
              : tau[i] > t / 2 && tau[i] < t * 2;
      const found = captions.map((_, i) => i).filter((i) => i >= from && passes(i));
      const shown = found.slice(0, limit).map((i) => previewOf(i, t));
      return { captions: shown, next: found.length > limit ? found[limit] : null };
    },
    async explain(index, t) {
      const { text, file, line, chance, entries: found } = previewOf(index, t);
      const draw = drawFor(engine.pool.seed);
      return {
        index,
        file,
        line,
        text,
        key: keyOf(index),
        seed: engine.pool.seed,
        t,
        tau: tau[index],
        chance,
        kept: tau[index] < t,
        entries: found.map((matchedEntry) => ({
          ...matchedEntry,
          probability: entryProbability(matchedEntry.count, t),
          draw: draw(keyLanes, index, metadata.lanes, matchedEntry.id),
        })),
      };
    },
    async searchEntries(text) {
      const holds = (id: number) => entries[id].toLowerCase().includes(text.toLowerCase());
      return Uint32Array.from(entries.keys()).filter(holds);
    },
    async entryPlaces() {
      const sorted = [...entries].sort();
      return Uint32Array.from(entries, (entry) => 1 + sorted.indexOf(entry));
    },
    matchesOfFile: async (file) => (file === 0 ? entryCounts : entryCounts.map(() => 0)),
    async sql(request, { signal }) {
      calls.push({ name: "sql", argument: request.statement });
      const answer = engine.answer;
      return typeof answer === "function" ? answer(signal) : answer;
    },
    captionTexts: async (indexes) => indexes.map((index) => captions[index]),
    bandsByFile: async () => [],
    async exportBalanced(request, { signal }) {
      calls.push({ name: "exportBalanced", argument: request });
      signal.throwIfAborted();
      const captionsKept = tau.filter((value) => value < request.t).length;
      return { captionsKept, files: [`${request.baseName}.jsonl`] };
    },
  };
  return engine;
}
