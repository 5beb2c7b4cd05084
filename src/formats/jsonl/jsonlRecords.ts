import { byteOrderMarkLength } from "../byteOrderMark.ts";
import { joinBytes } from "../joinBytes.ts";
import {
  BadRecord,
  type IsKept,
  MAX_BEGINNING,
  type RecordBatch,
  type RecordSource,
  type RecordStream,
  type SourceRecord,
  type SubsetStream,
} from "../records/record.ts";
import { isBlank, MAX_LINE_BYTES } from "./lines.ts";
import { readObject } from "./recordReader.ts";

/** Lines that follow each other, each with its "\n"; the last of a file may have none. */
interface LinePiece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each line starts and ends, its "\n" included. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Number in the file of the first of them, from 1. */
  readonly firstLine: number;
}

const LF = 0x0a;
const PIECE_BYTES = 2 ** 20;

/** The records of JSONL, one for each line, null for blank ones. See {@link RecordStream}. */
export async function* readJsonl(source: RecordSource): RecordStream {
  for await (const { bytes, starts, ends, firstLine } of linePieces(source)) {
    const batch: RecordBatch = starts.map((start, i) =>
      readLine(bytes, start, ends[i], firstLine + i),
    );
    if (batch.length > 0) yield batch;
  }
}

/** The lines of some records, byte for byte. See {@link SubsetStream}. */
export async function* subsetJsonl(source: RecordSource, isKept: IsKept): SubsetStream {
  let record = 0;
  for await (const { bytes, starts, ends } of linePieces(source)) {
    const kept: Uint8Array[] = [];
    for (let i = 0; i < starts.length; i++, record++) {
      if (!isKept(record)) continue;
      kept.push(bytes.subarray(starts[i], ends[i]));
      if (bytes[ends[i] - 1] !== LF) kept.push(Uint8Array.of(LF));
    }
    if (kept.length > 0) yield joinBytes(kept);
  }
}

function readLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: number,
): SourceRecord | BadRecord | null {
  const last = bytes[end - 1] === LF ? end - 1 : end;
  if (isBlank(bytes, start, last)) return null;
  const record =
    last - start > MAX_LINE_BYTES ? ("too-long" as const) : readObject(bytes, start, last);
  if (typeof record !== "string") return record;
  const beginning = bytes.subarray(start, Math.min(last, start + MAX_BEGINNING));
  return new BadRecord(record, number, new TextDecoder().decode(beginning));
}

async function* linePieces(source: RecordSource): AsyncGenerator<LinePiece> {
  let rest: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  let isFirst = true;

  function piece(bytes: Uint8Array<ArrayBuffer>): LinePiece {
    const starts: number[] = [];
    const ends: number[] = [];
    const firstLine = line;
    for (let at = isFirst ? byteOrderMarkLength(bytes) : 0; at < bytes.length; line++) {
      const newline = bytes.indexOf(LF, at);
      const end = newline === -1 ? bytes.length : newline + 1;
      starts.push(at);
      ends.push(end);
      at = end;
    }
    isFirst = false;
    return { bytes, starts, ends, firstLine };
  }

  for await (const bytes of source.stream()) {
    const newline = bytes.lastIndexOf(LF);
    length += bytes.length;
    if (newline === -1 || length < PIECE_BYTES) {
      rest.push(bytes);
      continue;
    }
    yield piece(joinBytes([...rest, bytes.subarray(0, newline + 1)]));
    rest = [bytes.subarray(newline + 1)];
    length = rest[0].length;
  }
  if (length > 0) yield piece(joinBytes(rest));
}
