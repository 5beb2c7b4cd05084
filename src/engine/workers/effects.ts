import type { Carriers } from "../../core/balancing/carriers.ts";
import { edgesBetween, type GroupEdges, groupsOf } from "../../core/balancing/groups.ts";
import {
  type CappedRound,
  capReport,
  firstRound,
  nextRound,
} from "../../core/balancing/variants/cappedBalanced.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { firstRecords, KEY_FIELDS } from "../../formats/jsonl/fields.ts";
import { createQueue } from "../answers.ts";
import { share } from "../memory.ts";
import { seldom } from "../seldom.ts";
import type {
  CarrierGroup,
  CarriersPage,
  CarriersQuery,
  GroupColumn,
  GroupName,
  KeptByGroupQuery,
  KeptGroup,
  RecordField,
  Rule,
  VariantOutcome,
} from "../types.ts";
import { type CaptionValues, NO_TEXT, OTHER_TEXT, type ValueSource } from "./captionValues.ts";
import type { ColumnShares } from "./columnShares.ts";
import { fileSource } from "./fileSource.ts";
import type { DrawnPool, DrawnSlice } from "./matchedPool.ts";
import type { DrawInputs, KeepingRule, VariantRule } from "./rules.ts";

/** What balancing does to a pool, and what variants of the rule would do. */
export interface Effects {
  variant(pool: DrawnPool, rule: Variant, t: number): Promise<VariantOutcome>;
  recordFields(pool: DrawnPool): Promise<RecordField[]>;
  readColumn(
    pool: DrawnPool,
    column: GroupColumn,
    onProgress: (bytesRead: number) => void,
  ): Promise<void>;
  /** Ends the read of a column, also where it still waits for its turn. */
  cancelRead(column: GroupColumn): void;
  keptByGroup(pool: DrawnPool, query: KeptByGroupQuery): Promise<KeptGroup[]>;
  carriers(pool: DrawnPool, query: CarriersQuery): Promise<CarriersPage>;
}

type Variant = Exclude<Rule, "published">;

/** The probabilities of the capped variant, for a pool and a t; they do not hang on the seed. */
interface Cap {
  readonly entryCounts: Uint32Array;
  readonly t: number;
  readonly found: Promise<{ readonly round: CappedRound; readonly sure: Float64Array }>;
}

/** Captions in groups. */
interface Groups {
  readonly names: readonly GroupName[];
  /** By slice: the group of each caption, or of all. */
  readonly bySlice: readonly (Uint8Array | number)[];
}

/** Columns that were read of some files. */
interface ReadColumns {
  readonly files: DrawnPool["files"];
  readonly byColumn: Map<string, Groups>;
}

/** Edges of groups of captions, in characters. */
const LENGTH_EDGES: GroupEdges = [0, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000];
/** Texts of a field that have a group of their own. */
const MOST_TEXTS = 11;
/** Bytes at the start of a file in which fields are looked for. */
const HEAD_BYTES = 2 ** 16;
/** Fields of text with as many values as records are no groups, from so many records on. */
const FEW_RECORDS = 10;

