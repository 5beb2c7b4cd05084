import { basename } from "node:path";
import type { FileShape } from "../formats/formats.ts";
import { InputError } from "../formats/inputError.ts";
import { detectFields, firstRecords, KEY_FIELDS } from "../formats/jsonl/fields.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import { recordsOf, shapeOf } from "../formats/readers.ts";
import { createFilters, filterColumns } from "../formats/records/createFilters.ts";
import { seenCaptions } from "../formats/records/duplicates.ts";
import { areOff, type FilterName, NONE_FILTERED } from "../formats/records/filters.ts";
import { firstRecordsOf } from "../formats/records/look.ts";
import { detectColumns, haveLists, mappedColumns } from "../formats/records/mapping.ts";
import type { BadReason, RecordSource } from "../formats/records/record.ts";
import { recordText } from "../formats/records/text.ts";
import { kindOf } from "../formats/sniff.ts";
import type { CountCommand } from "./arguments.ts";
import { lineChunks } from "./lineChunks.ts";
import type { FoundInLines, Lines } from "./matchThread.ts";
import { nameOf, type OpenedFile, openFile, openRecords } from "./readFile.ts";

/** A line that gave no caption. */
export interface RejectedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: RejectReason | BadReason;
}

/** A file in another format than lines, whose records were read. */
export interface RecordFile {
  readonly source: RecordSource;
  readonly shape: FileShape;
}

/** How captions are found. */
export type CaptionOptions = Pick<CountCommand, "files" | "field" | "uid" | "filters">;

/**
 * What was read. `lines` = `captions` + `rejected` + those that filters stopped; blank lines are
 * counted apart. Of a file in another format, lines are its records.
 */
export interface Reading {
  lines: number;
  blank: number;
  rejected: number;
  captions: number;
  /** Captions with a match. */
  matched: number;
  /** Captions that each filter stopped. */
  readonly filtered: Record<FilterName, number>;
  /** The first ones, up to {@link MAX_REJECTS_NAMED}. */
  readonly rejects: RejectedLine[];
}

export const MAX_REJECTS_NAMED = 10;

/** Tried where the first records have no text at all, so that their lines are counted. */
const FALLBACK_FIELD = "text";

/**
 * Reads files, one after the other, and has their captions matched, many at a time.
 *
 * @param atOnce how many chunks of lines are matched at a time
 * @param match matches a chunk; called in order
 * @param onFound gets the answers in order, with the file where it is no lines; the next comes when it
 *   is done
 * @param onRecords gets each file that is in another format than lines, before it is read
 * @throws InputError when a file cannot be read or holds no captions
 */
