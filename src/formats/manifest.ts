import type { FormatName, Packing } from "./formats.ts";
import { InputError } from "./inputError.ts";
import { KEY_FIELDS } from "./jsonl/fields.ts";
import { isObject } from "./jsonl/recordReader.ts";
import type { FilterName, RecordFilters } from "./records/filters.ts";
import type { ColumnMapping } from "./records/mapping.ts";

/** The manifest format that is written, and the only one that is read. */
export const MANIFEST_FORMAT = 1;

/** What a caption's draw hangs on: the first of these that its record has. */
export const CAPTION_KEY: readonly string[] = [...KEY_FIELDS, "file:line"];

const REMEDY = "Export the subset again, or load it without its manifest.";

/** What a balanced subset was made of, and how: enough to make it again. */
export interface Manifest {
  /** Version of the software. */
  readonly headtail: string;
  readonly format: typeof MANIFEST_FORMAT;
  /** Integer from 0 to 2^32 − 1. */
  readonly seed: number;
  readonly t: number;
  /** Tail share, 0 to 1. */
  readonly p: number;
  /** Which of t and p the user had fixed. */
  readonly fixed: "t" | "p";
  /** The matching rule. */
  readonly rule: "published";
  readonly captionKey: readonly string[];
  readonly metadata: ManifestMetadata;
  /** What captions had to pass to be counted; absent when no filter was on. */
  readonly filters?: RecordFilters;
  readonly files: readonly ManifestFile[];
  readonly pool: ManifestPool;
  readonly kept: ManifestKept;
  readonly subset: ManifestSubset;
  /**
   * By file: the numbers of the lines kept, from 1, ascending, where captions of the file have no
   * key of their own, so that the subset can be loaded with the same draws; null otherwise.
   */
  readonly keptLines: readonly (readonly number[] | Uint32Array | null)[];
  /** Matches in the pool by entry, entries without matches left out. */
  readonly entryCounts: ReadonlyMap<string, number>;
}

export interface ManifestMetadata {
  readonly name: string;
  /** SHA-256 of the entries as a JSON array without white space, in hex. */
  readonly sha256: string;
  readonly entries: number;
  readonly unmatchable: number;
}

/**
 * A file of the pool. `lines` = `captions` + `rejected` + those that filters stopped; blank lines and
 * those that were not taken are counted apart. Of a file in another format, lines are its records.
 */
export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  readonly captionField: string;
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly matches: number;
  /** Absent when all of the file was taken. */
  readonly sample?: FileSample;
  /** Absent for lines with a caption field. */
  readonly readAs?: ManifestReading;
  /** Its captions in the subset, which holds those of the first file, then of the second … */
  readonly keptCaptions: number;
  /** Bytes of their lines in the subset, each "\n" counted. */
  readonly keptBytes: number;
}

/**
 * What was taken of a file that was not taken whole: the lines that start in its first bytes, or
 * about one line in so many, by a hash of where it starts, the others passed over unread.
 */
export type FileSample =
  | { readonly firstBytes: number }
  | { readonly oneIn: number; readonly linesPassedOver: number };

/** How a file was read that is more than lines with a caption field. */
export interface ManifestReading {
  readonly format: FormatName;
  readonly packing: Packing;
  readonly columns: ColumnMapping;
  /** Captions that each filter stopped. */
  readonly filtered: Readonly<Record<FilterName, number>>;
}

/** The pool as a whole. */
export interface ManifestPool {
  readonly lines: number;
  readonly rejected: number;
  readonly captions: number;
  readonly matchedCaptions: number;
  readonly matches: number;
  readonly entriesWithMatches: number;
}

/** What balancing at t gave. */
export interface ManifestKept {
  readonly captions: number;
  /** Expected number of kept captions, and its standard deviation. */
  readonly expected: number;
  readonly deviation: number;
  /** Matches among kept captions. */
  readonly matches: number;
  /** Σ min(count, t) over the pool's entries. */
  readonly cappedMatches: number;
  readonly tailShare: number;
  readonly headEntries: number;
  readonly tailEntries: number;
}

/** The file of kept captions. */
export interface ManifestSubset {
  readonly name: string;
  readonly bytes: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** Set when all captions of the subset are in the same field. */
  readonly captionField?: string;
  /** Whether tau, chance and matched entries were added to its records. */
  readonly withColumns: boolean;
  /** What was written in the place of lines; such a subset is matched anew when it is loaded. */
  readonly shape?: string;
  /** All its files, when there are several. */
  readonly files?: readonly SubsetFile[];
}

