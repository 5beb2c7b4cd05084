import { readFileSync, writeFileSync } from "node:fs";
import type { BenchResult } from "./result.ts";

const RESULTS = new URL("results.json", import.meta.url);

/** Puts results in the place of those that are replaced in bench/results.json; others stay. */
export function writeResults(
  results: readonly BenchResult[],
  isReplaced: (result: BenchResult) => boolean,
): void {
  const others = (JSON.parse(readFileSync(RESULTS, "utf8")) as BenchResult[]).filter(
    (result) => !isReplaced(result),
  );
  const rounded = results.map((result) => ({
    ...result,
    ours: rounding(result.ours),
    peer: rounding(result.peer),
    ratio: rounding(result.ratio),
  }));
  writeFileSync(RESULTS, `${JSON.stringify([...others, ...rounded], null, 2)}\n`);
}

export function formatFigure(value: number): string {
  return rounding(value).toLocaleString("en", { maximumSignificantDigits: 3 });
}

function rounding(value: number): number {
  return Number(value.toPrecision(3));
}

/** A Markdown table of results. */
export function resultTable(results: readonly BenchResult[]): string {
  const rows = results.map((row) => [
    row.case,
    formatFigure(row.ours),
    formatFigure(row.peer),
    row.unit,
    formatFigure(row.ratio),
    String(row.runs),
    row.peerVersion,
  ]);
  const head = ["case", "ours", "peer", "unit", "ratio", "runs", "peer's version"];
  return table(head, rows, [1, 2, 4, 5]);
}

/**
 * A Markdown table with columns of even width.
 *
 * @param numbers positions of the columns of numbers
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const rule = widths.map((width, i) => "-".repeat(width - 1) + (numbers.includes(i) ? ":" : "-"));
  const lines = [head, rule, ...rows].map((row) =>
    row.map((cell, i) => (numbers.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))),
  );
  return lines.map((row) => `| ${row.join(" | ")} |`).join("\n");
}
