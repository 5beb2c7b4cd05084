/**
 * Makes a pool of captions of any size: npm run make-pool -- FILE [CAPTIONS] [SEED].
 *
 * One caption in four is a real one, the others are the beginning of a real caption and the end of
 * another of the same source, cut at spaces. Against the real captions in the same shares, a million
 * have 98.3% of captions matched (97.3%), 11.1 matches a caption (11.2), and the same tail share to
 * 0.002 at each t of 5, 20, 100, 500, 2,000 and 10,000.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { mix } from "../src/core/text/hashKey.ts";
import { hasShared, shared } from "../test/shared.ts";

/** Captions as JSON strings without their quotes, one after the other. */
interface Sources {
  readonly bytes: Uint8Array;
  /** One more than there are captions. */
  readonly starts: Uint32Array;
  /** Captions of one source stand together; a source is here as often as its weight says. */
  readonly ranges: readonly CaptionRange[];
}

interface CaptionRange {
  readonly first: number;
  readonly captions: number;
}

/** Museums have long captions: few of them bring the mean below 60 bytes. */
const REAL_POOLS = [
  { name: "museums.jsonl.gz", weight: 1 },
  { name: "cc3m-val.jsonl", weight: 3 },
  { name: "coco-val2017.jsonl", weight: 3 },
];

const SPACE = 0x20;
const BLOCK_BYTES = 2 ** 22;
/** More than any line has. */
const LINE_BYTES = 2 ** 16;
const HEX = Buffer.from("0123456789abcdef");
const BEFORE_UID = Buffer.from('{"uid":"');
const BEFORE_NAME = Buffer.from('","url":"https://example.org/photos/');
const BEFORE_TEXT = Buffer.from('.jpg","text":"');
const AFTER_TEXT = Buffer.from('"}\n');
/** Where these bits of a draw are zero, one in four, a caption is whole. */
const WHOLE = 0x300;

/**
 * Writes a pool as JSONL: uid, url and text. Line n hangs on the seed and n alone, so a smaller
 * pool is the beginning of a larger one.
 *
 * @returns bytes written
 */
export function makePool(path: string, captions: number, seed = 1): number {
  const sources = realCaptions();
  const file = openSync(path, "w");
  const block = Buffer.alloc(BLOCK_BYTES + LINE_BYTES);
  let written = 0;
  let end = 0;
  for (let n = 0; n < captions; n++) {
    end = writeLine(block, end, sources, mix(mix(seed) + n));
    if (end < BLOCK_BYTES && n < captions - 1) continue;
    written += writeSync(file, block, 0, end);
    end = 0;
  }
  closeSync(file);
  return written;
}

/** Real captions where they stand beside the repository, otherwise those of the demo pool. */
function realCaptions(): Sources {
  const pools = hasShared
    ? REAL_POOLS.map(({ name, weight }) => ({ path: `${shared}data/${name}`, weight }))
    : [{ path: fileURLToPath(new URL("../public/data/demo.jsonl", import.meta.url)), weight: 1 }];
  const written: Buffer[] = [];
  const ranges: CaptionRange[] = [];
  for (const { path, weight } of pools) {
    const texts = textsOf(path);
    for (let i = 0; i < weight; i++) {
      ranges.push({ first: written.length, captions: texts.length });
    }
    for (const text of texts) written.push(Buffer.from(JSON.stringify(text).slice(1, -1)));
  }
  const starts = new Uint32Array(written.length + 1);
  for (const [i, { length }] of written.entries()) starts[i + 1] = starts[i] + length;
  return { bytes: Buffer.concat(written), starts, ranges };
}

function textsOf(path: string): string[] {
  const bytes = readFileSync(path);
  const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line).text);
}

function writeLine(block: Buffer, start: number, sources: Sources, draw: number): number {
  const { bytes, starts, ranges } = sources;
  const { first, captions } = ranges[below(mix(draw ^ 0x2545f491), ranges.length)];
  const one = first + below(mix(draw ^ 0x5bd1e995), captions);
  const other = first + below(mix(draw ^ 0x1b873593), captions);
  let at = copy(BEFORE_UID, 0, BEFORE_UID.length, block, start);
  const uid = at;
  for (let word = 1; word <= 4; word++) {
    at = writeHex(mix(draw + Math.imul(word, 0x9e3779b1)), block, at);
  }
  at = copy(BEFORE_NAME, 0, BEFORE_NAME.length, block, at);
  at = copy(block, uid, uid + 12, block, at);
  at = copy(BEFORE_TEXT, 0, BEFORE_TEXT.length, block, at);
  if ((draw & WHOLE) === 0) {
    at = copy(bytes, starts[one], starts[one + 1], block, at);
  } else {
    const cut = spaceNear(bytes, starts[one], starts[one + 1], draw & 0xff);
    at = copy(bytes, starts[one], cut, block, at);
    const rest = spaceNear(bytes, starts[other], starts[other + 1], draw & 0xff);
    at = copy(bytes, rest, starts[other + 1], block, at);
  }
  return copy(AFTER_TEXT, 0, AFTER_TEXT.length, block, at);
}

/** The first space after a share of a caption (in 256ths), or its end. */
function spaceNear(bytes: Uint8Array, start: number, end: number, share: number): number {
  let at = start + (((end - start) * share) >> 8);
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  for (let i = start; i < end; i++) to[at + i - start] = from[i];
  return at + end - start;
}

function below(draw: number, limit: number): number {
  return Math.floor(((draw >>> 0) / 2 ** 32) * limit);
}

function writeHex(word: number, to: Uint8Array, at: number): number {
  for (let i = 0; i < 8; i++) to[at + i] = HEX[(word >>> (28 - 4 * i)) & 0xf];
  return at + 8;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path, captions = "10000000", seed = "1"] = argv;
  if (path === undefined) throw new Error("Say where: npm run make-pool -- FILE [CAPTIONS] [SEED]");
  const bytes = makePool(path, Number(captions), Number(seed));
  console.log(
    `${Number(captions).toLocaleString("en")} captions, ${bytes.toLocaleString("en")} bytes: ${path}`,
  );
}
