import {
  balance,
  buildIndex,
  bytesByThreshold,
  bytesPart,
  cappedProbabilities,
  capReport,
  captionChance,
  carriersPart,
  compareSettings,
  createMetadata,
  createTextMatcher,
  criticalThresholds,
  decideByOneEntry,
  decideByProbabilities,
  decidedPart,
  distributionOf,
  drawFor,
  entryProbability,
  expectedKeptGrid,
  hashKey,
  keptByThreshold,
  keptPart,
  matchByRule,
  nearMissFinder,
  obstacleIn,
  packText,
  placesOf,
  roundPart,
  sumBalances,
} from "../../src/core/index.ts";
import { ofThisVersion } from "../../src/engine/saved/savedPool.ts";
import type {
  CaptionFilters,
  Engine,
  FileLook,
  FileSummary,
  FilterName,
  KindCounts,
  Lacking,
  LargeText,
  LoadEstimate,
  NumberRange,
  Pool,
  PreviewCaption,
  RecordImage,
  SavedPool,
  SqlAnswer,
} from "../../src/engine/types.ts";
import { parseEntryCounts } from "../../src/formats/entryCounts.ts";
import { NO_FILTERS } from "../../src/formats/records/filters.ts";

const NONE: KindCounts = { kept: 0, dropped: 0, unmatched: 0 };

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
  /** While set, loads ask about the columns of their first file. */
  asked: FileLook | null;
  /** While set, loads ask whether to unpack any more. */
  unpacking: LargeText | null;
  /** Bytes of each file, and what pools loaded from now on were taken from. */
  fileSize: number;
  source: Pool["source"];
  /** While set, searches wait for it after their first report. */
  searchGate: Promise<void> | null;
  /** What the record of a caption tells of an image. */
  imageOf: (caption: number) => RecordImage | null;
  /** While set, pools are brought back with their texts lacking so. */
  lacking: Lacking | null;
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

/** What the first records of a file tell. */
export const LOOK: FileLook = {
  packing: "none",
  shape: {
    format: "csv",
    delimiter: ",",
    hasHeader: true,
    columns: ["id", "text", "note"],
    encoding: "utf-8",
    quote: true,
  },
  columns: ["id", "text", "note"],
  textColumns: ["text", "note"],
  mapping: { captions: ["text"], uid: "id", url: null, language: null, texts: "all" },
  isSure: false,
  areLines: false,
  rows: [
    ["1", "a dog", "seen twice"],
    ["2", "a cat", ""],
  ],
  records: 2,
  lineBytes: 40,
};

