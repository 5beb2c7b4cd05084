import type { EntrySort, EntryStatus } from "../../engine/types.ts";

/**
 * What the user has set. The address of the page, undo and a saved session all hold this one object;
 * it never holds data.
 */
export interface Settings {
  readonly version: 1;
  readonly threshold: ThresholdSetting;
  /** Integer from 0 to 2^32 − 1. */
  readonly seed: number;
  /** How the training distribution is drawn. */
  readonly view: View;
  /** What stands below the chart. */
  readonly panel: Panel;
  readonly entries: EntriesSetting;
  readonly captions: CaptionsSetting;
  /** The rule whose effects are looked at. What is exported always follows the published one. */
  readonly variant: Variant;
  /** The statement that was last run. */
  readonly statement: string;
  /** A threshold and a seed to compare with. */
  readonly pinned: Pinned | null;
  /** Captions of the pool that the loaded one is taken for a sample of. */
  readonly largerPool: number | null;
  /** Number of the lesson shown, from 1. */
  readonly lesson: number | null;
}

/** Either t or the tail share p is held; the other one follows from the pool. */
export type ThresholdSetting =
  | { readonly fixed: "t"; readonly t: number }
  | { readonly fixed: "p"; readonly p: number };

export interface Pinned {
  readonly threshold: ThresholdSetting;
  readonly seed: number;
}

export const VIEWS = ["rank", "cumulative", "bands", "length"] as const;
export type View = (typeof VIEWS)[number];

export const PANELS = ["entries", "effects", "compare", "larger-pool", "sql"] as const;
export type Panel = (typeof PANELS)[number];

export const VARIANTS = ["published", "capped-balanced", "one-entry"] as const;
export type Variant = (typeof VARIANTS)[number];

export const CAPTION_KINDS = ["kept", "dropped", "edge", "unmatched", "rejected"] as const;
export type CaptionKind = (typeof CAPTION_KINDS)[number];

export const ENTRY_SORTS: readonly EntrySort[] = [
  "entry",
  "matches",
  "capped",
  "balanced",
  "share",
  "kept-share",
  "source",
  "status",
];

export const ENTRY_STATUSES: readonly EntryStatus[] = ["head", "tail", "none", "unmatchable"];

/** From `from` up to `to`, both included; `to` is {@link NO_LIMIT} where there is no end. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const NO_LIMIT = Number.MAX_SAFE_INTEGER;

export interface EntriesSetting {
  /** Part of an entry, any case. */
  readonly search: string;
  readonly sort: EntrySort;
  readonly descending: boolean;
  /** Position of the file whose matches are counted; null for all. */
  readonly file: number | null;
  /** Null for any. */
  readonly status: EntryStatus | null;
  /** Matches of the entries shown; null for any. */
  readonly counts: Range | null;
}

export interface CaptionsSetting {
  readonly kind: CaptionKind;
  /** Part of a caption's text, any case. */
  readonly text: string;
  /** Entries that a caption holds: all of them, or any; none asks for nothing. */
  readonly entries: readonly string[];
  readonly hold: "all" | "any";
  /** Position of the file; null for all. */
  readonly file: number | null;
  /** Matched entries of a caption; null for any number. */
  readonly matches: Range | null;
  /** Exact chance of being kept at t, 0 to 1. */
  readonly chance: Range | null;
  /** Captions that hold an entry with so many matches in the pool. */
  readonly counts: Range | null;
}

/** The tail share behind the paper's thresholds (section 3). */
export const DEFAULT_TAIL_SHARE = 0.06;

export const LARGEST_SEED = 2 ** 32 - 1;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  threshold: { fixed: "p", p: DEFAULT_TAIL_SHARE },
  seed: 0,
  view: "rank",
  panel: "entries",
  entries: {
    search: "",
    sort: "matches",
    descending: true,
    file: null,
    status: null,
    counts: null,
  },
  captions: {
    kind: "kept",
    text: "",
    entries: [],
    hold: "all",
    file: null,
    matches: null,
    chance: null,
    counts: null,
  },
  variant: "published",
  statement: "",
  pinned: null,
  largerPool: null,
  lesson: null,
};

/**
 * The settings as the part of an address behind "#": those that are not the default. Texts that were
 * typed or chosen from the data are left out, since addresses are passed on.
 */
export function formatAddress(settings: Settings): string {
  const { threshold, seed, view, panel, entries, captions, variant } = settings;
  const { pinned, largerPool, lesson } = settings;
  const parts = new URLSearchParams();
  const add = <T extends string | number>(name: string, value: T | null, usual: T | null) => {
    if (value !== null && value !== usual) parts.set(name, `${value}`);
  };
  if (threshold.fixed === "t") add("t", threshold.t, null);
  else add("p", threshold.p, DEFAULT_TAIL_SHARE);
  add("seed", seed, 0);
  add("view", view, DEFAULT_SETTINGS.view);
  add("panel", panel, DEFAULT_SETTINGS.panel);
  add("sort", `${entries.descending ? "-" : ""}${entries.sort}`, "-matches");
  add("status", entries.status, null);
  add("counts", formatRange(entries.counts), null);
  add("captions", captions.kind, DEFAULT_SETTINGS.captions.kind);
  add("matches", formatRange(captions.matches), null);
  add("chance", formatRange(captions.chance), null);
  add("of-counts", formatRange(captions.counts), null);
  add("variant", variant, DEFAULT_SETTINGS.variant);
  if (pinned !== null) {
    const { threshold: held } = pinned;
    add("pinned", held.fixed === "t" ? `t${held.t}` : `p${held.p}`, null);
    add("pinned-seed", pinned.seed, 0);
  }
  add("larger-pool", largerPool, null);
  add("lesson", lesson, null);
  return parts.toString();
}

