import type { Packing } from "../../formats/formats.ts";
import { isGzip } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import { joinBytes } from "../../formats/joinBytes.ts";
import type { RecordSource } from "../../formats/records/record.ts";
import { isZstd, unzstd } from "../../formats/zstd.ts";
import type { NamedBlob } from "../slice.ts";
import { blocksOf, fileSource } from "./fileSource.ts";
import { inflate } from "./inflate.ts";

/** A file, unpacked as it is read, and how far it is. */
export interface UnpackedSource extends RecordSource {
  /** Bytes of the file, packed as it is, that were read so far. */
  readonly bytesRead: number;
}

/** What a file is packed with. */
export function packingOf(start: Uint8Array): Packing {
  if (isGzip(start)) return "gzip";
  return isZstd(start) ? "zstd" : "none";
}

/** A file that is packed is read from front to end only; see {@link unpackedBlob}. */
export function recordSource(file: NamedBlob, packing: Packing): UnpackedSource {
  const { name } = file;
  const source = fileSource(file);
  let bytesRead = 0;

  async function* blocks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const { block, start } of blocksOf(source)) {
      bytesRead = start + block.length;
      yield block;
    }
  }

  async function* inflated(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const { bytes, bytesRead: read } of inflate(file)) {
      bytesRead = read;
      yield bytes;
    }
  }

  return {
    name,
    size: source.size,
    get bytesRead() {
      return bytesRead;
    },
    read(start, end) {
      if (packing !== "none") throw new TypeError(`${name} is packed`);
      bytesRead = Math.max(bytesRead, end);
      return source.read(start, end);
    },
    stream() {
      if (packing === "gzip") return inflated();
      return packing === "zstd" ? unzstd(blocks(), name) : blocks();
    },
  };
}

/** What a packed file holds, as a file of its own: for formats that are read by range. */
export async function unpackedBlob(source: RecordSource): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const bytes of source.stream())
    parts.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  return new Blob(parts);
}

/**
 * The first bytes of a stream; all of them where there are fewer than `length`.
 *
 * @throws InputError when nothing at all can be read
 */
export async function startOf(source: RecordSource, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let missing = length;
  try {
    for await (const bytes of source.stream()) {
      chunks.push(bytes);
      missing -= bytes.length;
      if (missing <= 0) break;
    }
  } catch (error) {
    if (!(error instanceof InputError) || chunks.length === 0) throw error;
  }
  return joinBytes(chunks).subarray(0, length);
}
