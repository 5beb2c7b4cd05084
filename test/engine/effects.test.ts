import { beforeAll, describe, expect, it } from "vitest";
import {
  cappedProbabilities,
  capReport,
  carriersPart,
  createMetadata,
  type Decide,
  decideByOneEntry,
  decideByProbabilities,
  decidedPart,
  hashKey,
  matchByRule,
  packText,
  roundPart,
  sumBalances,
} from "../../src/core/index.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Engine, GroupColumn, KeptGroup, ReadProgress, Rule } from "../../src/engine/types.ts";
import { computeDirectly } from "./support/byCore.ts";
import { ENTRIES, jsonFile, load, sampleData, sampleTexts } from "./support/samples.ts";
import { type WorkerChanges, workersInNode } from "./support/workersInNode.ts";

const FIRST = 150;
/** Some are longer than others, one has other letters, and there are more sources than are shown. */
const records = sampleTexts(500).map((text, i) => ({
  uid: `id-${i}`,
  text: i === 3 ? `${text} – Ä🐶` : text.repeat(1 + (i % 3)),
  ...(i % 7 === 0 ? {} : { source: i % 5 === 0 ? `rare ${i % 40}` : `source ${i % 3}` }),
  ...(i % 4 === 0 ? {} : { width: (i * 13) % 300 }),
  url: `https://example.org/${i}`,
}));
const lines = records.map((record) => `${JSON.stringify(record)}\n`);
const files = [
  jsonFile("one.jsonl", lines.slice(0, FIRST).join("")),
  jsonFile("two.jsonl", `\n${lines.slice(FIRST).join("")}`),
];
const texts = records.map(({ text }) => text);
const ids = texts.map((text) => matchByRule(text, ENTRIES));
const lanes = createMetadata(ENTRIES).lanes;
const SEED = 0;
const { entryCounts, tau } = computeDirectly(
  records.map(({ uid, text }) => ({ key: uid, text })),
  ENTRIES,
  SEED,
);

/** One entry, the rarest, is tail. */
const T = Math.min(...entryCounts.filter((count) => count > 0)) + 1;

function columns() {
  const matchStart = new Uint32Array(ids.length + 1);
  ids.forEach((list, i) => {
    matchStart[i + 1] = matchStart[i] + list.length;
  });
  const keys = packText(records.map(({ uid }) => uid));
  const keyLanes = new Uint32Array(records.length * 2);
  for (let i = 0; i < records.length; i++) {
    hashKey(keys.bytes, keys.starts[i], keys.starts[i + 1], keyLanes, i);
  }
  return { matchStart, entryIds: Uint32Array.from(ids.flat()), keyLanes, tau };
}

const pool = columns();
const probabilities = cappedProbabilities([pool], entryCounts, T).probabilities;
const decideBy: Record<Exclude<Rule, "published">, Decide> = {
  "one-entry": decideByOneEntry(entryCounts, lanes, SEED, T),
  "capped-balanced": decideByProbabilities(probabilities, entryCounts, lanes, SEED),
};
const kept: Record<Rule, Uint8Array> = {
  published: Uint8Array.from(tau, (value) => Number(value < T)),
  "one-entry": decideBy["one-entry"](pool).kept,
  "capped-balanced": decideBy["capped-balanced"](pool).kept,
};

const anyOptions = (onProgress = (_: ReadProgress) => {}) => ({
  signal: new AbortController().signal,
  onProgress,
});

/** Groups by a name for each caption, in order of that name. */
function groupedByHand(nameOf: (i: number) => string, rule: Rule) {
  const groups: Record<string, { captions: number; matched: number; kept: number }> = {};
  records.forEach((_, i) => {
    groups[nameOf(i)] ??= { captions: 0, matched: 0, kept: 0 };
    const group = groups[nameOf(i)];
    group.captions++;
    if (ids[i].length > 0) group.matched++;
    group.kept += kept[rule][i];
  });
  return groups;
}

const grouped = (found: readonly KeptGroup[], nameOf: (group: KeptGroup) => string) =>
  Object.fromEntries(
    found.map((group) => {
      const { captions, matched, kept } = group;
      return [nameOf(group), { captions, matched, kept }];
    }),
  );

