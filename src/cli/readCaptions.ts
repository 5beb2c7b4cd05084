import { basename } from "node:path";
import { type PackedText, TextPacker } from "../core/text/packedText.ts";
import { lineKey } from "../formats/captionKeys.ts";
import { InputError } from "../formats/inputError.ts";
import { captionReader } from "../formats/jsonl/captionReader.ts";
import { detectFields } from "../formats/jsonl/fields.ts";
import { type ByteSource, isBlank, readLines } from "../formats/jsonl/lines.ts";
import type { RejectReason } from "../formats/jsonl/recordReader.ts";
import { kindOf } from "../formats/sniff.ts";
import { nameOf, openSource } from "./readFile.ts";

/** Some captions of one file, in order. */
export interface CaptionBatch {
  readonly texts: PackedText;
  /** Their lines, without "\n". */
  readonly lines: PackedText;
  /** Their keys: the record's own, or file name and line number. */
  readonly keys: PackedText;
}

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
  /** The first ones, up to {@link MAX_REJECTS_NAMED}. */
  readonly rejects: RejectedLine[];
}

export const MAX_REJECTS_NAMED = 10;

const HEAD_BYTES = 2 ** 16;
/** Tried where the first records have no text at all, so that their lines are counted. */
const FALLBACK_FIELD = "text";

/**
 * Reads the captions of files, one after the other.
 *
 * @param paths "-" is standard input
 * @param field caption field; null to find it in each file
 * @param onBatch gets the captions in order; the next are read when it is done
 * @throws InputError when a file cannot be read or holds no captions
 */
export async function readCaptions(
  paths: readonly string[],
  field: string | null,
  onBatch: (batch: CaptionBatch) => Promise<void>,
): Promise<Reading> {
  const reading: Reading = { lines: 0, blank: 0, rejected: 0, captions: 0, rejects: [] };
  for (const path of paths) {
    const source = openSource(path);
    try {
      await readFile(path, source, field, reading, onBatch);
    } finally {
      await source.close();
    }
  }
  return reading;
}

async function readFile(
  path: string,
  source: ByteSource,
  field: string | null,
  reading: Reading,
  onBatch: (batch: CaptionBatch) => Promise<void>,
): Promise<void> {
  const name = nameOf(path);
  const head = await source.read(0, HEAD_BYTES);
  const kind = kindOf(name, head.length, head);
  if (kind !== "captions") {
    throw new InputError(
      `${name} is a ${kind === "metadata" ? "metadata list" : "manifest"}. Name a file with captions, one JSON object a line.`,
    );
  }
  const reader = captionReader(field ?? detectFields(head).captionField ?? FALLBACK_FIELD);
  const keyName = basename(path);
  const texts = new TextPacker();
  const lines = new TextPacker();
  const keys = new TextPacker();
  let line = 0;

  async function flush(): Promise<void> {
    if (texts.count === 0) return;
    await onBatch({ texts: texts.finish(), lines: lines.finish(), keys: keys.finish() });
  }

  function reject(reason: RejectReason): void {
    reading.lines++;
    reading.rejected++;
    if (reading.rejects.length < MAX_REJECTS_NAMED) {
      reading.rejects.push({ file: name, line, reason });
    }
  }

  // onLine cannot wait, reading can: a batch is what one block gave.
  const batched: ByteSource = {
    get size() {
      return source.size;
    },
    async read(start, end) {
      await flush();
      return source.read(start, end);
    },
  };
  await readLines(batched, 0, Number.POSITIVE_INFINITY, {
    onLine(bytes, start, end) {
      line++;
      if (isBlank(bytes, start, end)) {
        reading.blank++;
        return;
      }
      const reason = reader.read(bytes, start, end);
      if (reason !== null) return reject(reason);
      const { text, key } = reader;
      reading.lines++;
      reading.captions++;
      texts.addBytes(text.bytes, text.start, text.end);
      lines.addBytes(bytes, start, end);
      if (key.start === key.end) keys.addString(lineKey(keyName, line));
      else keys.addBytes(key.bytes, key.start, key.end);
    },
    onTooLong() {
      line++;
      reject("too-long");
    },
  });
  await flush();
}
