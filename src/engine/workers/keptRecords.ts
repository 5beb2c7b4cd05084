import { joinBytes } from "../../formats/joinBytes.ts";
import { continuesRecord } from "../../formats/records/text.ts";
import type { NamedBlob } from "../slice.ts";
import type { CaptionFacts } from "./captionFacts.ts";
import { blocksOf, fileSource } from "./fileSource.ts";

/** What is known of a record, from all of its captions that were told of. */
export interface RecordFacts {
  /** Its number in its file, from 0. */
  readonly record: number;
  /** The smallest of its captions. */
  readonly tau: number;
  /** That any of them is kept. */
  readonly chance: number;
  /** Of all of them, in order of first appearance. */
  readonly entryIds: readonly number[];
}

/** The facts of a slice by its position in the pool; null behind the last. */
export type FactsOf = (slice: number) => Promise<CaptionFacts | null>;

const LF = 0x0a;

/**
 * The number of each line's record in a record text, from 0; null where lines and records have the
 * same numbers.
 */
export async function recordNumbers(text: NamedBlob): Promise<Uint32Array | null> {
  let numbers = new Uint32Array(1024);
  let lines = 0;
  let record = -1;
  let rest: Uint8Array = new Uint8Array(0);

  function add(bytes: Uint8Array, start: number): void {
    if (!continuesRecord(bytes, start)) record++;
    if (lines === numbers.length) {
      const longer = new Uint32Array(lines * 2);
      longer.set(numbers);
      numbers = longer;
    }
    numbers[lines++] = Math.max(0, record);
  }

  for await (const { block } of blocksOf(fileSource(text))) {
    let at = 0;
    for (let newline = block.indexOf(LF, at); newline !== -1; newline = block.indexOf(LF, at)) {
      if (rest.length > 0) {
        const whole = joinBytes([rest, block.subarray(0, newline)]);
        add(whole, 0);
        rest = new Uint8Array(0);
      } else add(block, at);
      at = newline + 1;
    }
    if (at < block.length) rest = joinBytes([rest, block.subarray(at)]);
  }
  if (rest.length > 0) add(rest, 0);
  return record === lines - 1 ? null : numbers.subarray(0, lines);
}

/** The facts of the records of one file, in order. The slices of other files are left to others. */
export async function* recordFacts(
  file: number,
  numbers: Uint32Array | null,
  slices: SliceReader,
): AsyncGenerator<RecordFacts> {
  let open: OpenRecord | null = null;
  for (let slice = await slices.next(file); slice !== null; slice = await slices.next(file)) {
    const { lines, tau, chance, matchStart, entryIds } = slice;
    for (let i = 0; i < lines.length; i++) {
      const record = numbers === null ? lines[i] : numbers[lines[i]];
      const ids = entryIds.subarray(matchStart[i], matchStart[i + 1]);
      if (open !== null && open.record === record) {
        open.tau = Math.min(open.tau, tau[i]);
        open.noneKeeps *= 1 - chance[i];
        for (const id of ids) open.entryIds.add(id);
        continue;
      }
      if (open !== null) yield closed(open);
      open = { record, tau: tau[i], noneKeeps: 1 - chance[i], entryIds: new Set(ids) };
    }
  }
  if (open !== null) yield closed(open);
}

/** A record whose captions may go on. */
interface OpenRecord {
  readonly record: number;
  tau: number;
  /** Chance that none of its captions is kept. */
  noneKeeps: number;
  readonly entryIds: Set<number>;
}

function closed({ record, tau, noneKeeps, entryIds }: OpenRecord): RecordFacts {
  return { record, tau, chance: 1 - noneKeeps, entryIds: [...entryIds] };
}

/** Gives slices in order, file by file. */
export interface SliceReader {
  /** The next slice of a file; null when there is none. Files are asked for in order. */
  next(file: number): Promise<CaptionFacts | null>;
}

export function sliceReader(factsOf: FactsOf): SliceReader {
  let position = 0;
  let waiting: CaptionFacts | null = null;
  return {
    async next(file) {
      for (;;) {
        waiting ??= await factsOf(position++);
        if (waiting === null || waiting.file > file) return null;
        const slice = waiting;
        waiting = null;
        if (slice.file === file) return slice;
      }
    },
  };
}
