import {
  type BuildContender,
  buildByRule,
  buildModernAhoCorasick,
  buildOurs,
  buildPyahocorasick,
  type Contender,
  hasPyahocorasick,
  type MatchRun,
} from "./peers.ts";
import { benchData, captionsOf } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

interface Peer {
  readonly build: BuildContender;
  /** How many times it builds; 0 when there is nothing to build. */
  readonly builds: number;
  readonly runs: number;
  /** Captions it is given, evenly spaced over the pool; all when left out. */
  readonly sample?: number;
}

const BUILDS = 3;
const RUNS = 7;
const PEERS: readonly Peer[] = [
  { build: buildByRule, builds: 0, runs: 3, sample: 50 },
  { build: buildModernAhoCorasick, builds: BUILDS, runs: RUNS },
  ...(hasPyahocorasick() ? [{ build: buildPyahocorasick, builds: BUILDS, runs: RUNS }] : []),
];

interface Captions {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Matching and counting on one thread, from captions in memory to entry counts: ours and each peer
 * in turn, on the same captions and metadata. Everybody spaces captions on the clock.
 *
 * @throws Error when a peer's entry counts are not ours
 */
export async function benchMatching(): Promise<BenchResult[]> {
  const { entries, pools } = benchData();
  const captions = pools.map((pool) => ({ name: pool.name, texts: captionsOf(pool) }));
  const results: BenchResult[] = [];
  for (const peer of PEERS) {
    const ours: Contender[] = [];
    const theirs: Contender[] = [];
    for (let build = 0; build < Math.max(1, peer.builds); build++) {
      for (const contender of [...ours, ...theirs]) contender.close();
      ours.push(await buildOurs(entries));
      theirs.push(await peer.build(entries));
    }
    if (peer.builds > 0) results.push(buildResult(ours, theirs, entries.length));
    const pair = { ours: ours.at(-1)!, theirs: theirs.at(-1)! };
    for (const pool of captions) results.push(...(await matchPool(pool, peer, pair)));
    pair.theirs.close();
  }
  return results;
}

function buildResult(
  ours: readonly Contender[],
  theirs: readonly Contender[],
  entries: number,
): BenchResult {
  const [our, their] = [ours, theirs].map((built) => median(built.map((b) => b.buildSeconds)));
  return {
    case: `index ${entries.toLocaleString("en")} entries`,
    ours: our,
    peer: their,
    unit: "s",
    ratio: their / our,
    runs: ours.length,
    peerVersion: theirs[0].version,
  };
}

async function matchPool(
  pool: Captions,
  { sample = pool.texts.length, runs }: Peer,
  { ours, theirs }: { readonly ours: Contender; readonly theirs: Contender },
): Promise<BenchResult[]> {
  const step = pool.texts.length / sample;
  const theirTexts = Array.from({ length: sample }, (_, i) => pool.texts[Math.floor(i * step)]);
  await ours.take(theirTexts);
  await theirs.take(theirTexts);
  const expected = await ours.match();
  assertSameCounts(expected, await theirs.match(), pool.name, theirs.version);
  await ours.take(pool.texts);
  await ours.match();

  const ourSeconds: number[] = [];
  const theirSeconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    ourSeconds.push((await ours.match()).seconds);
    const answer = await theirs.match();
    assertSameCounts(expected, answer, pool.name, theirs.version);
    theirSeconds.push(answer.seconds);
  }

  const isSample = sample < pool.texts.length;
  const result = (unit: string, ourWork: number, theirWork: number): BenchResult => {
    const our = ourWork / median(ourSeconds);
    const their = theirWork / median(theirSeconds);
    return {
      case: `match ${pool.name}${isSample ? ` (peer: a sample of ${sample})` : ""}`,
      ours: our,
      peer: their,
      unit,
      ratio: our / their,
      runs,
      peerVersion: theirs.version,
    };
  };
  return [
    result("captions/s", pool.texts.length, sample),
    result("MB/s", megabytes(pool.texts), megabytes(theirTexts)),
  ];
}

function megabytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
}

function assertSameCounts(ours: MatchRun, theirs: MatchRun, pool: string, peer: string): void {
  if (ours.hash === theirs.hash) return;
  throw new Error(
    `Entry counts of ${pool} differ: ${ours.matches} matches by Headtail, ${theirs.matches} by ${peer}. No speed counts until they agree.`,
  );
}
