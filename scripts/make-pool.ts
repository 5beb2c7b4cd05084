/**
 * Makes a pool of captions of any size: npm run make-pool -- FILE [CAPTIONS] [SEED].
 *
 * Each caption is the beginning of one real caption and the end of another, so that common words,
 * phrases and rare tokens are met as often as in the real ones.
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
}

const SPACE = 0x20;
const BLOCK_BYTES = 2 ** 22;
/** More than any line has. */
const LINE_BYTES = 2 ** 16;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

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
  const files = hasShared
    ? ["museums.jsonl.gz", "cc3m-val.jsonl", "coco-val2017.jsonl"].map(
        (name) => `${shared}data/${name}`,
      )
    : [fileURLToPath(new URL("../public/data/demo.jsonl", import.meta.url))];
  const texts = files.flatMap((path) => {
    const bytes = readFileSync(path);
    const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line).text as string);
  });
  const written = texts.map((text) => Buffer.from(JSON.stringify(text).slice(1, -1)));
  const starts = new Uint32Array(written.length + 1);
  for (const [i, { length }] of written.entries()) starts[i + 1] = starts[i] + length;
  return { bytes: Buffer.concat(written), starts };
}

function writeLine(block: Buffer, start: number, { bytes, starts }: Sources, draw: number): number {
  const captions = starts.length - 1;
  const first = below(mix(draw ^ 0x5bd1e995), captions);
  const second = below(mix(draw ^ 0x1b873593), captions);
  let uid = "";
  for (let word = 1; word <= 4; word++) uid += hex(mix(draw + Math.imul(word, 0x9e3779b1)));
  let at = start;
  at += block.write(
    `{"uid":"${uid}","url":"https://example.org/photos/${uid.slice(0, 12)}.jpg","text":"`,
    at,
  );
  const cut = spaceNear(bytes, starts[first], starts[first + 1], draw & 0xff);
  at = copy(bytes, starts[first], cut, block, at);
  const rest = spaceNear(bytes, starts[second], starts[second + 1], draw & 0xff);
  at = copy(bytes, rest, starts[second + 1], block, at);
  return at + block.write('"}\n', at);
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

function hex(word: number): string {
  return HEX[word >>> 24] + HEX[(word >>> 16) & 0xff] + HEX[(word >>> 8) & 0xff] + HEX[word & 0xff];
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path, captions = "10000000", seed = "1"] = argv;
  if (path === undefined) throw new Error("Say where: npm run make-pool -- FILE [CAPTIONS] [SEED]");
  const bytes = makePool(path, Number(captions), Number(seed));
  console.log(
    `${Number(captions).toLocaleString("en")} captions, ${bytes.toLocaleString("en")} bytes: ${path}`,
  );
}
