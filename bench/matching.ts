import { comparePeers, type Peer } from "./compare.ts";
import {
  buildByRule,
  buildModernAhoCorasick,
  buildPyahocorasick,
  buildTypescript,
  buildWasm,
  hasPyahocorasick,
} from "./peers.ts";
import { benchData } from "./pools.ts";
import type { BenchResult } from "./result.ts";

const BUILDS = 3;
const RUNS = 7;

/**
 * Matching and counting on one thread of Node, from captions in memory to entry counts: ours, in
 * TypeScript and in WASM, and each peer in turn, on the same captions and metadata.
 *
 * @throws Error when a peer's entry counts are not ours
 */
export async function benchMatching(): Promise<BenchResult[]> {
  const byRule = { build: buildByRule, builds: 0, runs: 3, sample: 50 };
  const peers: readonly Peer[] = [
    { build: buildModernAhoCorasick, builds: BUILDS, runs: RUNS },
    ...(hasPyahocorasick() ? [{ build: buildPyahocorasick, builds: BUILDS, runs: RUNS }] : []),
  ];
  const data = benchData();
  return [
    ...(await comparePeers({ build: buildTypescript, place: "" }, [byRule, ...peers], data)),
    ...(await comparePeers({ build: buildWasm, place: ", WASM kernel" }, peers, data)),
  ];
}
