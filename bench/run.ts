/**
 * Runs the benchmarks named as arguments, or all but scale, and prints them as a table. A whole run
 * and one of scale are also written to bench/results.json.
 */
import { cpus } from "node:os";
import { benchKernel } from "./kernel.ts";
import { benchMatching } from "./matching.ts";
import { benchPage } from "./page.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchReading } from "./reading.ts";
import { resultTable, writeResults } from "./report.ts";
import type { BenchResult } from "./result.ts";
import { benchScale, isOfScale } from "./scale.ts";

const BENCHMARKS: Record<string, () => Promise<BenchResult[]>> = {
  reading: benchReading,
  matching: benchMatching,
  kernel: benchKernel,
  pipeline: benchPipeline,
  page: benchPage,
  scale: benchScale,
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
  if (names.length > 0 ? !names.includes(name) : name === "scale") continue;
  console.log(`Running ${name} …`);
  results.push(...(await bench()));
}
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
console.log(
  `\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n\n${resultTable(results)}`,
);
if (names.length === 0) writeResults(results, (result) => !isOfScale(result));
if (names.includes("scale")) writeResults(results.filter(isOfScale), isOfScale);
