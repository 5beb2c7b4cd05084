import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { captionChance } from "../../src/core/balancing/probability.ts";
import { matchByRule } from "../../src/core/matching/rule.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type {
  CaptionFilters,
  FilterName,
  KindCounts,
  NumberRange,
  Pool,
  PreviewTab,
} from "../../src/engine/types.ts";
import { addTo, emptySet, isIn, sizeOf } from "../../src/engine/workers/captionSet.ts";
import { computeDirectly } from "./support/byCore.ts";
import { ENTRIES, jsonFile, keyedLines, load, sampleData, sampleTexts } from "./support/samples.ts";
import { workersInNode } from "./support/workersInNode.ts";

const NO_FILTERS: CaptionFilters = {
  text: "",
  entries: [],
  hold: "all",
  file: null,
  matches: null,
  chance: null,
  counts: null,
};

const texts = sampleTexts(400);
const FIRST_FILE = 150;
const signal = new AbortController().signal;

const engines = [0, 3].map((columnWorkers) =>
  createEngine(workersInNode({ columnWorkers }), sampleData, 1000),
);
let pool: Pool;
let tau: Float64Array;
let ids: number[][];

beforeAll(async () => {
  for (const engine of engines) {
    ({ pool } = await load(engine, [
      jsonFile("one.jsonl", keyedLines(texts.slice(0, FIRST_FILE), "a")),
      jsonFile("two.jsonl", keyedLines(texts.slice(FIRST_FILE), "b")),
    ]));
  }
  const captions = texts.map((text, i) => ({
    key: i < FIRST_FILE ? `a-${i}` : `b-${i - FIRST_FILE}`,
    text,
  }));
  ({ tau } = computeDirectly(captions, ENTRIES, pool.seed));
  ids = texts.map((text) => matchByRule(text, ENTRIES));
});

/** Names of the filters that a caption does not pass. */
function failedOf(i: number, t: number, filters: CaptionFilters): FilterName[] {
  const counts = ids[i].map((id) => pool.entryCounts[id]);
  const isWithin = (n: number, range: NumberRange | null) =>
    range === null || (n >= range.from && n <= range.to);
  const held = filters.entries.map((entry) => ids[i].includes(ENTRIES.indexOf(entry)));
  const passed: Record<FilterName, boolean> = {
    text: texts[i].toLowerCase().includes(filters.text.toLowerCase()),
    entries:
      held.length === 0 || (filters.hold === "all" ? !held.includes(false) : held.includes(true)),
    file: filters.file === null || filters.file === (i < FIRST_FILE ? 0 : 1),
    matches: isWithin(counts.length, filters.matches),
    chance: isWithin(captionChance(counts, t), filters.chance),
    counts: filters.counts === null || counts.some((count) => isWithin(count, filters.counts)),
  };
  return (Object.keys(passed) as FilterName[]).filter((name) => !passed[name]);
}

function countsWhere(passes: (i: number) => boolean, t: number): KindCounts {
  const found = texts.map((_, i) => i).filter(passes);
  const kept = found.filter((i) => tau[i] < t).length;
  const unmatched = found.filter((i) => tau[i] === Infinity).length;
  return { kept, dropped: found.length - kept - unmatched, unmatched };
}

const rangeOf = (most: number) =>
  fc.option(
    fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => ({
      from: Math.min(a, b),
      to: Math.max(a, b),
    })),
  );
const anyFilters: fc.Arbitrary<CaptionFilters> = fc.record({
  text: fc.constantFrom("", "", "dog", "DOG", "t c", "a", "nowhere"),
  entries: fc.uniqueArray(fc.constantFrom(...ENTRIES, "no entry"), { maxLength: 3 }),
  hold: fc.constantFrom("all", "any"),
  file: fc.constantFrom(null, 0, 1),
  matches: rangeOf(5),
  chance: fc.option(
    fc.constantFrom({ from: 0, to: 0.5 }, { from: 0.2, to: 1 }, { from: 1, to: 1 }),
  ),
  counts: rangeOf(300),
});
const anyT = fc.integer({ min: 1, max: 300 });

async function search(engine: (typeof engines)[number], text: string) {
  if (text !== "") await engine.search(text, { signal, onProgress: () => {} });
}

describe.each([
  { where: "on the pool worker alone", engine: engines[0] },
  { where: "on column workers", engine: engines[1] },
])("filters, $where", ({ engine }) => {
  it("count the captions that pass, and those that pass all but one", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilters, anyT, async (filters, t) => {
        await search(engine, filters.text);
        const { without, searched, ...counts } = await engine.filterCounts(t, filters);
        const failed = texts.map((_, i) => failedOf(i, t, filters));
        expect(counts).toEqual(countsWhere((i) => failed[i].length === 0, t));
        expect(searched).toBe(1);
        for (const [name, found] of Object.entries(without)) {
          const onlyThis = (i: number) => failed[i].length === 1 && failed[i][0] === name;
          expect(found).toEqual(countsWhere(onlyThis, t));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("leave in the preview the captions that pass, in pages", async () => {
    const passes: Record<PreviewTab, (value: number, t: number) => boolean> = {
      kept: (value, t) => value < t,
      dropped: (value, t) => value >= t && value < Infinity,
      unmatched: (value) => value === Infinity,
      edge: (value) => value < Infinity,
    };
    const anyTab = fc.constantFrom(...(Object.keys(passes) as PreviewTab[]));
    await fc.assert(
      fc.asyncProperty(anyFilters, anyTab, anyT, async (filters, tab, t) => {
        await search(engine, filters.text);
        const found: number[] = [];
        for (let from: number | null = 0; from !== null; ) {
          const page = await engine.preview({ tab, t, filters, from, limit: 40 });
          found.push(...page.captions.map(({ index }) => index));
          from = page.next;
        }
        const expected = texts
          .map((_, i) => i)
          .filter((i) => passes[tab](tau[i], t) && failedOf(i, t, filters).length === 0);
        const distance = (i: number) => Math.max(tau[i] / t, t / tau[i]);
        if (tab === "edge") {
          expect(found.map(distance)).toEqual(expected.map(distance).sort((a, b) => a - b));
        } else expect(found).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe("filters that ask for nothing", () => {
  it("pass every caption, as none do", async () => {
    const { without, searched, ...counts } = await engines[0].filterCounts(7, NO_FILTERS);
    expect(counts).toEqual(countsWhere(() => true, 7));
    expect({ without, searched }).toEqual({ without: {}, searched: 1 });
    const query = { tab: "kept", t: 7, from: 0, limit: 5 } as const;
    expect(await engines[0].preview(query)).toEqual(
      await engines[0].preview({ ...query, filters: NO_FILTERS }),
    );
  });
});

describe("a set of captions", () => {
  it("holds what was put into it", () => {
    const anyMembers = fc.uniqueArray(fc.nat(99));
    fc.assert(
      fc.property(anyMembers, (members) => {
        const set = emptySet(100);
        for (const caption of members) addTo(set, caption);
        const held = Array.from({ length: 100 }, (_, i) => i).filter((i) => isIn(set, i));
        expect(held).toEqual([...members].sort((a, b) => a - b));
        expect(sizeOf(set)).toBe(members.length);
      }),
    );
  });
});
