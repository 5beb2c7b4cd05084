import { readFileSync, writeFileSync } from "node:fs";
import type { BenchResult } from "./result.ts";

const RESULTS = new URL("results.json", import.meta.url);
/** Has one table, of the results. */
const PAGE = new URL("../docs/benchmarks.md", import.meta.url);

/** Puts what a benchmark measured in the place of what it measured before, in bench/results.json and docs/benchmarks.md. */
export function writeResults(benchmark: string, results: readonly BenchResult[]): void {
  const of = `${benchmark}: `;
  const others = (JSON.parse(readFileSync(RESULTS, "utf8")) as BenchResult[]).filter(
    (result) => !result.case.startsWith(of),
  );
  const rounded = results.map((result) => ({
    ...result,
    case: of + result.case,
    ours: rounding(result.ours),
    peer: rounding(result.peer),
    ratio: rounding(result.ratio),
  }));
  const all = [...others, ...rounded];
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(/^\|.*\|$(?:\n\|.*\|$)*/m, () => resultTable(all)),
  );
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