describe.each([0, 2])("what balancing does, with %d column workers", (columnWorkers) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = createEngine(workersInNode({ columnWorkers }), sampleData, 2000);
    await load(engine, files);
  });

  it("gives what a variant keeps, as the core does in one piece", async () => {
    for (const rule of ["one-entry", "capped-balanced"] as const) {
      const { balance, cap } = await engine.variant(rule, T);
      const expected = sumBalances([decidedPart([pool], ENTRIES.length, decideBy[rule])], T);
      expect(balance.balancedCounts).toEqual(expected.balancedCounts);
      expect(balance.captionsKept).toBe(expected.captionsKept);
      expect(balance.expectedKept).toBeCloseTo(expected.expectedKept, 6);
      if (rule === "one-entry") {
        expect(cap).toBeNull();
      } else {
        const round = cappedProbabilities([pool], entryCounts, T);
        const sums = roundPart([pool], round.probabilities);
        expect(cap).toEqual(capReport(round, sums, entryCounts, T));
      }
    }
  });

  it("gives up the search for a cap when another t is asked for", async () => {
    const first = engine.variant("capped-balanced", T + 1);
    const second = engine.variant("capped-balanced", T + 2);
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    expect((await second).balance.t).toBe(T + 2);
  });

  it("names the fields that captions can be grouped by", async () => {
    expect(await engine.recordFields()).toEqual([
      { field: "source", type: "text" },
      { field: "width", type: "number" },
    ]);
  });

  it.each<Rule>(["published", "one-entry", "capped-balanced"])(
    "counts captions by file, length, text and number, kept by the rule %s",
    async (rule) => {
      const by = async (column: GroupColumn) => {
        await engine.readColumn(column, anyOptions());
        return engine.keptByGroup({ column, rule, t: T });
      };
      const range = ({ of }: KeptGroup) =>
        of.kind === "range" ? `${of.from}` : of.kind === "none" ? "none" : "?";

      const byFile = await by({ kind: "file" });
      expect(grouped(byFile, ({ of }) => (of.kind === "file" ? `${of.file}` : "?"))).toEqual(
        groupedByHand((i) => (i < FIRST ? "0" : "1"), rule),
      );

      const edges = [0, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000];
      const edgeOf = (value: number) => `${edges.findLast((edge) => edge <= value)}`;
      expect(grouped(await by({ kind: "length" }), range)).toEqual(
        groupedByHand((i) => edgeOf([...texts[i]].length), rule),
      );

      const bySource = await by({ kind: "field", field: "source", type: "text" });
      const shown = bySource.flatMap(({ of }) => (of.kind === "text" ? [of.text] : []));
      expect(shown.length).toBe(11);
      expect(grouped(bySource, ({ of }) => (of.kind === "text" ? of.text : of.kind))).toEqual(
        groupedByHand((i) => {
          const { source } = records[i];
          return source === undefined ? "none" : shown.includes(source) ? source : "other";
        }, rule),
      );

      const byWidth = await by({ kind: "field", field: "width", type: "number" });
      const from = byWidth.flatMap(({ of }) => (of.kind === "range" ? [of.from] : []));
      expect(from.length).toBe(12);
      expect(grouped(byWidth, range)).toEqual(
        groupedByHand((i) => {
          const { width } = records[i];
          return width === undefined ? "none" : `${from.findLast((edge) => edge <= width)}`;
        }, rule),
      );
    },
  );

  it("counts anew for another seed without reading anew", async () => {
    const column = { kind: "length" } as const;
    await engine.readColumn(column, anyOptions());
    await engine.draw(7);
    const after = await engine.keptByGroup({ column, rule: "published", t: T });
    const progress: ReadProgress[] = [];
    await engine.readColumn(
      column,
      anyOptions((step) => progress.push(step)),
    );
    await engine.draw(SEED);
    const before = await engine.keptByGroup({ column, rule: "published", t: T });
    expect(progress).toEqual([]);
    const sizes = (groups: readonly KeptGroup[]) => groups.map(({ captions }) => captions);
    expect(sizes(after)).toEqual(sizes(before));
    expect(after).not.toEqual(before);
  });

  it("tells which entries keep the captions of another", async () => {
    const entry = ENTRIES.indexOf("a");
    const expected = carriersPart([pool], entryCounts, lanes, SEED, T, entry);
    const page = await engine.carriers({ entry, t: T, limit: 3 });
    const { captions, withTail, byItself, tail, head } = page;
    expect(page).toMatchObject({ captions: expected.captions, withTail: expected.withTail });
    expect(byItself + tail.decided + head.decided).toBe(captions);
    expect(tail.rows.length).toBeGreaterThan(0);
    expect(head.rows.length).toBe(3);
    expect(withTail).toBeGreaterThan(0);
    for (const { count } of tail.rows) expect(count).toBeLessThan(T);
    for (const { count } of head.rows) expect(count).toBeGreaterThanOrEqual(T);
    const rows = [...tail.rows, ...head.rows];
    for (const row of rows) {
      const at = expected.entryIds.indexOf(row.id);
      expect(row).toEqual({
        id: row.id,
        entry: ENTRIES[row.id],
        count: entryCounts[row.id],
        decided: expected.decided[at],
        passing: expected.passing[at],
      });
    }
  });
});

describe("reading a column", () => {
  const column = { kind: "length" } as const;

  it("tells how far it is, up to all bytes", async () => {
    const engine = createEngine(workersInNode(), sampleData, 2000);
    await load(engine, files);
    const progress: ReadProgress[] = [];
    await engine.readColumn(
      column,
      anyOptions((step) => progress.push(step)),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toEqual({ bytesRead: bytesTotal, bytesTotal });
  });

  it("ends when it is cancelled, and can be begun again", async () => {
    const slowly: NonNullable<WorkerChanges["changeColumn"]> = (api) => ({
      ...api,
      readValues: async (...slice) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return api.readValues(...slice);
      },
    });
    const workers = workersInNode({ columnWorkers: 1, changeColumn: slowly });
    const engine = createEngine(workers, sampleData, 2000);
    await load(engine, files);
    const controller = new AbortController();
    const reading = engine.readColumn(column, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    const query = { column, rule: "published" as const, t: T };
    await expect(engine.keptByGroup(query)).rejects.toThrow("not read");
    await engine.readColumn(column, anyOptions());
    expect((await engine.keptByGroup(query)).length).toBeGreaterThan(1);
  });

  it("goes on here when a column worker dies", async () => {
    const engine = createEngine(
      workersInNode({
        columnWorkers: 2,
        changeColumn: (api, kill) => ({
          ...api,
          readValues: async () => {
            kill("out of memory");
            return new Promise(() => {});
          },
        }),
      }),
      sampleData,
      2000,
    );
    await load(engine, files);
    await engine.readColumn(column, anyOptions());
    const groups = await engine.keptByGroup({ column, rule: "published", t: T });
    expect(groups.reduce((sum, { captions }) => sum + captions, 0)).toBe(records.length);
  });
});
