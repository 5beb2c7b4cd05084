/**
 * Runs the benchmarks, or those named as arguments, and prints them as a table. A whole run is
 * also written to bench/results.json.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { benchKernel } from "./kernel.ts";
import { benchMatching } from "./matching.ts";
import { benchPage } from "./page.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchReading } from "./reading.ts";
import type { BenchResult } from "./result.ts";

const BENCHMARKS: Record<string, () => Promise<BenchResult[]>> = {
  reading: benchReading,
  kernel: benchKernel,
  matching: benchMatching,
  pipeline: benchPipeline,
  page: benchPage,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  throw new Error(
    `There is no benchmark ${unknown}. Name some of: ${Object.keys(BENCHMARKS).join(", ")}.`,
  );
}

const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(BENCHMARKS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`Running ${name} …`);
  results.push(...(await bench()));
}
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n\n${table(results)}`);
if (names.length === 0) {
  const rounded = results.map((result) => ({
    ...result,
    ours: rounding(result.ours),
    peer: rounding(result.peer),
    ratio: rounding(result.ratio),
  }));
  const path = new URL("results.json", import.meta.url);
  writeFileSync(path, `${JSON.stringify(rounded, null, 2)}\n`);
}

function rounding(value: number): number {
  return Number(value.toPrecision(3));
}

/** A Markdown table with columns of even width. */
function table(rows: readonly BenchResult[]): string {
  const figure = (value: number) =>
    rounding(value).toLocaleString("en", { maximumSignificantDigits: 3 });
  const cells = [
    ["case", "ours", "peer", "unit", "ratio", "runs", "peer's version"],
    ...rows.map((row) => [
      row.case,
      figure(row.ours),
      figure(row.peer),
      row.unit,
      figure(row.ratio),
      String(row.runs),
      row.peerVersion,
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isNumber = [false, true, true, false, true, true, false];
  const rule = widths.map((width, i) => "-".repeat(width - 1) + (isNumber[i] ? ":" : "-"));
  const lines = [cells[0], rule, ...cells.slice(1)].map((row) =>
    row.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))),
  );
  return lines.map((row) => `| ${row.join(" | ")} |`).join("\n");
}
