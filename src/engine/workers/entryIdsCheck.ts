import { readWholeLines } from "../../formats/jsonl/lines.ts";
import type { EntryIdsCheck } from "../types.ts";
import { fileSource } from "./fileSource.ts";
import type { DrawnPool } from "./matchedPool.ts";

const LF = 0x0a;

/**
 * Compares the entry ids that the records of a file give, as MetaCLIP's matched captions do, with those
 * that were found.
 *
 * @throws InputError when the file's text cannot be read
 */
export async function checkEntryIds(pool: DrawnPool, file: number): Promise<EntryIdsCheck> {
  const source = fileSource(pool.files[file]);
  const decoder = new TextDecoder();
  let captions = 0;
  let same = 0;
  let firstOther: number | null = null;
  for (const slice of pool.slices) {
    if (slice.file !== file) continue;
    const { bytes, offset } = await readWholeLines(source, slice.start, slice.end);
    for (let i = 0; i < slice.lineStarts.length; i++) {
      const start = slice.start + slice.lineStarts[i] - offset;
      const newline = bytes.indexOf(LF, start);
      const end = newline === -1 ? bytes.length : newline;
      const { entry_ids: given } = JSON.parse(decoder.decode(bytes.subarray(start, end)));
      if (!Array.isArray(given)) continue;
      captions++;
      const found = slice.entryIds.subarray(slice.matchStart[i], slice.matchStart[i + 1]);
      if (areSame(given, found)) same++;
      else firstOther ??= slice.firstCaption + i;
    }
  }
  return { captions, same, firstOther };
}

function areSame(given: readonly unknown[], found: Uint32Array): boolean {
  const ids = new Set(given);
  return ids.size === found.length && found.every((id) => ids.has(id));
}
