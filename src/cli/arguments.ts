import { parseArgs } from "node:util";
import type { RecordFilters } from "../formats/records/filters.ts";

/** What every command is given. */
interface Inputs {
  readonly metadata: string;
  /** The caption field; null where it is found by itself. */
  readonly field: string | null;
  /** The column that a draw hangs on; null where it is found by itself. */
  readonly uid: string | null;
  readonly filters: RecordFilters;
  /** Whether the summary is JSON. */
  readonly json: boolean;
  /** Paths, or "-" for standard input; at least one. */
  readonly files: readonly string[];
}

export interface CountCommand extends Inputs {
  readonly command: "count";
}

export interface BalanceCommand extends Inputs {
  readonly command: "balance";
  /** File of entry counts. */
  readonly counts: string;
  /** The threshold t, or the tail share p that it is computed from. */
  readonly fixed: { readonly t: number } | { readonly p: number };
  /** Integer from 0 to 2^32 − 1. */
  readonly seed: number;
}

export type Command =
  | CountCommand
  | BalanceCommand
  | { readonly command: "help" }
  | { readonly command: "version" };

/** The command was called in another way than it can be. The message is for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `Balance image–text data by the MetaCLIP method.

  headtail count --metadata FILE [options] file…
      Match captions against the metadata and write {"entry": count} as JSON.

  headtail balance --metadata FILE --counts FILE (-t T | -p P) --seed SEED [options] file…
      Write the lines of the captions that stay, byte for byte and in their order.

Captions are JSONL, JSON, CSV, TSV, Parquet, webdataset tar, WAT, WARC or a caption a line, packed with
gzip, Zstandard or not; - is standard input. The lines of JSONL files are written one after the other;
of any other format, one file is balanced at a time, and written in its format.

  --metadata FILE       a JSON array of strings, or one entry a line
  --counts FILE         entry counts of the whole pool, as count writes them
  -t, --threshold T     entries with fewer than T matches keep all their captions
  -p, --tail-share P    the threshold whose tail entries hold the share P of all matches, 0 to 1
  --seed SEED           whole number from 0 to 4294967295; the same seed keeps the same captions
  --field NAME          the field with the caption; found by itself otherwise
  --uid NAME            the field that a draw hangs on: uid, uuid, id or key otherwise
  --where CONDITION     count captions only where columns say so: "similarity >= 0.28 and width > 256"
  --length FROM-TO      count captions of so many characters; "3-40 words" for words, "10-" for no end
  --languages CODES     count captions in these languages, as en,de; a column tells, or detection
  --duplicates WHAT     count no text twice: text, or text-and-url
  --json                summary on standard error as one line of JSON
  --help, --version

Exit codes: 0 done, 1 something in the input was wrong, 2 wrong usage.
`;

/**
 * Reads the command line.
 *
 * @param words the arguments after the program's name
 * @throws UsageError
 */
export function parseArguments(words: readonly string[]): Command {
  const { values, positionals } = parse(words);
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };
  const [command, ...files] = positionals;
  if (command !== "count" && command !== "balance") {
    throw new UsageError(
      command === undefined
        ? "There is no command. Give count or balance."
        : `${command} is not a command. Give count or balance.`,
    );
  }
  const { metadata } = values;
  if (metadata === undefined) throw new UsageError("Say which metadata to match: --metadata FILE.");
  if (files.length === 0) {
    throw new UsageError("There is no file with captions. Name one, or - for standard input.");
  }
  if (files.filter((file) => file === "-").length > 1) {
    throw new UsageError("Standard input can be read once only. Give - once.");
  }
  const { field = null, uid = null, json = false } = values;
  const inputs = { metadata, field, uid, filters: readFilters(values), json, files };
  if (command === "balance") return { command, ...inputs, ...balanceOptions(values) };
  for (const option of ["counts", "threshold", "tail-share", "seed"] as const) {
    if (values[option] !== undefined) {
      throw new UsageError(`--${option} belongs to balance; count does not take it.`);
    }
  }
  return { command, ...inputs };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        metadata: { type: "string" },
        counts: { type: "string" },
        threshold: { type: "string", short: "t" },
        "tail-share": { type: "string", short: "p" },
        seed: { type: "string" },
        field: { type: "string" },
        uid: { type: "string" },
        where: { type: "string" },
        length: { type: "string" },
        languages: { type: "string" },
        duplicates: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${sentence}.`);
  }
}

type Values = ReturnType<typeof parse>["values"];

function balanceOptions(values: Values): Pick<BalanceCommand, "counts" | "fixed" | "seed"> {
  const { counts, seed, threshold, "tail-share": tailShare } = values;
  if (counts === undefined) {
    throw new UsageError("Give the entry counts of the pool: --counts FILE, as count writes it.");
  }
  if ((threshold === undefined) === (tailShare === undefined)) {
    throw new UsageError("Give either a threshold, -t T, or a tail share, -p P.");
  }
  if (seed === undefined) throw new UsageError("Give a seed, such as --seed 0.");
  return {
    counts,
    fixed:
      threshold === undefined ? { p: readTailShare(tailShare!) } : { t: readThreshold(threshold) },
    seed: readSeed(seed),
  };
}

function readFilters({ where, length, languages, duplicates }: Values): RecordFilters {
  if (duplicates !== undefined && duplicates !== "text" && duplicates !== "text-and-url") {
    throw new UsageError(`Duplicates are told by text or text-and-url, not by ${duplicates}.`);
  }
  return {
    condition: where ?? null,
    length: length === undefined ? null : readLength(length),
    languages: languages?.split(",").map((code) => code.trim()) ?? null,
    duplicates: duplicates ?? null,
  };
}

function readLength(text: string): NonNullable<RecordFilters["length"]> {
  const [, from, to, unit] = /^(\d+)-(\d*)(?:\s+(words|characters))?$/.exec(text.trim()) ?? [];
  if (from === undefined) {
    throw new UsageError(`A length is like 5-200 or "3-40 words", not ${text}.`);
  }
  return {
    from: Number(from),
    to: to === "" ? null : Number(to),
    unit: unit === "words" ? "words" : "characters",
  };
}

function readThreshold(text: string): number {
  const t = readNumber(text);
  if (t > 0) return t;
  throw new UsageError(`The threshold must be a number above 0, not ${text}.`);
}

function readTailShare(text: string): number {
  const p = readNumber(text);
  if (p >= 0 && p <= 1) return p;
  throw new UsageError(`The tail share must be a number from 0 to 1, not ${text}.`);
}

function readSeed(text: string): number {
  const seed = readNumber(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new UsageError(`The seed must be a whole number from 0 to 4294967295, not ${text}.`);
}

/** NaN for what is no finite number, so that it fails every comparison. */
function readNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
