import { buildIndex, packText } from "../src/core/index.ts";
import type { Kernel } from "../src/kernel/lineColumns.ts";
import { openKernel } from "../src/kernel/openKernel.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const RUNS = 7;
/** As the page cuts files. */
const SLICE_BYTES = 2 ** 20;

/**
 * From the bytes of a file in memory to the columns of its captions, matched, on one thread: ours
 * and JSON.parse of every line, and nothing more, take turns.
 */
export async function benchReading(): Promise<BenchResult[]> {
  const { entries, pools } = benchData();
  const kernel = openKernel(buildIndex(packText(entries)), 0);
  return pools.map((pool) => readPool(kernel, pool.name, pool.read()));
}

function readPool(kernel: Kernel, name: string, bytes: Uint8Array): BenchResult {
  const slices = [...slicesOf(bytes)];
  const ours: number[] = [];
  const limit: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const our = seconds(() => {
      for (const slice of slices) kernel.matchLines(slice, "text");
    });
    const their = seconds(() => {
      for (const slice of slices) parseLines(slice);
    });
    if (run === 0) continue;
    ours.push(our);
    limit.push(their);
  }
  const [our, their] = [ours, limit].map((times) => bytes.length / 1e6 / median(times));
  return {
    case: `read and match ${name}`,
    ours: our,
    peer: their,
    unit: "MB/s",
    ratio: our / their,
    runs: RUNS,
    peerVersion: `limit: JSON.parse alone, Node ${process.versions.node}`,
  };
}

/** Whole lines, about so many bytes at a time. */
function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start + SLICE_BYTES);
    const end = newline === -1 ? bytes.length : newline + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

function parseLines(bytes: Uint8Array): void {
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line !== "") JSON.parse(line);
  }
}

function seconds(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}