export function createEffects(columns: ColumnShares): Effects {
  let cap: Cap | null = null;
  let read: ReadColumns | null = null;
  const reading = new Map<string, AbortController>();
  const readsInTurn = createQueue();

  function drawOf({ entryCounts, metadata, seed }: DrawnPool): DrawInputs {
    return { entryCounts, entryLanes: metadata.lanes, seed };
  }

  /** A newer search ends the one before. */
  function capOf({ slices, entryCounts }: DrawnPool, t: number): Cap["found"] {
    if (cap?.entryCounts === entryCounts && cap.t === t) return cap.found;
    const isNewest = () => cap?.entryCounts === entryCounts && cap.t === t;
    const search = async () => {
      let round = firstRound(entryCounts, t);
      while (true) {
        const sums = await columns.capRound(slices, round.probabilities);
        await messagesToCome();
        if (!isNewest()) throw superseded();
        round = nextRound(round, sums, entryCounts, t);
        if (round.isDone) return { round, sure: sums.sure };
      }
    };
    const found = search();
    cap = { entryCounts, t, found };
    found.catch(() => {
      if (cap?.found === found) cap = null;
    });
    return found;
  }

  async function variantRule(pool: DrawnPool, rule: Variant, t: number): Promise<VariantRule> {
    if (rule === "one-entry") return { name: rule, t };
    const { round } = await capOf(pool, t);
    return { name: rule, probabilities: round.probabilities };
  }

  function groupsFor({ files, slices }: DrawnPool, column: GroupColumn): Groups {
    if (column.kind === "file") {
      return {
        names: files.map((_, file) => ({ kind: "file", file })),
        bySlice: slices.map(({ file }) => file),
      };
    }
    const groups = read?.files === files ? read.byColumn.get(nameOf(column)) : undefined;
    if (groups === undefined) throw new Error("This column was not read");
    return groups;
  }

  return {
    async variant(pool, rule, t) {
      const { slices, entryCounts } = pool;
      const withInputs = await variantRule(pool, rule, t);
      const balance = await columns.variant(slices, drawOf(pool), withInputs, t);
      if (rule === "one-entry") return { balance, cap: null };
      const { round, sure } = await capOf(pool, t);
      const sums = { expected: balance.expectedBalancedCounts, dropped: sure, sure };
      return { balance, cap: capReport(round, sums, entryCounts, t) };
    },

    async recordFields({ files }) {
      const found = new Map<string, { type: RecordField["type"]; values: unknown[] }>();
      for (const file of files) {
        const source = fileSource(file);
        const start = file.segments[0].start;
        const head = await source.read(start, Math.min(start + HEAD_BYTES, source.size));
        const own = [file.segments[0].captionField, ...KEY_FIELDS];
        for (const record of firstRecords(head)) {
          for (const [field, value] of Object.entries(record)) {
            const type = typeof value === "number" ? "number" : "text";
            if ((typeof value !== "number" && typeof value !== "string") || own.includes(field)) {
              continue;
            }
            if (!found.has(field)) found.set(field, { type, values: [] });
            found.get(field)?.values.push(value);
          }
        }
      }
      return [...found]
        .filter(([, { type, values }]) => type === "number" || !isEachDifferent(values))
        .map(([field, { type }]) => ({ field, type }));
    },

    async readColumn(pool, column, onProgress) {
      const { files, slices } = pool;
      const name = nameOf(column);
      if (read?.files !== files) read = { files, byColumn: new Map() };
      const { byColumn } = read;
      if (column.kind === "file" || byColumn.has(name)) return;
      const controller = new AbortController();
      const { signal } = controller;
      reading.set(name, controller);
      const tellBytes = seldom(onProgress);
      let bytesRead = 0;
      const onSlice = ({ start, end }: DrawnSlice) => {
        bytesRead += end - start;
        tellBytes(bytesRead);
      };
      const source: ValueSource =
        column.kind === "length" ? column : { kind: column.type, field: column.field };
      const fileOf = ({ file }: DrawnSlice) => files[file];
      const values = await readsInTurn(() =>
        columns.readValues(slices, fileOf, source, onSlice, signal),
      );
      onProgress(bytesRead);
      byColumn.set(name, column.kind === "length" ? byLength(values) : byValue(values));
    },

    cancelRead(column) {
      reading.get(nameOf(column))?.abort();
    },

    async keptByGroup(pool, { column, rule, t }) {
      const { names, bySlice } = groupsFor(pool, column);
      const keeping: KeepingRule =
        rule === "published" ? { name: rule, t } : await variantRule(pool, rule, t);
      const grouped = pool.slices.map((slice, i) => ({ ...slice, groups: bySlice[i] }));
      const counted = await columns.keptByGroup(grouped, drawOf(pool), keeping, names.length);
      return names.flatMap((of, i) => {
        const captions = counted.captions[i];
        if (captions === 0) return [];
        return [{ of, captions, matched: counted.matched[i], kept: counted.kept[i] }];
      });
    },

    async carriers(pool, { entry, t, limit }) {
      const found = await columns.carriers(pool.slices, drawOf(pool), t, entry);
      return carriersPage(pool, found, entry, t, limit);
    },
  };
}

