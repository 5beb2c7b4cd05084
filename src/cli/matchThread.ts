import { parentPort } from "node:worker_threads";
import { expose, transfer } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { ThresholdsOf } from "../core/balancing/tau.ts";
import { addEntryCounts } from "../core/counting/entryCounts.ts";
import type { MetadataIndex } from "../core/matching/metadataIndex.ts";
import { lineKeyHasher } from "../formats/captionKeys.ts";
import { joinBytes } from "../formats/joinBytes.ts";
import { continuesRecord } from "../formats/records/text.ts";
import type { Kernel, LineColumns, Reject } from "../kernel/lineColumns.ts";
import { openKernel } from "../kernel/openKernel.ts";
import type { PlacedIndex } from "../kernel/placedIndex.ts";
import { thresholdsFor } from "../kernel/thresholds.ts";

/** What balancing takes besides the captions. */
export interface Balancing {
  readonly entryCounts: Uint32Array;
  /** Hashed entries, two lanes an entry. */
  readonly entryLanes: Uint32Array;
  readonly seed: number;
  readonly t: number;
}

/** Some whole lines of a file. */
export interface Lines {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly captionField: string;
  /** File name, for the keys of captions whose record has none. */
  readonly fileName: string;
  /** Number in the file of the first line, from 1. */
  readonly firstLine: number;
  /** Where the lines are a record text, the number of the first record, from 0; else null. */
  readonly firstRecord: number | null;
}

/** What was found in some lines. */
export interface FoundInLines {
  readonly captions: number;
  readonly matched: number;
  readonly lines: number;
  readonly blank: number;
  readonly rejected: number;
  readonly rejects: readonly Reject[];
}

/** The lines of the captions that stay, each with a "\n"; they take the place of those that came. */
export interface KeptLines extends FoundInLines {
  readonly kept: number;
  /** Of a record text: the numbers of the records with a caption that stays, a number once or more. */
  readonly keptRecords: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const LF = 0x0a;
const NEWLINE = Uint8Array.of(LF);

/** What a thread of the command line does. */
export function createMatchThread() {
  let kernel: Kernel;
  let counts: Uint32Array<ArrayBuffer>;
  let thresholdsOf: ThresholdsOf;
  let t: number;

  return {
    /**
     * @param thread number of this thread among those that share the index
     * @param toBalance null when entries are only counted
     */
    begin(
      index: MetadataIndex | PlacedIndex,
      thread: number,
      entries: number,
      toBalance: Balancing | null,
    ): void {
      kernel = openKernel(index, thread);
      counts = new Uint32Array(entries);
      if (toBalance === null) return;
      const { entryCounts, entryLanes, seed } = toBalance;
      thresholdsOf = thresholdsFor(entryCounts, entryLanes, seed);
      t = toBalance.t;
    },

    /** Matches and counts. */
    count({ bytes, captionField }: Lines): FoundInLines {
      const columns = kernel.matchLines(bytes, captionField);
      addEntryCounts(counts, columns.entryIds);
      return foundIn(columns);
    },

    /** Matches, counts and balances, as {@link begin} was told. */
    balance({ bytes, captionField, fileName, firstLine, firstRecord }: Lines): KeptLines {
      const columns = kernel.matchLines(bytes, captionField);
      addEntryCounts(counts, columns.entryIds);
      hashLineKeys(columns, fileName, firstLine);
      const tau = thresholdsOf(columns);
      let kept = 0;
      let end = 0;
      const numbers = firstRecord === null ? null : recordNumbering(bytes, firstRecord);
      const keptRecords: number[] = [];
      for (let caption = 0; caption < tau.length; caption++) {
        if (tau[caption] >= t) continue;
        const start = columns.lineStarts[caption];
        if (numbers !== null) {
          keptRecords.push(numbers(start));
          kept++;
          continue;
        }
        const newline = bytes.indexOf(LF, start);
        const lineEnd = newline === -1 ? bytes.length : newline + 1;
        bytes.copyWithin(end, start, lineEnd);
        end += lineEnd - start;
        kept++;
      }
      const isOpen = end > 0 && bytes[end - 1] !== LF;
      const lines = isOpen ? joinBytes([bytes.subarray(0, end), NEWLINE]) : bytes.subarray(0, end);
      return transfer({ ...foundIn(columns), kept, keptRecords, bytes: lines }, [lines.buffer]);
    },

    /** Entry counts of all lines since {@link begin}, by entry id. */
    takeCounts(): Uint32Array<ArrayBuffer> {
      return transfer(counts, [counts.buffer]);
    },
  };
}

export type MatchThread = ReturnType<typeof createMatchThread>;

/** Runs in a thread that `startThreads` has started. */
export function runMatchThread(): void {
  if (parentPort === null) throw new Error("This is no thread");
  expose(createMatchThread(), nodeEndpoint(parentPort));
}

function foundIn(columns: LineColumns): FoundInLines {
  const { lines, blank, rejected, rejects, matchedCaptions } = columns;
  const captions = columns.lineStarts.length;
  return { lines, blank, rejected, rejects, captions, matched: matchedCaptions };
}

/** Gives the record of a line by where the line starts; asked for in order. */
function recordNumbering(bytes: Uint8Array, firstRecord: number): (lineStart: number) => number {
  let record = firstRecord - 1;
  let at = 0;
  return (lineStart) => {
    while (at <= lineStart) {
      if (!continuesRecord(bytes, at)) record++;
      at = bytes.indexOf(LF, at) + 1 || bytes.length;
    }
    return record;
  };
}

/** Sets the keys of captions whose record has none. */
function hashLineKeys(columns: LineColumns, fileName: string, firstLine: number): void {
  const { keyless, captionLines, keyLanes } = columns;
  const hash = lineKeyHasher(fileName);
  for (const caption of keyless) {
    hash(firstLine + (captionLines[caption] ?? caption), keyLanes, caption);
  }
}
