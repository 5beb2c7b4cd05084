import { transfer } from "comlink";
import { formatEntryCounts } from "../formats/manifest.ts";
import type { CountCommand } from "./arguments.ts";
import type { Lines } from "./matchThread.ts";
import { loadMetadata } from "./metadata.ts";
import { writeOutput } from "./output.ts";
import { type Reading, readCaptions } from "./readCaptions.ts";
import { startThreads } from "./threads.ts";

/**
 * Writes the entry counts of all captions to standard output.
 *
 * @throws InputError
 */
export async function count(command: CountCommand): Promise<Reading> {
  const { entries, metadata } = await loadMetadata(command.metadata);
  const threads = await startThreads(metadata, null);
  try {
    const match = (lines: Lines) =>
      threads.ask((thread) => thread.count(transfer(lines, [lines.bytes.buffer])));
    const reading = await readCaptions(
      command,
      threads.count * 2,
      match,
      async () => {},
      () => {},
    );
    const counts = await threads.takeCounts();
    const withMatches = new Map<string, number>();
    counts.forEach((count, id) => {
      if (count > 0) withMatches.set(entries[id], count);
    });
    await writeOutput(formatEntryCounts(withMatches));
    return reading;
  } finally {
    await threads.stop();
  }
}
