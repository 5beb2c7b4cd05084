import { splitRows } from "../csv/rows.ts";
import { badRecord, rowTexts } from "../csv/rowTexts.ts";
import { asUtf8 } from "../encoding/asUtf8.ts";
import type { TextEncoding } from "../encoding/textEncoding.ts";
import type { RecordSource, RecordStream } from "../records/record.ts";
import { LINE_LAYOUT } from "./lineLayout.ts";

/**
 * Reads a text file with one caption a line: each line that is not blank is a record, `{ text }`,
 * without its line end. A line of more than 16 MiB, or with a character that the encoding does not
 * have, is a bad record.
 *
 * @throws what the source throws
 */
export async function* readLines(source: RecordSource, encoding: TextEncoding): RecordStream {
  const stream = asUtf8(source.stream(), encoding);
  for await (const { bytes, rows } of splitRows(source.name, stream, "utf-8", LINE_LAYOUT)) {
    const { text, notUtf8 } = rowTexts(
      bytes,
      rows.filter(({ fault }) => fault === null),
    );
    const texts = text.split("\n");
    let read = 0;
    yield rows.map((row) => {
      if (row.fault !== null) return badRecord(row.fault, bytes, row);
      if (notUtf8.has(row)) return badRecord("not-utf8", bytes, row);
      return { text: texts[++read] };
    });
  }
}
