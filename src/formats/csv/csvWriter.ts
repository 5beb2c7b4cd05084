/** A value that a cell can hold. */
export type CellValue = string | number | boolean | bigint | null;

/** Writes a table; each line with its "\n". */
export interface CsvWriter {
  header(): string;
  /** @param cells one for each column; null is written as an empty cell */
  row(cells: readonly CellValue[]): string;
}

/**
 * Writes tables as RFC 4180 has it, with "\n" as line end: a cell is quoted when it holds the
 * delimiter, a quote or a line end, and the quotes in it are doubled.
 */
export function csvWriter(columns: readonly string[], delimiter: "," | "\t"): CsvWriter {
  const mark = delimiter === "," ? /[",\r\n]/ : /["\t\r\n]/;
  const written = (cell: CellValue): string => {
    const text = cell === null ? "" : String(cell);
    return mark.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  // A row of one empty cell would be a blank line, which is no row.
  const row = (cells: readonly CellValue[]) => `${cells.map(written).join(delimiter) || '""'}\n`;
  return { header: () => row(columns), row };
}
