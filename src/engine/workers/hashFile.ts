import { createSHA256 } from "hash-wasm";
import type { NamedBlob } from "../slice.ts";
import { blocksOf, fileSource } from "./fileSource.ts";

/**
 * SHA-256 of a file, in hex.
 *
 * @throws InputError when it cannot be read
 */
export async function hashFile(file: NamedBlob): Promise<string> {
  const hash = await createSHA256();
  for await (const { block } of blocksOf(fileSource(file))) hash.update(block);
  return hash.digest();
}
