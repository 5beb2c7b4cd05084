/** One measured pair, as it stands in bench/results.json. */
export interface BenchResult {
  readonly case: string;
  readonly ours: number;
  readonly peer: number;
  /** Of `ours` and `peer`. */
  readonly unit: string;
  /** How many times better than the peer we are. */
  readonly ratio: number;
  readonly runs: number;
  readonly peerVersion: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a share of the values does not pass. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1];
}
