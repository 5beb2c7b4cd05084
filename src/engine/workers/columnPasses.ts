import type { PartialCounts, SliceColumns } from "../slice.ts";

/**
 * Counts matches by file. A file whose slices do not stand together gets several counts.
 *
 * @param entries entries in the metadata
 */
export function countByFile(
  slices: readonly Pick<SliceColumns, "file" | "entryIds">[],
  entries: number,
): PartialCounts[] {
  const counts = new Uint32Array(entries);
  const counted = new Uint32Array(entries);
  const byFile: PartialCounts[] = [];
  for (let first = 0; first < slices.length; ) {
    const { file } = slices[first];
    let found = 0;
    let next = first;
    for (; next < slices.length && slices[next].file === file; next++) {
      const { entryIds } = slices[next];
      for (let i = 0; i < entryIds.length; i++) {
        const id = entryIds[i];
        if (counts[id]++ === 0) counted[found++] = id;
      }
    }
    const ids = counted.slice(0, found);
    byFile.push({ file, entryIds: ids, counts: ids.map((id) => counts[id]) });
    for (const id of ids) counts[id] = 0;
    first = next;
  }
  return byFile;
}
