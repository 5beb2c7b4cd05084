/**
 * Runs the benchmarks named as arguments, or those of speed, and prints each as a table. What they
 * measure takes the place of what they measured before in bench/results.json.
 */
import { cpus } from "node:os";
import { benchFormats } from "./formats.ts";
import { benchKernel } from "./kernel.ts";
import { benchMatching } from "./matching.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchReading } from "./reading.ts";
import { resultTable, writeResults } from "./report.ts";
import type { BenchResult } from "./result.ts";
import { benchScale } from "./scale.ts";
import { benchUi } from "./ui.ts";

const SPEED: Record<string, () => Promise<BenchResult[]>> = {
  reading: benchReading,
  matching: benchMatching,
  kernel: benchKernel,
  pipeline: benchPipeline,
  formats: benchFormats,
};
const BENCHMARKS = { ...SPEED, ui: benchUi, scale: benchScale };

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  throw new Error(
    `There is no benchmark ${unknown}. Name some of: ${Object.keys(BENCHMARKS).join(", ")}.`,
  );
}

console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
for (const [name, bench] of Object.entries(names.length > 0 ? BENCHMARKS : SPEED)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\nRunning ${name} …\n`);
  const results = await bench();
  console.log(resultTable(results));
  writeResults(name, results);
}
