import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { damagedSentence, isGzip, truncatedSentence } from "../formats/gzip.ts";
import { InputError } from "../formats/inputError.ts";
import { joinBytes } from "../formats/joinBytes.ts";
import { decodeText } from "../formats/metadata.ts";
import type { RecordSource } from "../formats/records/record.ts";
import { directorySentence } from "../formats/sniff.ts";
import { isZstd, unzstd } from "../formats/zstd.ts";

const BLOCK_BYTES = 2 ** 20;
const HEAD_BYTES = 2 ** 16;

/**
 * Reads a UTF-8 file whole, unpacked where it is a gzip file.
 *
 * @throws InputError when it cannot be read or is not UTF-8
 */
export async function readText(path: string): Promise<string> {
  return decodeText(path, await readBytes(path));
}

/**
 * Reads a file whole, unpacked where it is packed.
 *
 * @throws InputError when it cannot be read
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  const { stream } = await openFile(path);
  const parts: Uint8Array[] = [];
  for await (const bytes of stream) parts.push(bytes);
  return joinBytes(parts);
}

/** A file opened for reading, front to end. */
export interface OpenedFile {
  /** Its first bytes, up to 64 kB. */
  readonly head: Uint8Array;
  /** All its bytes, unpacked where it is a gzip file. Throws an InputError where reading fails. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/**
 * Opens a file, or standard input for "-".
 *
 * @throws InputError when it cannot be read
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const opened = await peek(blocksOf(path));
  const name = nameOf(path);
  if (isGzip(opened.head)) return peek(unpacked(name, opened.stream));
  return isZstd(opened.head) ? peek(unzstd(opened.stream, name)) : opened;
}

/**
 * A file as the readers of formats take it, with its first bytes.
 *
 * @throws InputError when it is standard input, which can be read once only
 */
export async function openRecords(
  path: string,
): Promise<{ readonly source: RecordSource; readonly head: Uint8Array }> {
  const { head } = await openFile(path);
  const { size } = await stat(path);
  const isPacked = /\.(?:gz|zst)$/i.test(path);
  const source: RecordSource = {
    name: basename(path),
    size,
    async *stream() {
      const { stream } = await openFile(path);
      yield* stream;
    },
    async read(start, end) {
      if (isPacked) throw new InputError(packedSentence(source.name));
      const file = await open(path);
      try {
        const bytes = new Uint8Array(end - start);
        await file.read(bytes, 0, bytes.length, start);
        return bytes;
      } finally {
        await file.close();
      }
    },
  };
  return { source, head };
}

/** Reads ahead until the first bytes are known. */
async function peek(blocks: AsyncGenerator<Uint8Array>): Promise<OpenedFile> {
  const first: Uint8Array[] = [];
  for (let length = 0; length < HEAD_BYTES; length += first[first.length - 1].length) {
    const { done, value } = await blocks.next();
    if (done) break;
    first.push(value);
  }
  async function* stream() {
    yield* first;
    yield* blocks;
  }
  return { head: joinBytes(first).subarray(0, HEAD_BYTES), stream: stream() };
}

async function* unpacked(
  name: string,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const unpacking = createGunzip({ chunkSize: BLOCK_BYTES });
  pipeline(packed, unpacking).catch(() => {});
  try {
    yield* unpacking;
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(gzipSentence(name, error));
  }
}

function packedSentence(name: string): string {
  return `${name} is packed, and its format is read from its end. Unpack it first (gunzip, unzstd), and name the file that gives.`;
}

function gzipSentence(name: string, error: unknown): string {
  const isCutShort = (error as NodeJS.ErrnoException).code === "Z_BUF_ERROR";
  return isCutShort ? truncatedSentence(name) : damagedSentence(name);
}

/** What messages call a file. */
export function nameOf(path: string): string {
  return path === "-" ? "Standard input" : path;
}

async function* blocksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === "-" ? process.stdin : createReadStream(path, { highWaterMark: BLOCK_BYTES });
  } catch (error) {
    throw unreadable(nameOf(path), error as NodeJS.ErrnoException);
  }
}

function unreadable(name: string, error: NodeJS.ErrnoException): InputError {
  return new InputError(unreadableSentence(name, error));
}

function unreadableSentence(name: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return `There is no file ${name}. Check its path.`;
    case "EACCES":
      return `${name} may not be read by you. Change its permissions, or name another file.`;
    case "EISDIR":
      return directorySentence(name);
    default:
      return `${name} cannot be read: ${message}.`;
  }
}
