import { basename } from "node:path";
import { InputError } from "../formats/inputError.ts";
import { detectFields } from "../formats/jsonl/fields.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import { kindOf } from "../formats/sniff.ts";
import { type LineChunk, lineChunks } from "./lineChunks.ts";
import type { FoundInLines, Lines } from "./matchThread.ts";
import { nameOf, openFile } from "./readFile.ts";

/** A line that gave no caption. */
export interface RejectedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: RejectReason;
}

/** What was read. `lines` = `captions` + `rejected`; blank lines are counted apart. */
export interface Reading {
  lines: number;
  blank: number;
  rejected: number;
  captions: number;
  /** Captions with a match. */
  matched: number;
  /** The first ones, up to {@link MAX_REJECTS_NAMED}. */
  readonly rejects: RejectedLine[];
}

export const MAX_REJECTS_NAMED = 10;

/** Tried where the first records have no text at all, so that their lines are counted. */
const FALLBACK_FIELD = "text";

/**
 * Reads the lines of files, one after the other, and has them matched, many at a time.
 *
 * @param paths "-" is standard input
 * @param field caption field; null to find it in each file
 * @param atOnce how many chunks of lines are matched at a time
 * @param match matches a chunk; called in order
 * @param onFound gets the answers in order; the next comes when it is done
 * @throws InputError when a file cannot be read or holds no captions
 */
export async function readCaptions<Found extends FoundInLines>(
  paths: readonly string[],
  field: string | null,
  atOnce: number,
  match: (lines: Lines) => Promise<Found>,
  onFound: (found: Found) => Promise<void>,
): Promise<Reading> {
  const reading: Reading = {
    lines: 0,
    blank: 0,
    rejected: 0,
    captions: 0,
    matched: 0,
    rejects: [],
  };
  const waiting: (() => Promise<void>)[] = [];

  function reject(file: string, line: number, reason: RejectReason): void {
    if (reading.rejects.length < MAX_REJECTS_NAMED) reading.rejects.push({ file, line, reason });
  }

  function start(file: string, lines: Lines, { endsTooLong }: LineChunk): void {
    const { firstLine } = lines;
    const answer = match(lines);
    answer.catch(() => {});
    waiting.push(async () => {
      const found = await answer;
      reading.lines += found.lines - found.blank;
      reading.blank += found.blank;
      reading.rejected += found.rejected;
      reading.captions += found.captions;
      reading.matched += found.matched;
      for (const { line, reason } of found.rejects) reject(file, firstLine + line, reason);
      if (endsTooLong) {
        reading.lines++;
        reading.rejected++;
        reject(file, firstLine + found.lines, "too-long");
      }
      await onFound(found);
    });
  }

  const fields = new Set<string>();
  for (const path of paths) {
    const name = nameOf(path);
    const { head, stream } = await openFile(path);
    const captionField = field ?? fieldOf(name, head);
    fields.add(captionField);
    let firstLine = 1;
    for await (const chunk of lineChunks(stream)) {
      start(name, { bytes: chunk.bytes, captionField, fileName: basename(path), firstLine }, chunk);
      firstLine += chunk.lines + Number(chunk.endsTooLong);
      if (waiting.length === atOnce) await waiting.shift()?.();
    }
  }
  for (const take of waiting) await take();
  if (reading.captions === 0) throw new InputError(noCaptions(reading, fields));
  return reading;
}

function noCaptions({ lines }: Reading, fields: ReadonlySet<string>): string {
  const named = [...fields].map((field) => `"${field}"`).join(" or ");
  return `None of the ${lines} lines gives a caption: there is no text in a field ${named}, or they are no JSON objects. Name the field that holds the captions: --field NAME.`;
}

/** @throws InputError when the file does not hold captions */
function fieldOf(name: string, head: Uint8Array): string {
  const kind = kindOf(name, head.length, head);
  if (kind !== "captions") {
    throw new InputError(
      `${name} is a ${kind === "metadata" ? "metadata list" : "manifest"}. Name a file with captions, one JSON object a line.`,
    );
  }
  return detectFields(head).captionField ?? FALLBACK_FIELD;
}
