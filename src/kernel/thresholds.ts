import { seedsOf } from "../core/balancing/draw.ts";
import { criticalThresholdsFor, type TauInputs, type ThresholdsOf } from "../core/balancing/tau.ts";
import { KEY_LANES } from "../core/text/hashKey.ts";
import { canRunWasm, instantiate } from "./module.ts";

/** What src/kernel/assembly/draw.ts exports. */
interface Exports {
  fillDrawTable(
    table: number,
    entries: number,
    lanes: number,
    counts: number,
    seed1: number,
    seed2: number,
  ): void;
  drawTau(
    table: number,
    captions: number,
    matchStart: number,
    entryIds: number,
    keyLanes: number,
    tau: number,
  ): void;
}

/** The constants of the WASM module lie before. */
const TABLE_AT = 1024;
/** Of an entry in the table. */
const ENTRY_BYTES = 16;
const MOST_CAPTIONS = 2 ** 18;
const MOST_MATCHES = 2 ** 20;
const PAGE = 2 ** 16;

/**
 * The critical thresholds of many slices, in WASM where it runs, and where a slice is not too large
 * for it; `criticalThresholdsFor` gives the same.
 *
 * @param entryCounts entry counts of the whole pool, by entry id
 * @param entryLanes hashed entries, two lanes an entry
 * @param seed integer from 0 to 2^32 − 1
 */
export function thresholdsFor(
  entryCounts: Uint32Array,
  entryLanes: Uint32Array,
  seed: number,
): ThresholdsOf {
  let typescript: ThresholdsOf | null = null;
  const inTypescript: ThresholdsOf = (captions, tau) => {
    typescript ??= criticalThresholdsFor(entryCounts, entryLanes, seed);
    return typescript(captions, tau);
  };
  if (!canRunWasm()) return inTypescript;

  const entries = entryCounts.length;
  const idsAt = TABLE_AT + entries * ENTRY_BYTES;
  const startsAt = idsAt + MOST_MATCHES * 4;
  const keysAt = startsAt + (MOST_CAPTIONS + 2) * 4;
  const tauAt = keysAt + MOST_CAPTIONS * KEY_LANES * 4;
  // Where captions come to lie, lanes and counts lie first.
  const lanesAt = idsAt;
  const countsAt = lanesAt + entries * KEY_LANES * 4;
  const end = Math.max(tauAt + MOST_CAPTIONS * 8, countsAt + entries * 4);
  const pages = Math.ceil(end / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const noJson = () => 0;
  const { fillDrawTable, drawTau } = instantiate(memory, noJson) as unknown as Exports;
  new Uint32Array(memory.buffer, lanesAt, entries * KEY_LANES).set(entryLanes);
  new Uint32Array(memory.buffer, countsAt, entries).set(entryCounts);
  const [seed1, seed2] = seedsOf(seed);
  fillDrawTable(TABLE_AT, entries, lanesAt, countsAt, seed1, seed2);

  return (captions: TauInputs, tau) => {
    const { matchStart, entryIds, keyLanes } = captions;
    const count = matchStart.length - 1;
    if (count > MOST_CAPTIONS || entryIds.length > MOST_MATCHES) return inTypescript(captions, tau);
    new Uint32Array(memory.buffer, idsAt, entryIds.length).set(entryIds);
    new Uint32Array(memory.buffer, startsAt, count + 1).set(matchStart);
    new Uint32Array(memory.buffer, keysAt, count * KEY_LANES).set(keyLanes);
    drawTau(TABLE_AT, count, startsAt, idsAt, keysAt, tauAt);
    const drawn = tau ?? new Float64Array(count);
    drawn.set(new Float64Array(memory.buffer, tauAt, count));
    return drawn;
  };
}
