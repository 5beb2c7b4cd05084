import { subsetRows } from "../csv/subsetRows.ts";
import type { TextEncoding } from "../encoding/textEncoding.ts";
import type { IsKept, RecordSource, SubsetStream } from "../records/record.ts";
import { LINE_LAYOUT } from "./lineLayout.ts";

/**
 * A text file with only the kept of the records that `readLines` numbers, byte for byte and after the
 * file's byte order mark. Blank lines, and those of more than 16 MiB, are left out.
 *
 * @throws what the source throws
 */
export function subsetLines(
  source: RecordSource,
  encoding: TextEncoding,
  isKept: IsKept,
): SubsetStream {
  return subsetRows(source, encoding, LINE_LAYOUT, false, isKept);
}