/** Reads what {@link formatAddress} wrote; what is wrong or missing is as by default. */
export function parseAddress(address: string): Settings {
  const parts = new URLSearchParams(address.replace(/^#/, ""));
  const { entries, captions } = DEFAULT_SETTINGS;
  const sort = parts.get("sort") ?? "-matches";
  const pinned = /^(t|p)(.+)$/.exec(parts.get("pinned") ?? "");
  const pinnedThreshold = pinned && thresholdFrom(pinned[1], pinned[2]);
  return {
    version: 1,
    threshold:
      thresholdFrom("t", parts.get("t")) ??
      thresholdFrom("p", parts.get("p")) ??
      DEFAULT_SETTINGS.threshold,
    seed: seedFrom(parts.get("seed")),
    view: oneOf(VIEWS, parts.get("view"), DEFAULT_SETTINGS.view),
    panel: oneOf(PANELS, parts.get("panel"), DEFAULT_SETTINGS.panel),
    entries: {
      ...entries,
      sort: oneOf(ENTRY_SORTS, sort.replace(/^-/, ""), entries.sort),
      descending: sort.startsWith("-"),
      status: oneOf(ENTRY_STATUSES, parts.get("status"), null),
      counts: rangeFrom(parts.get("counts")),
    },
    captions: {
      ...captions,
      kind: oneOf(CAPTION_KINDS, parts.get("captions"), captions.kind),
      matches: rangeFrom(parts.get("matches")),
      chance: rangeFrom(parts.get("chance")),
      counts: rangeFrom(parts.get("of-counts")),
    },
    variant: oneOf(VARIANTS, parts.get("variant"), DEFAULT_SETTINGS.variant),
    statement: "",
    pinned: pinnedThreshold && {
      threshold: pinnedThreshold,
      seed: seedFrom(parts.get("pinned-seed")),
    },
    largerPool: numberFrom(parts.get("larger-pool"), (n) => Number.isInteger(n) && n > 0),
    lesson: numberFrom(parts.get("lesson"), (n) => Number.isInteger(n) && n >= 1 && n <= LESSONS),
  };
}

/** Lessons there are. */
export const LESSONS = 6;

function thresholdFrom(fixed: string, written: string | null): ThresholdSetting | null {
  const isShare = fixed === "p";
  const value = numberFrom(written, (n) => (isShare ? n >= 0 && n <= 1 : n >= 1));
  if (value === null) return null;
  return isShare ? { fixed: "p", p: value } : { fixed: "t", t: Math.round(value) };
}

function seedFrom(written: string | null): number {
  return numberFrom(written, (n) => Number.isInteger(n) && n >= 0 && n <= LARGEST_SEED) ?? 0;
}

function formatRange(range: Range | null): string | null {
  return range && `${range.from}..${range.to === NO_LIMIT ? "" : range.to}`;
}

function rangeFrom(written: string | null): Range | null {
  const [from, to, ...rest] = (written ?? "").split("..");
  const isNumber = (n: number) => n >= 0;
  const low = numberFrom(from, isNumber);
  const high = to === "" ? NO_LIMIT : numberFrom(to ?? null, isNumber);
  return low === null || high === null || low > high || rest.length > 0
    ? null
    : { from: low, to: high };
}

function numberFrom(written: string | null, isFit: (n: number) => boolean): number | null {
  const value = written === null || written.trim() === "" ? Number.NaN : Number(written);
  return Number.isFinite(value) && isFit(value) ? value : null;
}

function oneOf<Name extends string, Usual extends Name | null>(
  names: readonly Name[],
  written: string | null,
  usual: Usual,
): Name | Usual {
  return names.find((name) => name === written) ?? usual;
}

/** Whether two settings are the same, whatever objects they are. */
export function areSame(a: Settings, b: Settings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Settings that were kept, as far as they can be made out; what is missing is as by default. */
export function completeSettings(kept: Partial<Settings> | null | undefined): Settings | null {
  if (kept?.version !== DEFAULT_SETTINGS.version) return null;
  const { entries, captions } = DEFAULT_SETTINGS;
  return {
    ...DEFAULT_SETTINGS,
    ...kept,
    entries: { ...entries, ...kept.entries },
    captions: { ...captions, ...kept.captions },
  };
}

/**
 * The settings to start with: those that were kept, typed texts included, unless the address asks for
 * others.
 */
export function settingsOnArrival(address: string, kept: Settings | null): Settings {
  const asked = parseAddress(address);
  if (kept === null) return asked;
  const wanted = formatAddress(asked);
  return wanted === "" || wanted === formatAddress(kept) ? kept : asked;
}