/** Without column workers, nothing else lets a message in between two rounds. */
function messagesToCome(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function superseded(): DOMException {
  return new DOMException("Something newer was asked for", "AbortError");
}

function nameOf(column: GroupColumn): string {
  return column.kind === "field" ? `${column.type} ${column.field}` : column.kind;
}

function isEachDifferent(values: readonly unknown[]): boolean {
  return values.length >= FEW_RECORDS && new Set(values).size === values.length;
}

function byLength(values: readonly CaptionValues[]): Groups {
  return byNumber(
    values.flatMap((of) => ("numbers" in of ? [of.numbers] : [])),
    LENGTH_EDGES,
  );
}

function byValue(values: readonly CaptionValues[]): Groups {
  const numbers = values.flatMap((of) => ("numbers" in of ? [of.numbers] : []));
  return values.length > 0 && "codes" in values[0]
    ? byText(values.flatMap((of) => ("codes" in of ? [of] : [])))
    : byNumber(numbers, edgesBetween(numbers));
}

function byNumber(numbers: readonly Float32Array[], edges: GroupEdges): Groups {
  return {
    names: [
      ...edges.map((from, i) => ({ kind: "range" as const, from, to: edges[i + 1] ?? null })),
      { kind: "none" },
    ],
    bySlice: numbers.map((column) => share({ groups: groupsOf(column, edges) }).groups),
  };
}

/** The texts with most captions have a group of their own. */
function byText(
  columns: readonly { readonly codes: Uint16Array; readonly texts: readonly string[] }[],
): Groups {
  const captions = new Map<string, number>();
  for (const { codes, texts } of columns) {
    const counts = new Uint32Array(texts.length);
    for (const code of codes) if (code < texts.length) counts[code]++;
    texts.forEach((text, i) => {
      captions.set(text, (captions.get(text) ?? 0) + counts[i]);
    });
  }
  const most = [...captions].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = most.slice(0, MOST_TEXTS).map(([text]) => text);
  const groupOf = new Map(shown.map((text, group) => [text, group]));
  const [other, none] = [shown.length, shown.length + 1];
  return {
    names: [
      ...shown.map((text) => ({ kind: "text" as const, text })),
      { kind: "other" },
      { kind: "none" },
    ],
    bySlice: columns.map(({ codes, texts }) => {
      const groups = Uint8Array.from(codes, (code) => {
        if (code === NO_TEXT) return none;
        return code === OTHER_TEXT ? other : (groupOf.get(texts[code]) ?? other);
      });
      return share({ groups }).groups;
    }),
  };
}

function carriersPage(
  { entryCounts, metadata }: DrawnPool,
  { captions, withTail, entryIds, decided, passing }: Carriers,
  entry: number,
  t: number,
  limit: number,
): CarriersPage {
  const rows = Array.from(entryIds, (id, i) => ({
    id,
    count: entryCounts[id],
    decided: decided[i],
    passing: passing[i],
  }));
  const groupWhere = (isMember: (count: number) => boolean): CarrierGroup => {
    const own = rows.filter((row) => row.id !== entry && row.decided > 0 && isMember(row.count));
    own.sort((a, b) => b.decided - a.decided || b.passing - a.passing || a.id - b.id);
    return {
      entries: own.length,
      decided: own.reduce((sum, row) => sum + row.decided, 0),
      rows: own.slice(0, limit).map((row) => ({ ...row, entry: entryOf(metadata, row.id) })),
    };
  };
  return {
    captions,
    withTail,
    byItself: rows.find(({ id }) => id === entry)?.decided ?? 0,
    tail: groupWhere((count) => count < t),
    head: groupWhere((count) => count >= t),
  };
}