export async function readCaptions<Found extends FoundInLines>(
  options: CaptionOptions,
  atOnce: number,
  match: (lines: Lines) => Promise<Found>,
  onFound: (found: Found, file: RecordFile | null) => Promise<void>,
  onRecords: (file: RecordFile) => void,
): Promise<Reading> {
  const { files, field, uid, filters } = options;
  const reading: Reading = {
    lines: 0,
    blank: 0,
    rejected: 0,
    captions: 0,
    matched: 0,
    filtered: { ...NONE_FILTERED },
    rejects: [],
  };
  const waiting: (() => Promise<void>)[] = [];
  const fields = new Set<string>();
  const seen = seenCaptions();

  function reject(file: string, line: number, reason: RejectedLine["reason"]): void {
    if (reading.rejects.length < MAX_REJECTS_NAMED) reading.rejects.push({ file, line, reason });
  }

  async function start(
    lines: Lines,
    file: RecordFile | null,
    onAnswer: (found: Found) => void,
  ): Promise<void> {
    const answer = match(lines);
    answer.catch(() => {});
    waiting.push(async () => {
      const found = await answer;
      reading.rejected += found.rejected;
      reading.captions += found.captions;
      reading.matched += found.matched;
      onAnswer(found);
      await onFound(found, file);
    });
    if (waiting.length === atOnce) await waiting.shift()?.();
  }

  async function readLines(path: string, { head, stream }: OpenedFile): Promise<void> {
    const name = nameOf(path);
    const captionField = field ?? detectFields(head).captionField ?? FALLBACK_FIELD;
    fields.add(captionField);
    let firstLine = 1;
    for await (const { bytes, lines, endsTooLong } of lineChunks(stream)) {
      const first = firstLine;
      const fileName = basename(path);
      await start(
        { bytes, captionField, fileName, firstLine, firstRecord: null },
        null,
        (found) => {
          reading.lines += found.lines - found.blank;
          reading.blank += found.blank;
          for (const { line, reason } of found.rejects) reject(name, first + line, reason);
          if (!endsTooLong) return;
          reading.lines++;
          reading.rejected++;
          reject(name, first + found.lines, "too-long");
        },
      );
      firstLine += lines + Number(endsTooLong);
    }
  }

  async function readRecords(path: string): Promise<void> {
    const { source, head } = await openRecords(path);
    const shape = await shapeOf(source, head);
    if (shape.format === "metadata" || shape.format === "manifest") {
      throw new InputError(noCaptionFile(source.name, shape.format));
    }
    const file = { source, shape };
    onRecords(file);
    const detected = detectColumns(await firstRecordsOf(source, shape));
    const mapping = {
      ...detected.mapping,
      ...(field !== null && { captions: [field] }),
      ...(uid !== null && { uid }),
    };
    const [captionField = FALLBACK_FIELD] = mapping.captions;
    fields.add(captionField);
    if (uid !== null && !detected.columns.includes(uid)) {
      throw new InputError(noColumn(source.name, uid, detected.columns));
    }
    const filter = await createFilters(filters, mapping, seen);
    const text = recordText(source.name, mapping, filter.passes);
    const columns = [...mappedColumns(mapping), ...KEY_FIELDS, ...filterColumns(filters)];
    for await (const batch of await recordsOf(source, shape, columns)) {
      const firstRecord = text.records;
      const firstLine = text.lines + 1;
      const bytes = text.add(batch);
      const chunk = { bytes, captionField, fileName: source.name, firstLine, firstRecord };
      await start(chunk, file, (found) => {
        reading.lines += found.lines;
      });
    }
    for (const { line, lineOfFile, reason } of text.rejects) {
      reject(source.name, lineOfFile ?? line, reason);
    }
    for (const name of Object.keys(filter.counts) as FilterName[]) {
      reading.filtered[name] += filter.counts[name];
    }
  }

  for (const path of files) {
    const opened = await openFile(path);
    const { head } = opened;
    const kind = kindOf(nameOf(path), head.length, head);
    const areLines = kind === "captions" && !haveLists(firstRecords(head));
    if (areLines && uid === null && areOff(filters)) await readLines(path, opened);
    else if (path !== "-") await readRecords(path);
    // A line may be longer than what is looked at.
    else if (kind === "records" && head[0] === OPENING_BRACE && uid === null && areOff(filters)) {
      await readLines(path, opened);
    } else throw new InputError(NOT_FROM_STANDARD_INPUT);
  }
  for (const take of waiting) await take();
  if (reading.captions === 0) throw new InputError(noCaptions(reading, fields));
  return reading;
}

const OPENING_BRACE = 0x7b;
const NOT_FROM_STANDARD_INPUT =
  "From standard input, only lines of JSON can be read, without filters. Name the file instead.";

function noCaptions({ lines, filtered }: Reading, fields: ReadonlySet<string>): string {
  const stopped = Object.values(filtered).reduce((sum, count) => sum + count, 0);
  if (stopped > 0) return `None of the ${lines} captions passes the filters. Widen them.`;
  const named = [...fields].map((field) => `"${field}"`).join(" or ");
  return `None of the ${lines} lines gives a caption: there is no text in a field ${named}, or they are no JSON objects. Name the field that holds the captions: --field NAME.`;
}

function noColumn(name: string, uid: string, columns: readonly string[]): string {
  return `${name} has no column "${uid}". Its columns are: ${columns.join(", ")}.`;
}

function noCaptionFile(name: string, format: "metadata" | "manifest"): string {
  return `${name} is a ${format === "metadata" ? "metadata list" : "manifest"}. Name a file with captions, one JSON object a line.`;
}
