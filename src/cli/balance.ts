import { transfer } from "comlink";
import { distributionOf } from "../core/counting/distribution.ts";
import { tailShareAt, thresholdForTailShare } from "../core/counting/threshold.ts";
import type { BalanceCommand } from "./arguments.ts";
import type { Lines } from "./matchThread.ts";
import { loadCounts, loadMetadata } from "./metadata.ts";
import { writeOutput } from "./output.ts";
import { readCaptions } from "./readCaptions.ts";
import type { BalanceSummary } from "./summary.ts";
import { startThreads } from "./threads.ts";

/**
 * Writes the lines of the captions that stay to standard output, each with a "\n" after it. An
 * entry without a count is a tail entry: it keeps its captions.
 *
 * @throws InputError
 */
export async function balance(command: BalanceCommand): Promise<BalanceSummary> {
  const { fixed, seed } = command;
  const { entries, metadata } = await loadMetadata(command.metadata);
  const entryCounts = await loadCounts(command.counts, entries);
  const distribution = distributionOf(entryCounts);
  const t = "t" in fixed ? fixed.t : thresholdForTailShare(distribution, fixed.p);
  const p = "p" in fixed ? fixed.p : tailShareAt(distribution, t);
  const threads = await startThreads(metadata, {
    entryCounts,
    entryLanes: metadata.lanes,
    seed,
    t,
  });
  try {
    let kept = 0;
    const match = (lines: Lines) =>
      threads.ask((thread) => thread.balance(transfer(lines, [lines.bytes.buffer])));
    const reading = await readCaptions(
      command.files,
      command.field,
      threads.count * 2,
      match,
      async (found) => {
        kept += found.kept;
        await writeOutput(found.bytes);
      },
    );
    const matches = await threads.takeCounts();
    const uncounted = matches.filter((count, id) => count > 0 && entryCounts[id] === 0);
    return { ...reading, kept, t, p, entriesWithoutCount: uncounted.length };
  } finally {
    await threads.stop();
  }
}
