import {
  checkLength,
  isCount,
  notCount,
  parseEntryCounts,
  type ReadEntryCounts,
} from "../entryCounts.ts";
import { MAX_LIST_BYTES } from "../gzip.ts";
import { InputError } from "../inputError.ts";
import type { ByteSource } from "../jsonl/lines.ts";
import { decodeText } from "../metadata.ts";
import { isNpy, isNumeric, readNpy, shownDescr } from "../npy/readNpy.ts";
import { isCountTable, parseCountTable } from "./countTable.ts";

const REMEDY =
  'Give a JSON object, {"entry": count}; a JSON array or an .npy file of counts in the order of the metadata; or a CSV or TSV file with the columns entry and count.';
const HEAD_BYTES = 8;

/**
 * Reads entry counts from elsewhere, told by their content: a JSON object, `{entry: count}`; a JSON
 * array of counts in the order of the metadata; an .npy array of integers or whole floats in that
 * order; or a CSV or TSV file with the columns entry and count. JSON and tables are held in memory.
 *
 * @param name of the file
 * @param source its bytes, unpacked
 * @param entries the metadata
 * @throws InputError when it is something else, does not fit the metadata, or holds a count that is not
 *   a whole number from 0 to 2^32 − 1
 */
export async function readEntryCounts(
  name: string,
  source: ByteSource,
  entries: readonly string[],
): Promise<ReadEntryCounts> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES));
  if (isNpy(head)) return readCountsNpy(name, source, entries);
  if (head[0] === 0x50 && head[1] === 0x4b) {
    throw new InputError(
      `${name} is a ZIP archive, as numpy.savez writes them. Save the counts alone with numpy.save.`,
    );
  }
  if (source.size > MAX_LIST_BYTES) {
    throw new InputError(
      `${name} holds more than ${MAX_LIST_BYTES / 2 ** 20} MB, which no entry counts do. ${REMEDY}`,
    );
  }
  const text = decodeText(name, await source.read(0, source.size));
  if (/^\s*[{[]/.test(text)) return parseEntryCounts(name, text, entries);
  if (isCountTable(text)) return parseCountTable(name, text, entries);
  throw new InputError(`${name} holds no entry counts. ${REMEDY}`);
}

async function readCountsNpy(
  name: string,
  source: ByteSource,
  entries: readonly string[],
): Promise<ReadEntryCounts> {
  const { size } = source;
  const file = await readNpy({ name, size, read: (start, end) => source.read(start, end) });
  if (!isNumeric(file.descr)) {
    throw new InputError(
      `${name} holds values of type ${shownDescr(file.descr)}, and counts are integers, or floats of 4 or 8 bytes. Save them with: numpy.save(file, counts.astype("uint64")).`,
    );
  }
  if (file.shape.length !== 1) {
    throw new InputError(
      `${name} has the shape (${file.shape.join(", ")}), and counts have one dimension: one for each entry. Save them with: numpy.save(file, counts.ravel()).`,
    );
  }
  checkLength(name, file.length, entries);
  const counts = new Uint32Array(entries.length);
  let id = 0;
  for await (const piece of file.pieces()) {
    for (const value of piece) {
      const count = Number(value);
      if (!isCount(count)) throw notCount(name, entries[id], String(value));
      counts[id++] = count;
    }
  }
  return { counts, unknown: 0, firstUnknown: null };
}
