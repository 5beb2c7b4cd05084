import { InputError } from "../inputError.ts";
import { BadRecord, type RecordSource } from "../records/record.ts";
import { byteReader } from "../tar/byteReader.ts";
import { type HeaderFields, readFields } from "./fields.ts";

/** A record of a web archive. */
export interface WarcRecord {
  readonly fields: HeaderFields;
  readonly content: Uint8Array;
}

/** Longest content that is read: 64 MiB. */
export const MAX_CONTENT_BYTES = 2 ** 26;

const MAX_HEADER_BYTES = 2 ** 20;
const LF = 0x0a;
const MARK = /^WARC\/1\./;
const decoder = new TextDecoder();

/**
 * Reads the records of a web archive. What is not wanted, by its header, is passed over; what is too
 * long or has a broken header is a {@link BadRecord}, and reading goes on where a line begins with
 * "WARC/1.".
 *
 * @throws InputError where the file is cut short, or no record follows a broken one
 */
export async function* warcRecords(
  source: RecordSource,
  isWanted: (fields: HeaderFields) => boolean,
): AsyncGenerator<WarcRecord | BadRecord, void, void> {
  const bytes = byteReader(source.stream());
  let lineStart = 0;
  let startsLine = true;
  let endsLine = true;

  /** The next line without its end; null at the end of the file. Of a longer one, a part. */
  async function nextLine(): Promise<string | null> {
    lineStart = bytes.offset;
    startsLine = endsLine;
    const line = await bytes.readLine(MAX_HEADER_BYTES);
    if (line === null) return null;
    endsLine = line[line.length - 1] === LF;
    return decoder.decode(line).replace(/\r?\n$/, "");
  }

  /** From `line` on, the line that begins a record; null when there is none. */
  async function findMark(line: string | null): Promise<string | null> {
    let found = line;
    while (found !== null && !(startsLine && MARK.test(found))) found = await nextLine();
    return found;
  }

  const cutShort = (start: number) =>
    new InputError(
      `${source.name} is cut short: its record that begins at byte ${start.toLocaleString("en")} has no end. Get the whole file again.`,
    );
  const damaged = (start: number) =>
    new InputError(
      `${source.name} is damaged: a record should begin at byte ${start.toLocaleString("en")}, and neither there nor after it one does. Get the file again.`,
    );

  try {
    let line = await nextLine();
    for (;;) {
      while (line === "") line = await nextLine();
      if (line === null) return;
      const start = lineStart;
      const beginning = line;
      let fields: HeaderFields | null = null;
      if (MARK.test(line)) {
        const lines: string[] = [];
        let length = 0;
        line = await nextLine();
        while (line !== null && line !== "" && !MARK.test(line) && length < MAX_HEADER_BYTES) {
          lines.push(line);
          length += line.length;
          line = await nextLine();
        }
        if (line === null) throw cutShort(start);
        if (line === "") fields = readFields(lines, true);
      }
      const length = fields === null ? null : contentLength(fields);
      if (fields === null || length === null) {
        yield new BadRecord("bad-header", null, beginning.slice(0, 200));
        line = await findMark(line);
        if (line === null) throw damaged(start);
        continue;
      }
      const isRead = isWanted(fields);
      if (isRead && length <= MAX_CONTENT_BYTES) {
        const content = await bytes.read(length);
        if (content.length < length) throw cutShort(start);
        yield { fields, content };
      } else {
        if ((await bytes.skip(length)) < length) throw cutShort(start);
        if (isRead) yield new BadRecord("too-long", null, targetUri(fields).slice(0, 200));
      }
      line = await nextLine();
    }
  } finally {
    await bytes.close();
  }
}

/** The address a record is about, empty where it does not say; some writers put it in <…>. */
export function targetUri(fields: HeaderFields): string {
  return (fields.get("warc-target-uri") ?? "").replace(/^<(.*)>$/, "$1");
}

function contentLength(fields: HeaderFields): number | null {
  const digits = fields.get("content-length") ?? "";
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
