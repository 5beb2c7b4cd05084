import type { SqlCell, SqlRows } from "../../engine/types.ts";

/** Rows that are written at a time, so that the page stays free. */
const BATCH = 2000;

/** A cell as text; nothing for NULL. */
export function textOf(cell: SqlCell): string {
  return cell === null ? "" : String(cell);
}

/**
 * Rows as text with a header line, cells set apart by a comma or tab. A cell that holds one, a quote
 * or a line break stands in quotes, its own quotes doubled (RFC 4180).
 */
export async function delimited(
  { columns, rows }: SqlRows,
  separator: "," | "\t",
): Promise<string> {
  const needsQuotes = new RegExp(`["\\r\\n${separator}]`);
  const lineOf = (cells: readonly string[]) =>
    `${cells
      .map((cell) => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(separator)}\n`;
  let text = lineOf(columns.map(({ name }) => name));
  for (let start = 0; start < rows.length; start += BATCH) {
    for (const row of rows.slice(start, start + BATCH)) text += lineOf(row.map(textOf));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return text;
}
