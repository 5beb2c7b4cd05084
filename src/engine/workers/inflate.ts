import { type FlateError, FlateErrorCode, Gunzip } from "fflate";
import { createCRC32 } from "hash-wasm";
import { damagedSentence, isDeflated, truncatedSentence } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import type { ByteSource } from "../../formats/jsonl/lines.ts";
import type { NamedBlob } from "../slice.ts";
import { fileSource } from "./fileSource.ts";

/** Some of the text of a gzip file. */
export interface Inflated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the gzip file that were read so far. */
  readonly bytesRead: number;
}

const BLOCK_BYTES = 2 ** 20;
/** fflate goes one call deeper with every member that ends in what it is given. */
const PUSH_BYTES = 2 ** 16;
/** CRC-32 and length of a member, four bytes each, little-endian. */
const TRAILER_BYTES = 8;
/** The least that a member begins with. */
const MEMBER_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/**
 * Unpacks a gzip file, front to end. A file of many members is unpacked by the browser as far as
 * the first, since it refuses what follows, and then from the start by {@link inflateMembers}.
 *
 * @throws InputError when the file cannot be read, is cut short or is damaged
 */
export async function* inflate(file: NamedBlob): AsyncGenerator<Inflated> {
  let given = 0;
  try {
    for await (const inflated of inflateOneMember(file)) {
      given += inflated.bytes.length;
      yield inflated;
    }
    return;
  } catch {
    // What is wrong, if anything, is told below.
  }
  let skip = given;
  for await (const { bytes, bytesRead } of inflateMembers(file)) {
    const isNew = bytes.length > skip;
    if (isNew) yield { bytes: bytes.subarray(skip), bytesRead };
    skip = Math.max(0, skip - bytes.length);
  }
}

async function* inflateOneMember({ blob }: NamedBlob): AsyncGenerator<Inflated> {
  let bytesRead = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytesRead += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const reader = blob
    .stream()
    .pipeThrough(counting)
    .pipeThrough(new DecompressionStream("gzip"))
    .getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield { bytes: next.value, bytesRead };
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Unpacks a gzip file of any number of members. Zeros after the last are padding.
 *
 * @throws InputError when the file cannot be read, is cut short or is damaged
 */
export async function* inflateMembers(file: NamedBlob): AsyncGenerator<Inflated> {
  const { name } = file;
  const source = fileSource(file);
  const checksum = await createCRC32();
  let length = 0;
  let inflated: Uint8Array<ArrayBuffer>[] = [];
  let ended: EndedMember[] = [];
  let lastEnd = 0;

  const gunzip = new Gunzip((bytes) => {
    checksum.update(bytes);
    length += bytes.length;
    if (bytes.length > 0) inflated.push(bytes as Uint8Array<ArrayBuffer>);
  });
  gunzip.onmember = (end) => {
    ended.push({ end, trailer: trailerOf(checksum.digest(), length) });
    lastEnd = end;
    checksum.init();
    length = 0;
  };

  /** Returns whether anything but padding is left. */
  async function push(bytes: Uint8Array, failure: string): Promise<boolean> {
    try {
      gunzip.push(bytes);
      return true;
    } catch (error) {
      const isBetweenMembers = (error as FlateError).code === FlateErrorCode.InvalidHeader;
      const trailer = trailerOf(checksum.digest(), length);
      if (isBetweenMembers && (await endsInZeros(source, trailer))) return false;
      throw new InputError(failure);
    }
  }

  /** @param read reads bytes that were pushed */
  async function checkTrailers(read: ByteSource["read"]): Promise<void> {
    for (const { end, trailer } of ended) {
      if (!areEqual(await read(end - TRAILER_BYTES, end), trailer)) {
        throw new InputError(damagedSentence(name));
      }
    }
    ended = [];
  }

  if (!isDeflated(await source.read(0, Math.min(TRAILER_BYTES, source.size)))) {
    throw new InputError(damagedSentence(name));
  }
  for (let start = 0; start < source.size; start += BLOCK_BYTES) {
    const block = await source.read(start, Math.min(start + BLOCK_BYTES, source.size));
    const read: ByteSource["read"] = async (from, end) =>
      from < start ? source.read(from, end) : block.subarray(from - start, end - start);
    for (let at = 0; at < block.length; at += PUSH_BYTES) {
      const pushed = block.subarray(at, at + PUSH_BYTES);
      const goesOn = await push(pushed, damagedSentence(name));
      await checkTrailers(read);
      const bytesRead = start + at + pushed.length;
      for (const bytes of inflated) yield { bytes, bytesRead };
      inflated = [];
      if (!goesOn) return;
    }
  }
  // That the last member has ended shows only where another begins.
  const goesOn = await push(MEMBER_HEADER, truncatedSentence(name));
  await checkTrailers(source.read);
  if (goesOn && lastEnd !== source.size) throw new InputError(truncatedSentence(name));
}

/** A member and what stands at its end. */
interface EndedMember {
  readonly end: number;
  readonly trailer: Uint8Array;
}

/** @param checksum CRC-32 in hex */
function trailerOf(checksum: string, length: number): Uint8Array {
  const trailer = new DataView(new ArrayBuffer(TRAILER_BYTES));
  trailer.setUint32(0, Number.parseInt(checksum, 16), true);
  trailer.setUint32(4, length, true);
  return new Uint8Array(trailer.buffer);
}

/** Whether a file ends in a trailer and zeros, one at least. */
async function endsInZeros(source: ByteSource, trailer: Uint8Array): Promise<boolean> {
  const zeros = TRAILER_BYTES - lengthWithoutZeros(trailer);
  const end = (await endWithoutZeros(source)) + zeros;
  if (end < TRAILER_BYTES || end >= source.size) return false;
  return areEqual(await source.read(end - TRAILER_BYTES, end), trailer);
}

async function endWithoutZeros(source: ByteSource): Promise<number> {
  for (let end = source.size; end > 0; end -= BLOCK_BYTES) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const length = lengthWithoutZeros(await source.read(start, end));
    if (length > 0) return start + length;
  }
  return 0;
}

function lengthWithoutZeros(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

function areEqual(some: Uint8Array, others: Uint8Array): boolean {
  return some.length === others.length && some.every((byte, i) => byte === others[i]);
}
