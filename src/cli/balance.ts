import { criticalThresholds } from "../core/balancing/tau.ts";
import { distributionOf } from "../core/counting/distribution.ts";
import { tailShareAt, thresholdForTailShare } from "../core/counting/threshold.ts";
import { hashKey, KEY_LANES } from "../core/text/hashKey.ts";
import type { PackedText } from "../core/text/packedText.ts";
import type { BalanceCommand } from "./arguments.ts";
import { loadCounts, loadMetadata } from "./metadata.ts";
import { writeOutput } from "./output.ts";
import { readCaptions } from "./readCaptions.ts";
import type { BalanceSummary } from "./summary.ts";

const NEWLINE = Uint8Array.of(0x0a);

/**
 * Writes the lines of the captions that stay to standard output, each with a "\n" after it. An
 * entry without a count is a tail entry: it keeps its captions.
 *
 * @throws InputError
 */
export async function balance(command: BalanceCommand): Promise<BalanceSummary> {
  const { fixed, seed } = command;
  const { entries, metadata, matcher } = await loadMetadata(command.metadata);
  const counts = await loadCounts(command.counts, entries);
  const distribution = distributionOf(counts);
  const t = "t" in fixed ? fixed.t : thresholdForTailShare(distribution, fixed.p);
  const p = "p" in fixed ? fixed.p : tailShareAt(distribution, t);
  const uncounted = new Set<number>();
  let matched = 0;
  let kept = 0;
  const reading = await readCaptions(
    command.files,
    command.field,
    async ({ texts, lines, keys }) => {
      const matches = matcher.match(texts);
      for (const id of matches.entryIds) if (counts[id] === 0) uncounted.add(id);
      const captions = { ...matches, keyLanes: hashKeys(keys) };
      const tau = criticalThresholds(captions, counts, metadata.lanes, seed);
      const output: Uint8Array[] = [];
      for (let i = 0; i < tau.length; i++) {
        if (tau[i] < Number.POSITIVE_INFINITY) matched++;
        if (tau[i] >= t) continue;
        kept++;
        output.push(lines.bytes.subarray(lines.starts[i], lines.starts[i + 1]), NEWLINE);
      }
      await writeOutput(Buffer.concat(output));
    },
  );
  return { ...reading, matched, kept, t, p, entriesWithoutCount: uncounted.size };
}

function hashKeys({ bytes, starts }: PackedText): Uint32Array {
  const lanes = new Uint32Array((starts.length - 1) * KEY_LANES);
  for (let i = 1; i < starts.length; i++) hashKey(bytes, starts[i - 1], starts[i], lanes, i - 1);
  return lanes;
}
