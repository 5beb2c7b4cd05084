import { isGzip, listTooLargeSentence, MAX_LIST_BYTES } from "../../formats/gzip.ts";
import { InputError } from "../../formats/inputError.ts";
import type { NamedBlob } from "../slice.ts";
import { fileSource } from "./fileSource.ts";
import { inflateStart } from "./inflate.ts";

/**
 * Reads a metadata list or a manifest, unpacked where it is a gzip file.
 *
 * @throws InputError when it cannot be read, or is too large unpacked
 */
export async function readWhole(file: NamedBlob): Promise<Uint8Array> {
  const source = fileSource(file);
  if (!isGzip(await source.read(0, Math.min(2, source.size)))) return source.read(0, source.size);
  const bytes = await inflateStart(file, MAX_LIST_BYTES + 1);
  if (bytes.length > MAX_LIST_BYTES) throw new InputError(listTooLargeSentence(file.name));
  return bytes;
}
