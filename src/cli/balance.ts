import { transfer } from "comlink";
import { distributionOf } from "../core/counting/distribution.ts";
import { tailShareAt, thresholdForTailShare } from "../core/counting/threshold.ts";
import { InputError } from "../formats/inputError.ts";
import { subsetOf } from "../formats/readers.ts";
import { type NumberSet, numberSet } from "../formats/records/numberSet.ts";
import type { BalanceCommand } from "./arguments.ts";
import type { Lines } from "./matchThread.ts";
import { loadCounts, loadMetadata } from "./metadata.ts";
import { writeOutput } from "./output.ts";
import { type RecordFile, readCaptions } from "./readCaptions.ts";
import type { BalanceSummary } from "./summary.ts";
import { startThreads } from "./threads.ts";

/**
 * Writes the lines of the captions that stay to standard output, each with a "\n" after it; of a file
 * in another format, the same file with the records that stay, which is read twice for it. An entry without a count is a tail entry: it keeps its captions.
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
    const keptRecords = new Map<RecordFile, NumberSet>();
    let hasLines = false;
    const reading = await readCaptions(
      command,
      threads.count * 2,
      match,
      async (found, file) => {
        kept += found.kept;
        hasLines ||= file === null;
        if (file === null) await writeOutput(found.bytes);
        else for (const record of found.keptRecords) keptRecords.get(file)?.add(record);
      },
      (file) => {
        keptRecords.set(file, numberSet());
        const isAlone = command.files.length === 1;
        if (!isAlone && (hasLines || file.shape.format !== "jsonl")) {
          throw new InputError(notAlone(file.source.name));
        }
      },
    );
    for (const [file, numbers] of keptRecords) await writeSubset(file, numbers);
    const matches = await threads.takeCounts();
    const uncounted = matches.filter((count, id) => count > 0 && entryCounts[id] === 0);
    return { ...reading, kept, t, p, entriesWithoutCount: uncounted.length };
  } finally {
    await threads.stop();
  }
}

async function writeSubset({ source, shape }: RecordFile, kept: NumberSet): Promise<void> {
  const subset = await subsetOf(source, shape, kept.has);
  if (subset === null) throw new InputError(noShape(source.name));
  for await (const bytes of subset) await writeOutput(bytes);
}

function notAlone(name: string): string {
  return `${name} is not lines of JSON with a text each, and only those can be written one after the other. Balance it alone.`;
}

function noShape(name: string): string {
  return `The subset of a web archive such as ${name} cannot be written as one. Export it from the page as JSONL, CSV or Parquet.`;
}