/** Rejects when the signal is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** jsdom has no Blob.text(). */
function textOf(file: File): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(file);
  });
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
  const { unmatchable } = buildIndex(metadata.entries);
  const find = nearMissFinder(metadata, unmatchable);
  let tau = criticalThresholds(matched, entryCounts, metadata.lanes, 0);
  let nextId = 1;
  let linesPassedOver = 0;
  let fileSize = 4096;
  let source: Pool["source"] = null;
  const calls: { name: string; argument: unknown }[] = [];

  function keyOf(i: number): string {
    return `key-${i}`;
  }

  function createPool(isDemo: boolean, names: readonly string[], seed = 0): Pool {
    const files = names.map((name, i) => fileSummary(name, i === 0 ? captions.length : 0));
    return {
      id: nextId++,
      isDemo,
      filters: NO_FILTERS,
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
      distribution: distributionOf(entryCounts),
      source,
      seed,
      kept: keptByThreshold([keptPart([{ ...matched, tau }])]),
    };
  }

  function fileSummary(name: string, count: number): FileSummary {
    return {
      name,
      size: fileSize,
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
      highlights: placesOf(
        text,
        found.map(({ entry }) => entry),
      ).map(({ start, end, entry }) => ({ start, end, entryId: found[entry].id })),
      image: engine.imageOf(index),
    };
  }

  async function change(name: string, argument: unknown, signal: AbortSignal, names: string[]) {
    calls.push({ name, argument });
    if (engine.gate) await Promise.race([engine.gate, abortOf(signal)]);
    if (engine.failure) throw engine.failure;
    engine.pool = createPool(name === "loadDemo", names);
    return { pool: engine.pool, problems: [], recipe: null };
  }

  /** Names of the filters that a caption does not pass. */
  function failedOf(i: number, t: number, filters?: CaptionFilters): FilterName[] {
    if (!filters) return [];
    const { text, entries: wanted, hold, file, matches, chance, counts } = filters;
    const isWithin = (n: number, range: NumberRange | null) =>
      range === null || (n >= range.from && n <= range.to);
    const held = wanted.map((entry) => ids[i].includes(entries.indexOf(entry)));
    const passed: Record<FilterName, boolean> = {
      text: captions[i].toLowerCase().includes(text.toLowerCase()),
      entries: held.length === 0 || (hold === "all" ? !held.includes(false) : held.includes(true)),
      file: file === null || file === 0,
      matches: isWithin(ids[i].length, matches),
      chance: isWithin(captionChance(countsOf(i), t), chance),
      counts: counts === null || countsOf(i).some((count) => isWithin(count, counts)),
    };
    return (Object.keys(passed) as FilterName[]).filter((name) => !passed[name]);
  }

  const names = () => engine.pool.files.map((file) => file.name);
  const engine: FakeEngine = {
    calls,
    gate: null,
    tooLarge: null,
    failure: null,
    asked: null,
    unpacking: null,
    get fileSize() {
      return fileSize;
    },
    set fileSize(bytes) {
      fileSize = bytes;
    },
    get source() {
      return source;
    },
    set source(pool) {
      source = pool;
    },
    searchGate: null,
    imageOf: () => null,
    lacking: null,
    pool: createPool(true, ["demo.jsonl"]),
    answer: { problem: "Nothing is known.", place: null },
    getReady: () => {},
    postponeRest: () => {},
    loadDemo: (seed, { signal }) => change("loadDemo", seed, signal, ["demo.jsonl"]),
    load: async (request, options) => {
      const { signal, onProgress, onTooLarge, askColumns, askUnpacking } = options;
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
      const { asked: look, unpacking } = engine;
      const mapping = look && (await askColumns?.(request.files[0].name, look));
      const isUnpacked = unpacking && (await askUnpacking?.(unpacking));
      const answers = { ...(look && { mapping }), ...(unpacking && { isUnpacked }) };
      const loaded = request.files.map((file) => file.name);
      const joined = request.mode === "add" ? [...names(), ...loaded] : loaded;
      const sample = sampling && typeof sampling === "object" && "oneIn" in sampling;
      linesPassedOver = sample ? 1234 : 0;
      return change("load", { ...request, sampling, ...answers }, signal, joined);
    },
    changeMetadata: (list, { signal }) => change("changeMetadata", list, signal, names()),
    changeCaptionField: (file, field, { signal }) =>
      change("changeCaptionField", { file, field }, signal, names()),
    look: async () => LOOK,
    checkEntryIds: async () => ({ captions: 64, same: 63, firstOther: 2 }),
    changeColumns: (file, mapping, { signal }) =>
      change("changeColumns", { file, mapping }, signal, names()),
    async changeFilters(filters, { signal }) {
      const result = await change("changeFilters", filters, signal, names());
      engine.pool = { ...result.pool, filters };
      return { ...result, pool: engine.pool };
    },
    async draw(seed) {
      calls.push({ name: "draw", argument: seed });
      tau = criticalThresholds(matched, entryCounts, metadata.lanes, seed);
      const { pool } = engine;
      const drawn = createPool(pool.isDemo, names(), seed);
      engine.pool = { ...drawn, files: pool.files, metadata: pool.metadata };
      return engine.pool;
    },
    balance: async (t) => balance([{ ...matched, tau }], entryCounts, t),
    expectedKept: async () => expectedKeptGrid([matched], entryCounts),
    async compare({ pinned, t, most }) {
      const firstTau = criticalThresholds(matched, entryCounts, metadata.lanes, pinned.seed);
      const drawn = { ...matched, firstCaption: 0, firstTau, secondTau: tau };
      return compareSettings([drawn], entryCounts, pinned.t, t, most);
    },
    async countsFrom(file) {
      const { counts, unknown } = parseEntryCounts(file.name, await textOf(file), entries);
      const expectedKept = expectedKeptGrid([matched], counts);
      return { name: file.name, entryCounts: counts, unknown, raised: 0, expectedKept };
    },
    async bytesByThreshold() {
      const lineStarts = Uint32Array.from(captions.keys(), (i) => i * 100);
      return bytesByThreshold([bytesPart([{ tau, lineStarts, bytes: captions.length * 100 }])]);
    },
    captionsAt: async (some, t) => some.map((index) => previewOf(index, t)),
    async preview({ tab, t, filters, from, limit }) {
      const passes = (i: number) =>
        tab === "kept"
          ? tau[i] < t
          : tab === "unmatched"
            ? tau[i] === Number.POSITIVE_INFINITY
            : tab === "dropped"
              ? tau[i] >= t && tau[i] < Number.POSITIVE_INFINITY
              : tau[i] > t / 2 && tau[i] < t * 2;
      const found = captions
        .map((_, i) => i)
        .filter((i) => i >= from && passes(i) && failedOf(i, t, filters).length === 0);
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
    lookAtTable: async () => Promise.reject(new Error("no table")),
    tableText: async () => Promise.reject(new Error("no table")),
    async matchText(text) {
      const { entryIds, places, nearMisses } = createTextMatcher(metadata)(text);
      const named = (id: number) => ({ id, entry: entries[id], count: entryCounts[id] });
      return {
        text,
        entries: entryIds.map(named),
        highlights: places.map(({ start, end, entry }) => ({
          start,
          end,
          entryId: entryIds[entry],
        })),
        nearMisses: nearMisses.map(({ entryId, ...miss }) => ({ ...named(entryId), ...miss })),
      };
    },
    async variant(rule, t) {
      const decide =
        rule === "one-entry"
          ? decideByOneEntry(entryCounts, metadata.lanes, engine.pool.seed, t)
          : decideByProbabilities(
              cappedProbabilities([matched], entryCounts, t).probabilities,
              entryCounts,
              metadata.lanes,
              engine.pool.seed,
            );
      const outcome = sumBalances([decidedPart([matched], entries.length, decide)], t);
      if (rule === "one-entry") return { balance: outcome, cap: null };
      const round = cappedProbabilities([matched], entryCounts, t);
      const sums = roundPart([matched], round.probabilities);
      return { balance: outcome, cap: capReport(round, sums, entryCounts, t) };
    },
    recordFields: async () => [{ field: "source", type: "text" }],
    async readColumn(column, { signal, onProgress }) {
      calls.push({ name: "readColumn", argument: column });
      onProgress({ bytesRead: 1024, bytesTotal: 4096 });
      if (engine.gate) await Promise.race([engine.gate, abortOf(signal)]);
      if (engine.failure) throw engine.failure;
    },
    async keptByGroup({ column, t }) {
      const halves = [0, 1].map((half) => {
        const own = captions.map((_, i) => i).filter((i) => i < 20 === (half === 0));
        return {
          captions: own.length,
          matched: own.filter((i) => ids[i].length > 0).length,
          kept: own.filter((i) => tau[i] < t).length,
        };
      });
      const whole = {
        captions: captions.length,
        matched: engine.pool.matchedCaptions,
        kept: tau.filter((value) => value < t).length,
      };
      if (column.kind === "file") return [{ of: { kind: "file", file: 0 }, ...whole }];
      if (column.kind === "length") {
        return halves.map((half, i) => ({
          of: { kind: "range", from: i * 10, to: i === 0 ? 10 : null },
          ...half,
        }));
      }
      return [{ of: { kind: "text", text: "camera" }, ...whole }];
    },
    async carriers({ entry, t, limit }) {
      const found = carriersPart(
        [{ ...matched, tau }],
        entryCounts,
        metadata.lanes,
        engine.pool.seed,
        t,
        entry,
      );
      const rows = Array.from(found.entryIds, (id, i) => ({
        id,
        entry: entries[id],
        count: entryCounts[id],
        decided: found.decided[i],
        passing: found.passing[i],
      }));
      const groupWhere = (isMember: (count: number) => boolean) => {
        const own = rows.filter(
          ({ id, decided, count }) => id !== entry && decided > 0 && isMember(count),
        );
        return {
          entries: own.length,
          decided: own.reduce((sum, { decided }) => sum + decided, 0),
          rows: own.slice(0, limit),
        };
      };
      return {
        captions: found.captions,
        withTail: found.withTail,
        byItself: rows.find(({ id }) => id === entry)?.decided ?? 0,
        tail: groupWhere((count) => count < t),
        head: groupWhere((count) => count >= t),
      };
    },
    async nearMisses(index) {
      return find(captions[index], ids[index]).map(({ entry: id, start, end, reasons }) => ({
        id,
        entry: entries[id],
        count: entryCounts[id],
        written: captions[index].slice(start, end),
        reasons,
      }));
    },
    async filterCounts(t, filters) {
      const counts = { kept: 0, dropped: 0, unmatched: 0 };
      const without: Partial<Record<FilterName, Record<keyof KindCounts, number>>> = {};
      captions.forEach((_, i) => {
        const failed = failedOf(i, t, filters);
        if (failed.length > 1) return;
        const counted = failed.length === 0 ? counts : (without[failed[0]] ?? { ...NONE });
        if (failed.length === 1) without[failed[0]] = counted;
        const kind = tau[i] < t ? "kept" : ids[i].length > 0 ? "dropped" : "unmatched";
        counted[kind]++;
      });
      return { ...counts, without, searched: 1 };
    },
    async search(text, { signal, onProgress }) {
      calls.push({ name: "search", argument: text });
      const found = captions.filter((caption) => caption.includes(text)).length;
      onProgress({ searched: 0.38, found });
      if (engine.searchGate) await Promise.race([engine.searchGate, abortOf(signal)]);
      return { searched: 1, found };
    },
    rejectedLines: async () => ({
      lines: [{ file: 0, line: 7, reason: "not-json", beginning: '{"text": "a dog', isCut: false }],
      next: null,
    }),
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
    async save() {
      calls.push({ name: "save", argument: names() });
      if (engine.failure) throw engine.failure;
      return savedPool(engine.pool);
    },
    async restore(saved, seed, { signal }) {
      const files = saved.files.map(({ name }) => name);
      await change("restore", { files, seed }, signal, files);
      const lacking = engine.lacking && { lacking: engine.lacking };
      engine.pool = {
        ...createPool(saved.isDemo, files, seed),
        files: engine.pool.files.map((file) => ({ ...file, ...lacking })),
      };
      return { pool: engine.pool, problems: [], recipe: null };
    },
    allowAgain: ({ signal }) => change("allowAgain", null, signal, names()),
    chooseAgain: (files, { signal }) => change("chooseAgain", files, signal, names()),
    async keepOnly(saved) {
      calls.push({ name: "keepOnly", argument: saved.map(({ columns }) => columns) });
    },
  };
  return engine;
}

/** What the fake engine keeps of a pool. */
export function savedPool({ id, captions, isDemo, metadata, files }: Pool): SavedPool {
  return ofThisVersion({
    captions,
    isDemo,
    columns: `columns-${id}`,
    metadata,
    list: null,
    source: null,
    filters: NO_FILTERS,
    files: files.map(({ name, size, textFields }) => ({
      name,
      size,
      segments: [],
      textFields,
      text: `text-of-${name}`,
      handle: null,
      lastModified: null,
      fingerprint: "",
    })),
  });
}