/** A file of a subset. */
export interface SubsetFile {
  readonly name: string;
  readonly bytes: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** Writes a manifest: JSON, `keptLines` and `entryCounts` on one line each. */
export function formatManifest(manifest: Manifest): string {
  const { headtail, format, keptLines, entryCounts, ...others } = manifest;
  const opening = JSON.stringify({ headtail, format, ...others }, null, 2).slice(0, -2);
  const counts = countPairs(entryCounts).join(", ");
  const lines = keptLines.map((ofFile) => (ofFile ? `[${ofFile.join(",")}]` : "null"));
  return `${opening},\n  "keptLines": [${lines.join(",")}],\n  "entryCounts": {${counts}}\n}\n`;
}

/** Writes entry counts as the MetaCLIP tools read them: `{entry: count}`, one a line. */
export function formatEntryCounts(counts: ReadonlyMap<string, number>): string {
  return `{\n${countPairs(counts).join(",\n")}\n}\n`;
}

/** As text: an object would move entries such as "7" to its front. */
function countPairs(counts: ReadonlyMap<string, number>): string[] {
  return Array.from(counts, ([entry, count]) => `${JSON.stringify(entry)}: ${count}`);
}

/**
 * Reads a manifest.
 *
 * @param name file name, for messages
 * @throws InputError when it is no manifest, of another format, or lacks something
 */
export function parseManifest(name: string, text: string): Manifest {
  const value = parseJson(name, text);
  if (!isObject(value) || !isText(value.headtail)) {
    throw new InputError(
      `${name} is not a manifest of Headtail. Choose the manifest that was exported with the subset.`,
    );
  }
  if (value.format !== MANIFEST_FORMAT) {
    throw new InputError(
      `${name} was written by Headtail ${value.headtail} in another manifest format (${JSON.stringify(value.format)}; this version reads ${MANIFEST_FORMAT}). Load it with that version, or export the subset again.`,
    );
  }
  const wrong = wrongInManifest(value, "");
  if (wrong !== null) {
    throw new InputError(
      `In ${name}, "${wrong}" is missing or not as Headtail writes it. ${REMEDY}`,
    );
  }
  const manifest = value as unknown as Manifest;
  if (manifest.keptLines.length !== manifest.files.length) {
    throw new InputError(`In ${name}, "keptLines" is not as long as "files". ${REMEDY}`);
  }
  return { ...manifest, entryCounts: new Map(Object.entries(manifest.entryCounts)) };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(
      `${name} is not valid JSON, perhaps cut short. Choose the manifest as it was exported.`,
    );
  }
}

/** The path of the first thing wrong in a value, or null. */
type Check = (value: unknown, path: string) => string | null;

const is =
  (test: (value: unknown) => boolean): Check =>
  (value, path) =>
    test(value) ? null : path;

const fields =
  <T>(checks: { readonly [Field in keyof T]-?: Check }): Check =>
  (value, path) => {
    if (!isObject(value)) return path;
    for (const [field, check] of Object.entries<Check>(checks)) {
      const wrong = check(value[field], path === "" ? field : `${path}.${field}`);
      if (wrong !== null) return wrong;
    }
    return null;
  };

const list =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return path;
    for (let i = 0; i < value.length; i++) {
      const wrong = check(value[i], `${path}[${i}]`);
      if (wrong !== null) return wrong;
    }
    return null;
  };

const isOneOf = (...allowed: unknown[]) => is((value) => allowed.includes(value));
const isText = (value: unknown) => typeof value === "string" && value !== "";
const isAmount = (value: unknown) => typeof value === "number" && value >= 0;
const isWhole = (value: unknown) => isAmount(value) && Number.isSafeInteger(value);
const isPositiveWhole = (value: unknown) => isWhole(value) && value !== 0;

const text = is(isText);
const amount = is(isAmount);
const share = is((value) => isAmount(value) && (value as number) <= 1);
const whole = is(isWhole);
const sha256 = is((value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value));

/** For people to read, and nothing that a load hangs on. */
const told = is((value) => value === undefined || typeof value === "object");

const firstBytes = fields({ firstBytes: whole });
const oneIn = fields({
  oneIn: is((value) => isWhole(value) && (value as number) > 1),
  linesPassedOver: whole,
});

const wrongInManifest = fields<Manifest>({
  headtail: text,
  format: isOneOf(MANIFEST_FORMAT),
  seed: is((value) => isWhole(value) && (value as number) < 2 ** 32),
  t: amount,
  p: share,
  fixed: isOneOf("t", "p"),
  rule: isOneOf("published"),
  captionKey: is((value) => JSON.stringify(value) === JSON.stringify(CAPTION_KEY)),
  metadata: fields<ManifestMetadata>({ name: text, sha256, entries: whole, unmatchable: whole }),
  filters: told,
  files: list(
    fields<ManifestFile>({
      name: text,
      bytes: whole,
      sha256,
      captionField: is((value) => typeof value === "string"),
      lines: whole,
      blank: whole,
      rejected: whole,
      captions: whole,
      matchedCaptions: whole,
      matches: whole,
      sample: (value, path) => {
        if (value === undefined) return null;
        return isObject(value) && "firstBytes" in value
          ? firstBytes(value, path)
          : oneIn(value, path);
      },
      readAs: told,
      keptCaptions: whole,
      keptBytes: whole,
    }),
  ),
  pool: fields<ManifestPool>({
    lines: whole,
    rejected: whole,
    captions: whole,
    matchedCaptions: whole,
    matches: whole,
    entriesWithMatches: whole,
  }),
  kept: fields<ManifestKept>({
    captions: whole,
    expected: amount,
    deviation: amount,
    matches: whole,
    cappedMatches: amount,
    tailShare: share,
    headEntries: whole,
    tailEntries: whole,
  }),
  subset: fields<ManifestSubset>({
    name: text,
    bytes: whole,
    sha256,
    captionField: is((value) => value === undefined || typeof value === "string"),
    withColumns: is((value) => typeof value === "boolean"),
    shape: is((value) => value === undefined || typeof value === "string"),
    files: told,
  }),
  keptLines: list(is((value) => value === null || isAscendingLines(value))),
  entryCounts: is((value) => isObject(value) && Object.values(value).every(isPositiveWhole)),
});

function isAscendingLines(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((line, i) => isPositiveWhole(line) && (i === 0 || line > value[i - 1]))
  );
}
