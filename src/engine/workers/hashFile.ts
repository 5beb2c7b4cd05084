import { createSHA256 } from "hash-wasm";
import type { NamedBlob } from "../slice.ts";
import { fileSource } from "./fileSource.ts";

const BLOCK_BYTES = 2 ** 22;

/**
 * SHA-256 of a file, in hex.
 *
 * @throws InputError when it cannot be read
 */
export async function hashFile(file: NamedBlob): Promise<string> {
  const source = fileSource(file);
  const hash = await createSHA256();
  for (let start = 0; start < source.size; start += BLOCK_BYTES) {
    hash.update(await source.read(start, Math.min(start + BLOCK_BYTES, source.size)));
  }
  return hash.digest();
}
