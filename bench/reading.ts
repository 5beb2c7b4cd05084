import { hashKey, KEY_LANES } from "../src/core/text/hashKey.ts";
import { TextPacker } from "../src/core/text/packedText.ts";
import { encodeWtf8Into } from "../src/core/text/wtf8.ts";
import { collectCaptions } from "../src/engine/workers/captionColumns.ts";
import { captionReader } from "../src/formats/jsonl/captionReader.ts";
import { captionKey } from "../src/formats/jsonl/fields.ts";
import { type ByteSource, type LineSink, readLines } from "../src/formats/jsonl/lines.ts";
import { recordReader } from "../src/formats/jsonl/recordReader.ts";
import { benchData } from "./pools.ts";
import { type BenchResult, median } from "./result.ts";

const RUNS = 7;

/** What was read: nothing where lines were only parsed. */
interface Read {
  readonly texts: Uint8Array;
  readonly keyLanes: Uint32Array;
}

/**
 * Reading on one thread, from the bytes of a file in memory to packed captions and hashed keys:
 * ours, the same with JSON.parse, and JSON.parse alone take turns.
 *
 * @throws Error when ours and JSON.parse do not read the same
 */
export async function benchReading(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const pool of benchData().pools) results.push(...(await readPool(pool.name, pool.read())));
  return results;
}

async function readPool(name: string, bytes: Uint8Array): Promise<BenchResult[]> {
  const source: ByteSource = {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
  };
  const expected = await readByParsing(source);
  const seconds = { ours: [] as number[], parsed: [] as number[], limit: [] as number[] };
  for (let run = 0; run <= RUNS; run++) {
    const ours = await timed(() => readOurs(source));
    if (!isSame(ours.read, expected)) {
      throw new Error(`Headtail and JSON.parse read other captions or keys of ${name}.`);
    }
    const parsed = await timed(() => readByParsing(source));
    const limit = await timed(() => parseAlone(source));
    if (run === 0) continue;
    seconds.ours.push(ours.seconds);
    seconds.parsed.push(parsed.seconds);
    seconds.limit.push(limit.seconds);
  }
  const result = (peerSeconds: readonly number[], peer: string): BenchResult => {
    const [our, their] = [seconds.ours, peerSeconds].map((s) => bytes.length / 1e6 / median(s));
    return {
      case: `read ${name}`,
      ours: our,
      peer: their,
      unit: "MB/s",
      ratio: our / their,
      runs: RUNS,
      peerVersion: `${peer}, Node ${process.versions.node}`,
    };
  };
  return [
    result(seconds.parsed, "the same with JSON.parse"),
    result(seconds.limit, "limit: JSON.parse alone"),
  ];
}

async function timed<T>(read: () => Promise<T>): Promise<{ read: T; seconds: number }> {
  const start = performance.now();
  return { read: await read(), seconds: (performance.now() - start) / 1000 };
}

async function readOurs(source: ByteSource): Promise<Read> {
  const reader = captionReader("text");
  const collector = collectCaptions();
  await readAll(source, (bytes, start, end, offset) => {
    const reason = reader.read(bytes, start, end);
    if (reason === null) collector.addCaption(reader.text, reader.key, offset);
    else collector.addReject(reason);
  });
  const { texts, columns } = collector.finish();
  return { texts: texts.bytes, keyLanes: columns.keyLanes };
}

async function readByParsing(source: ByteSource): Promise<Read> {
  const reader = recordReader("text");
  const texts = new TextPacker();
  let keyLanes = new Uint32Array(4096);
  await readAll(source, (bytes, start, end) => {
    const caption = reader.read(bytes, start, end);
    if (typeof caption === "string") return;
    if ((texts.count + 1) * KEY_LANES > keyLanes.length) {
      const grown = new Uint32Array(keyLanes.length * 2);
      grown.set(keyLanes);
      keyLanes = grown;
    }
    const key = captionKey(caption.record);
    if (key !== null) hashCaptionKey(key, keyLanes, texts.count);
    texts.addString(caption.text);
  });
  keyLanes = keyLanes.slice(0, texts.count * KEY_LANES);
  return { texts: texts.finish().bytes, keyLanes };
}

let scratch = new Uint8Array(1024);

function hashCaptionKey(key: string, lanes: Uint32Array, index: number): void {
  if (key.length * 3 > scratch.length) scratch = new Uint8Array(key.length * 6);
  hashKey(scratch, 0, encodeWtf8Into(key, scratch, 0), lanes, index);
}

async function parseAlone(source: ByteSource): Promise<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  await readAll(source, (bytes, start, end) => {
    JSON.parse(decoder.decode(bytes.subarray(start, end)));
  });
}

function readAll(source: ByteSource, onLine: LineSink["onLine"]): Promise<void> {
  return readLines(source, 0, source.size, { onLine, onTooLong: () => {} });
}

function isSame(a: Read, b: Read): boolean {
  return (
    Buffer.compare(a.texts, b.texts) === 0 &&
    a.keyLanes.length === b.keyLanes.length &&
    a.keyLanes.every((lane, i) => lane === b.keyLanes[i])
  );
}
