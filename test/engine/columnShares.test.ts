import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { balance } from "../../src/core/balancing/balance.ts";
import { keptByThreshold, keptPart } from "../../src/core/balancing/keptAt.ts";
import { share } from "../../src/engine/memory.ts";
import { createColumnWorkerApi } from "../../src/engine/workers/columnApi.ts";
import { createColumnShares, sharesOf } from "../../src/engine/workers/columnShares.ts";
import {
  anyPool,
  anyThreshold,
  ENTRIES,
  entryLanes,
  type SmallPool,
  slicesOf,
} from "../core/support/pool.ts";

const anyCuts = fc.array(fc.nat(1000), { maxLength: 6 });
const anyWorkers = fc.nat(4);
/** The seed of {@link anyPool} is not told, so it is drawn anew. */
const SEED = 5;

/** The pool cut into slices, of which some may be empty, one file each two slices. */
function cut(pool: SmallPool, cuts: readonly number[]) {
  const edges = cuts.map((at) => at % (pool.tau.length + 1)).sort((a, b) => a - b);
  let caption = 0;
  return slicesOf(pool, edges).map((slice, i) => {
    const first = caption;
    caption += slice.tau.length;
    const keyLanes = pool.keyLanes.slice(first * 2, caption * 2);
    return { ...slice, keyLanes, file: i >> 1 };
  });
}

function sharesWith(workers: number) {
  const shares = createColumnShares();
  for (let position = 0; position < workers; position++) {
    const { port1, port2 } = new MessageChannel();
    createColumnWorkerApi().connect(port1);
    shares.addWorker(position, port2);
  }
  return shares;
}

const byWorkers = [0, 1, 2, 3, 4].map(sharesWith);
const alone = byWorkers[0];

describe.each([
  { where: "with memory of their own", isolated: undefined },
  { where: "with shared memory", isolated: true },
])("passes over columns on many workers, $where", ({ isolated }) => {
  beforeAll(() => {
    Object.assign(globalThis, { crossOriginIsolated: isolated });
  });
  afterAll(() => {
    Object.assign(globalThis, { crossOriginIsolated: undefined });
  });

  it("count the matches of every file", async () => {
    await fc.assert(
      fc.asyncProperty(anyPool, anyCuts, anyWorkers, async (pool, cuts, workers) => {
        const slices = cut(pool, cuts);
        const expected = Array.from({ length: slices.length }, () => new Array(ENTRIES).fill(0));
        for (const { file, entryIds } of slices) for (const id of entryIds) expected[file][id]++;
        const found = expected.map(() => new Array(ENTRIES).fill(0));
        for (const { file, entryIds, counts } of await byWorkers[workers].count(slices, ENTRIES)) {
          entryIds.forEach((id, i) => {
            found[file][id] += counts[i];
          });
        }
        expect(found).toEqual(expected);
      }),
    );
  });

  it("draw the same tau, in the same order", async () => {
    await fc.assert(
      fc.asyncProperty(anyPool, anyCuts, anyWorkers, async (pool, cuts, workers) => {
        const { entryCounts } = pool;
        const whole = await alone.draw([pool], entryCounts, entryLanes, SEED);
        const slices = cut(pool, cuts);
        const drawn = await byWorkers[workers].draw(slices, entryCounts, entryLanes, SEED);
        expect(drawn.tau.map(({ length }) => length)).toEqual(slices.map(({ tau }) => tau.length));
        expect(drawn.tau.flatMap((tau) => [...tau])).toEqual([...whole.tau[0]]);
        expect(drawn.kept).toEqual(keptByThreshold([keptPart([{ ...pool, tau: whole.tau[0] }])]));
      }),
    );
  });

  it("balance alike, expected sums but for their rounding", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPool,
        anyThreshold,
        anyCuts,
        anyWorkers,
        async (pool, t, cuts, workers) => {
          const expected = balance([pool], pool.entryCounts, t);
          const found = await byWorkers[workers].balance(cut(pool, cuts), pool.entryCounts, t);
          for (const key of ["t", "captionsKept", "balancedMatches", "balancedCounts"] as const) {
            expect(found[key]).toEqual(expected[key]);
          }
          expect(found.keptByMatches.captions).toEqual(expected.keptByMatches.captions);
          expect(found.keptByMatches.kept).toEqual(expected.keptByMatches.kept);
          expect(found.expectedKept).toBeCloseTo(expected.expectedKept, 9);
          expect(found.keptDeviation ** 2).toBeCloseTo(expected.keptDeviation ** 2, 9);
          expect(found.expectedBalancedMatches).toBeCloseTo(expected.expectedBalancedMatches, 9);
          found.expectedBalancedCounts.forEach((count, id) => {
            expect(count).toBeCloseTo(expected.expectedBalancedCounts[id], 9);
          });
        },
      ),
    );
  });

  it("put what all workers see in shared memory, where there is any", async () => {
    const [pool] = fc.sample(anyPool, { numRuns: 1, seed: 1 });
    const { tau } = await byWorkers[2].draw([pool], pool.entryCounts, entryLanes, SEED);
    const Memory = isolated ? SharedArrayBuffer : ArrayBuffer;
    for (const column of tau) expect(column.buffer).toBeInstanceOf(Memory);
  });
});

