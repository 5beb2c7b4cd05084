import type { BuildContender, Contender, MatchRun } from "./peers.ts";
import { type BenchData, captionsOf } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

/** Which of our matchers is compared, and where it runs. */
export interface Ours {
  readonly build: BuildContender;
  /** Ends the names of the cases. */
  readonly place: string;
}

export interface Peer {
  readonly build: BuildContender;
  /** How many times it builds; 0 when there is nothing to build. */
  readonly builds: number;
  readonly runs: number;
  /** Captions it is given, evenly spaced over the pool; all when left out. */
  readonly sample?: number;
}

interface Captions {
  readonly name: string;
  readonly texts: readonly string[];
}

interface Pair {
  readonly ours: Contender;
  readonly theirs: Contender;
}

/**
 * From captions in memory to entry counts: ours and each peer in turn, on the same captions and
 * metadata. Everybody spaces captions on the clock.
 *
 * @throws Error when a peer's entry counts are not ours
 */
export async function comparePeers(
  { build: buildOurs, place }: Ours,
  peers: readonly Peer[],
  { entries, pools }: BenchData,
): Promise<BenchResult[]> {
  const captions = pools.map((pool) => ({ name: pool.name, texts: captionsOf(pool) }));
  const results: BenchResult[] = [];
  for (const peer of peers) {
    const pairs: Pair[] = [];
    for (let build = 0; build < Math.max(1, peer.builds); build++) {
      if (build > 0) closePair(pairs[build - 1]);
      pairs.push({ ours: await buildOurs(entries), theirs: await peer.build(entries) });
    }
    if (peer.builds > 0) results.push(buildResult(pairs, entries.length, place));
    const pair = pairs[pairs.length - 1];
    for (const pool of captions) results.push(...(await matchPool(pool, peer, pair, place)));
    closePair(pair);
  }
  return results;
}

function closePair({ ours, theirs }: Pair): void {
  ours.close();
  theirs.close();
}

function buildResult(pairs: readonly Pair[], entries: number, place: string): BenchResult {
  const our = median(pairs.map(({ ours }) => ours.buildSeconds));
  const their = median(pairs.map(({ theirs }) => theirs.buildSeconds));
  return {
    case: `index ${entries.toLocaleString("en")} entries${place}`,
    ours: our,
    peer: their,
    unit: "s",
    ratio: their / our,
    runs: pairs.length,
    peerVersion: pairs[0].theirs.version,
  };
}

async function matchPool(
  pool: Captions,
  { sample = pool.texts.length, runs }: Peer,
  { ours, theirs }: Pair,
  place: string,
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
      case: `match ${pool.name}${place}${isSample ? ` (peer: a sample of ${sample})` : ""}`,
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
