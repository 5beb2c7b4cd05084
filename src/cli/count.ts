import { addEntryCounts } from "../core/counting/entryCounts.ts";
import { formatEntryCounts } from "../formats/manifest.ts";
import type { CountCommand } from "./arguments.ts";
import { loadMetadata } from "./metadata.ts";
import { writeOutput } from "./output.ts";
import { readCaptions } from "./readCaptions.ts";
import type { Summary } from "./summary.ts";

/**
 * Writes the entry counts of all captions to standard output.
 *
 * @throws InputError
 */
export async function count({ metadata: list, files, field }: CountCommand): Promise<Summary> {
  const { entries, matcher } = await loadMetadata(list);
  const counts = new Uint32Array(entries.length);
  let matched = 0;
  const reading = await readCaptions(files, field, async ({ texts }) => {
    const { matchStart, entryIds } = matcher.match(texts);
    addEntryCounts(counts, entryIds);
    for (let i = 1; i < matchStart.length; i++) if (matchStart[i] > matchStart[i - 1]) matched++;
  });
  const withMatches = new Map<string, number>();
  counts.forEach((count, id) => {
    if (count > 0) withMatches.set(entries[id], count);
  });
  await writeOutput(formatEntryCounts(withMatches));
  return { ...reading, matched };
}
