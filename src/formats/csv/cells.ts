/// <reference path="./papaparse.d.ts" />
import papa from "papaparse/papaparse.min.js";

/**
 * Splits rows into cells.
 *
 * @param text each row after a "\n", without its own line end; none with a fault in its quotes
 * @returns the cells of row i at i + 1
 */
export function splitCells(
  text: string,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: boolean },
): readonly (readonly string[])[] {
  return papa.parse(text, { delimiter, newline: "\n", fastMode: quote ? undefined : true }).data;
}
