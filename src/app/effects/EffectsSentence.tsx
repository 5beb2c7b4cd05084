import type { KeptByMatches } from "../../core/balancing/balance.ts";
import { summarizeHead } from "../../core/balancing/fromCap.ts";
import { summarizeAt } from "../../core/counting/threshold.ts";
import { ListButton } from "../data/ListButton.tsx";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import type { CaptionKind, Range } from "../session/settings.ts";
import styles from "./EffectsSentence.module.css";

/** Captions with so many matches are called long. */
const LONG = 10;

/** What balancing does, in the pool's own figures, and what can be done about it. */
export function EffectsSentence() {
  const distribution = useSession((session) => session.distribution);
  const latest = useLatestBalance();
  if (!latest) return <p className={styles.waiting}>Counting what stays …</p>;
  const { t, keptByMatches, balancedCounts, balancedMatches } = latest;
  const short = shareKept(keptByMatches, 1, 2);
  const long = shareKept(keptByMatches, LONG, keptByMatches.captions.length);
  const { headEntries, tailShare } = summarizeAt(distribution, t);
  const { headMatches, entriesAbove } = summarizeHead(distribution, balancedCounts, t);
  const headAfter = balancedMatches === 0 ? 0 : headMatches / balancedMatches;
  return (
    <div className={styles.text}>
      <p>
        {short !== null && (
          <>
            At t = {formatCount(t)}, of captions with 1 match <strong>{formatShare(short)}</strong>{" "}
            stay
            {long !== null && (
              <>
                ; of those with {LONG} or more, <strong>{formatShare(long)}</strong>
              </>
            )}
            .{" "}
          </>
        )}
        Each match is one more draw that can keep a caption, so long captions are favoured, and a
        caption kept by one rare entry brings all its head entries along.{" "}
        {headEntries > 0 && (
          <>
            Head entries go from {formatShare(1 - tailShare)} of all matches to{" "}
            <strong>{formatShare(headAfter)}</strong> of balanced matches:{" "}
            {formatCount(entriesAbove)} of {plural(headEntries, "head entry", "head entries")} keep
            more than t.
          </>
        )}
      </p>
      <Actions />
    </div>
  );
}

function Actions() {
  const entries = useSession((session) => session.pool?.metadata.entries ?? 0);
  const captions = useSession((session) => session.settings.captions);
  const variant = useSession((session) => session.settings.variant);
  const change = useSession((session) => session.change);
  const filter = (kind: CaptionKind, matches: Range) =>
    change({ captions: { ...captions, kind, matches } });
  return (
    <p className={styles.actions}>
      <Button look="plain" onClick={() => filter("dropped", { from: 1, to: 1 })}>
        Show dropped captions with 1 match
      </Button>
      <Button look="plain" onClick={() => filter("kept", { from: LONG, to: entries })}>
        Show kept ones with {LONG} or more
      </Button>
      {variant !== "one-entry" && (
        <Button look="plain" onClick={() => change({ variant: "one-entry" })}>
          Try one entry per caption
        </Button>
      )}
      <ListButton look="plain" name="List of entries to try" />
    </p>
  );
}

/** Kept share of captions with from `from` to below `end` matches; null where there are none. */
function shareKept({ captions, kept }: KeptByMatches, from: number, end: number): number | null {
  const sum = (values: Float64Array) => values.subarray(from, end).reduce((a, b) => a + b, 0);
  const total = sum(captions);
  return total === 0 ? null : sum(kept) / total;
}
