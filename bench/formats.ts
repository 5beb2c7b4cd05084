import { recordsOf, shapeOf } from "../src/formats/readers.ts";
import { firstRecordsOf } from "../src/formats/records/look.ts";
import { detectColumns, mappedColumns } from "../src/formats/records/mapping.ts";
import type { RecordSource } from "../src/formats/records/record.ts";
import { recordText } from "../src/formats/records/text.ts";
import { jsonlOf, pairsOf, poolFiles } from "../test/support/poolFiles.ts";
import { benchData, captionsOf } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const CAPTIONS = 50_000;
const RUNS = 5;
const BLOCK_BYTES = 2 ** 20;
const HEAD_BYTES = 2 ** 16;

/** From the bytes of a file to the lines that are matched, on one thread, for every format. */
export async function benchFormats(): Promise<BenchResult[]> {
  const [pool] = benchData().pools;
  const pairs = pairsOf(captionsOf(pool).slice(0, CAPTIONS));
  const jsonl = { name: "pairs.jsonl", bytes: new TextEncoder().encode(jsonlOf(pairs)) };
  const files = [jsonl, ...poolFiles(pairs).filter(({ name }) => !name.endsWith(".gz"))];
  const opened = await Promise.all(files.map(open));
  const times = opened.map((): number[] => []);
  for (let run = 0; run <= RUNS; run++) {
    for (const [i, file] of opened.entries()) {
      const seconds = await timeReading(file, pairs.length);
      if (run > 0) times[i].push(seconds);
    }
  }
  const speeds = times.map((each) => pairs.length / median(each));
  return files.slice(1).map(({ name }, i) => ({
    case: `records of ${name}, ${pool.name}`,
    ours: speeds[i + 1],
    peer: speeds[0],
    unit: "captions/s",
    ratio: speeds[i + 1] / speeds[0],
    runs: RUNS,
    peerVersion: "JSONL by the same way",
  }));
}

type Opened = Awaited<ReturnType<typeof open>>;

async function open({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }) {
  const source: RecordSource = {
    name,
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream() {
      for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
        yield bytes.slice(at, at + BLOCK_BYTES);
      }
    },
  };
  const shape = await shapeOf(source, bytes.subarray(0, HEAD_BYTES));
  const { mapping } = detectColumns(await firstRecordsOf(source, shape));
  return { source, shape, mapping };
}

async function timeReading({ source, shape, mapping }: Opened, captions: number): Promise<number> {
  const start = performance.now();
  const text = recordText(source.name, mapping, () => null);
  for await (const batch of await recordsOf(source, shape, mappedColumns(mapping))) text.add(batch);
  const seconds = (performance.now() - start) / 1000;
  if (text.lines !== captions || text.rejects.length > 0) {
    throw new Error(`${source.name} gave ${text.lines} lines of ${captions}`);
  }
  return seconds;
}
