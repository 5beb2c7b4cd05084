import type { Compressors } from "hyparquet";

/** All that the format has but LZO. */
export const CODECS: ReadonlySet<string | null> = new Set([
  "UNCOMPRESSED",
  "SNAPPY",
  "GZIP",
  "BROTLI",
  "ZSTD",
  "LZ4",
  "LZ4_RAW",
]);

type Decompress = Exclude<Compressors["ZSTD"], undefined>;

/**
 * What unpacks the pages of a file.
 *
 * @param codecs those in the file
 */
export async function decompressors(codecs: ReadonlySet<string | null>): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  const { SNAPPY: unpackSnappy } = compressors;
  const zstd = codecs.has("ZSTD") ? await fastZstd() : null;
  return {
    ...compressors,
    SNAPPY: (packed, bytes) => {
      if (unpackSnappy === undefined || lengthOf(packed) !== bytes) throw new Error("not snappy");
      return unpackSnappy(packed, bytes);
    },
    ...(zstd === null ? {} : { ZSTD: zstd }),
  };
}

/** Null where it cannot be loaded, as where a page forbids data addresses. */
async function fastZstd(): Promise<Decompress | null> {
  const { ZSTDDecoder } = await import("zstddec");
  const decoder = new ZSTDDecoder();
  try {
    await decoder.init();
  } catch {
    return null;
  }
  return (packed, bytes) => decoder.decode(packed, bytes);
}

/** Bytes that a block of snappy holds, by its first bytes. */
function lengthOf(packed: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < Math.min(5, packed.length); i++) {
    length += (packed[i] & 0x7f) * 2 ** (7 * i);
    if (packed[i] < 0x80) return length;
  }
  return -1;
}