describe("the shares of workers", () => {
  it("are all slices in order, none with more than its part and half of the slices at its ends", () => {
    const anySlices = fc.array(
      fc.nat(50).map((length) => ({ entryIds: new Uint32Array(length) })),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anySlices, fc.integer({ min: 1, max: 8 }), (slices, count) => {
        const shares = sharesOf(slices, count);
        expect(shares.flat()).toEqual(slices);
        expect(shares.length).toBeGreaterThanOrEqual(1);
        expect(shares.length).toBeLessThanOrEqual(count);
        const matchesOf = (share: typeof slices) =>
          share.reduce((sum, { entryIds }) => sum + entryIds.length, 0);
        const largest = Math.max(0, ...slices.map(({ entryIds }) => entryIds.length));
        for (const share of shares) {
          expect(matchesOf(share)).toBeLessThanOrEqual(matchesOf(slices) / count + largest);
        }
      }),
    );
  });
});

/** A line on which messages with shared memory are lost, as in Firefox. */
function lossy(port: MessagePort): MessagePort {
  const holdsShared = (value: unknown): boolean =>
    value instanceof SharedArrayBuffer ||
    (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) ||
    (typeof value === "object" &&
      value !== null &&
      !ArrayBuffer.isView(value) &&
      Object.values(value).some(holdsShared));
  const { addEventListener } = port;
  return Object.assign(port, {
    addEventListener: (type: string, listener: (event: Event) => void) =>
      addEventListener.call(port, type, (event) => {
        if (!holdsShared((event as MessageEvent).data)) listener(event);
      }),
  });
}

it("are made by the pool worker alone where memory cannot be shared on a line", async () => {
  Object.assign(globalThis, { crossOriginIsolated: true });
  try {
    const shares = createColumnShares();
    for (const position of [0, 1]) {
      const { port1, port2 } = new MessageChannel();
      createColumnWorkerApi().connect(lossy(port1));
      shares.addWorker(position, port2);
    }
    const [pool] = fc.sample(anyPool, { numRuns: 1, seed: 1 });
    const slices = cut(pool, [3, 5]).map((slice) => share(slice));
    for (const t of [1, 4]) {
      const { counts } = share({ counts: pool.entryCounts });
      const found = await shares.balance(slices, counts, t);
      const expected = balance([pool], pool.entryCounts, t);
      expect(found.balancedCounts).toEqual(expected.balancedCounts);
      expect(found.captionsKept).toBe(expected.captionsKept);
    }
  } finally {
    Object.assign(globalThis, { crossOriginIsolated: undefined });
  }
});
