import type { IsKept, RecordSource, SubsetStream } from "../records/record.ts";
import { type CsvShape, rowLayout } from "./csvShape.ts";
import { subsetRows } from "./subsetRows.ts";

/**
 * A CSV or TSV file with only the kept of the records that `readCsv` numbers: byte order mark, header
 * and kept rows are byte for byte those of the file, in its encoding. Blank lines, and rows of more
 * than 16 MiB, are left out.
 *
 * @throws InputError as `readCsv` does
 */
export function subsetCsv(source: RecordSource, shape: CsvShape, isKept: IsKept): SubsetStream {
  return subsetRows(source, shape.encoding, rowLayout(shape), shape.hasHeader, isKept);
}
