import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

const SAMPLE_MILLISECONDS = 300;

/**
 * Bytes of memory of all processes of the browsers that this process started, shared pages split
 * among those that share them (PSS); null where there is no /proc.
 */
export function browserMemory(): number | null {
  let numbers: number[];
  try {
    numbers = readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return null;
  }
  const children = new Map<number, number[]>();
  for (const number of numbers) {
    const parent = Number(field(number, "status", /^PPid:\s+(\d+)/m));
    children.set(parent, [...(children.get(parent) ?? []), number]);
  }
  const memoryUnder = (parent: number): number =>
    (children.get(parent) ?? [])
      .map((child) => (isBrowser(child) ? memoryOf(child) : 0) + memoryUnder(child))
      .reduce((sum, bytes) => sum + bytes, 0);
  return memoryUnder(process.pid);
}

function isBrowser(number: number): boolean {
  try {
    return basename(readlinkSync(`/proc/${number}/exe`)).includes("chrom");
  } catch {
    return false;
  }
}

function memoryOf(number: number): number {
  return Number(field(number, "smaps_rollup", /^Pss:\s+(\d+)/m)) * 1024;
}

/** "0" when the process has ended. */
function field(number: number, file: string, pattern: RegExp): string {
  try {
    return pattern.exec(readFileSync(`/proc/${number}/${file}`, "utf8"))?.[1] ?? "0";
  } catch {
    return "0";
  }
}

/** The most memory the browsers have while something runs, in bytes; null where there is no /proc. */
export async function peakMemory(run: () => Promise<unknown>): Promise<number | null> {
  let peak = browserMemory();
  const sample = () => {
    if (peak !== null) peak = Math.max(peak, browserMemory() ?? 0);
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  try {
    await run();
    sample();
  } finally {
    clearInterval(timer);
  }
  return peak;
}
