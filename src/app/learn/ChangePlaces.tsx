import { useMemo } from "react";
import { keptAt } from "../../core/balancing/keptAt.ts";
import { cappedSum } from "../../core/counting/distribution.ts";
import { summarizeAt, tailShareAt, thresholdForTailShare } from "../../core/counting/threshold.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useLatestBalance } from "../queries/useBalance.ts";
import { useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";
import { Bars } from "./Bars.tsx";
import own from "./ChangePlaces.module.css";
import { Formula } from "./Formula.tsx";
import styles from "./Lesson.module.css";
import { PaperPools } from "./PaperPools.tsx";
import { ABLATION } from "./paperFigures.ts";
import { ThresholdChoices } from "./ThresholdChoices.tsx";

/** Lesson 5: how the shares of head and tail move with t, and which t is a good one. */
export function ChangePlaces() {
  const pool = useSession((session) => session.pool);
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.t);
  const latest = useLatestBalance();
  const balanced = latest?.t === t ? latest : null;
  const atSixPercent = thresholdForTailShare(distribution, DEFAULT_TAIL_SHARE);
  const fromHead = Math.max(2, atSixPercent);
  const { tailEntries, tailShare } = summarizeAt(distribution, fromHead);
  const balancedTail = useMemo(() => {
    const ids = distribution.entryIds.subarray(0, tailEntries);
    return balanced && ids.reduce((sum, id) => sum + balanced.balancedCounts[id], 0);
  }, [distribution, balanced, tailEntries]);
  if (!pool) return null;
  const { length } = distribution.counts;
  const cappedTail = cappedSum(distribution, 0, tailEntries, t);
  const capped = cappedSum(distribution, 0, length, t);
  const atOne = keptAt(pool.kept, 1).captions;
  const all = pool.matchedCaptions;
  return (
    <>
      <p>
        Before balancing, the head has nearly all matches. The smaller t gets, the more the tail has
        to say. Watch the two groups as t moves. Head here is what has {formatCount(fromHead)}{" "}
        matches or more
        {fromHead === atSixPercent && <>, which is the head at p&nbsp;=&nbsp;6%</>}.
      </p>
      <div className={styles.box}>
        <ThresholdChoices smallest={{ name: "t = 1", t: 1 }} />
        <Split name="all matches" tail={tailShare} />
        <Split name="capped at t: on their own account" tail={capped && cappedTail / capped} />
        <Split
          name="balanced: in the captions that stay"
          tail={balanced && balancedTail !== null ? balancedTail / balanced.balancedMatches : null}
        />
      </div>
      <p>
        On their own account the rare entries gain until they outweigh the common ones. In the
        captions that stay the head remains larger, since a caption kept for its rare entry brings
        its common ones along.
      </p>
      <p>
        <strong>Why not t = 1?</strong> Only {formatCount(atOne)} of {formatCount(all)} matched
        captions would stay. Most of what could be learned is gone, and every oddity counts as much
        as “dog”.
      </p>
      <p>
        <strong>Why not t = ∞?</strong> Then nothing is thinned: every entry is tail, all{" "}
        {formatCount(all)} stay, and the few large entries drown the rest as before.
      </p>
      <p>
        <strong>Which t, then?</strong> The people who found this method took 20,000 for one pool
        and 170,000 for one seven times as large. These look far apart. But in both, the tail holds
        about 6% of the matches, and about a quarter of the captions stays. With 20,000 the large
        pool keeps a tenth.
      </p>
      <div className={styles.box}>
        <PaperPools />
      </div>
      <p>
        So what carries over from one pool to another is the <dfn>tail share p</dfn>, not t. A small
        pool of long captions keeps more than a quarter, since each entry is one more coin.
      </p>
      <p>
        Does it help? They trained the same model on each set and let it name photos of a thousand
        kinds of things, without training for that:
      </p>
      <div className={styles.box}>
        <p>
          <strong>Photos named right, in percent</strong>
        </p>
        <Bars
          label="Photos named right, in percent"
          bars={ABLATION.map(({ data, accuracy }) => ({
            name: data,
            value: accuracy,
            shown: accuracy.toFixed(1),
          }))}
        />
      </div>
      <p>Matching alone helps, thinning helps more, and it hardly matters to hit t exactly.</p>
      <Formula>
        p(t) = matches of entries with c &lt; t, over all matches; here{" "}
        {formatShare(tailShareAt(distribution, t))} at t = {formatCount(t)}. Figures: “Demystifying
        CLIP Data”, arXiv 2309.16671; ViT-B/32, ImageNet without training on it.
      </Formula>
    </>
  );
}

/** One bar shared out among head and tail; null while its figures are on their way. */
function Split({ name, tail }: { readonly name: string; readonly tail: number | null }) {
  return (
    <div className={own.split}>
      <p>{name}</p>
      <span className={own.track} aria-hidden="true">
        {tail !== null && <span style={{ width: `${100 * (1 - tail)}%` }} />}
        {tail !== null && <span data-side="tail" />}
      </span>
      <p className={own.shares}>
        <span data-side="head">head {tail === null ? "…" : formatShare(1 - tail)}</span>{" "}
        <span data-side="tail">tail {tail === null ? "…" : formatShare(tail)}</span>
      </p>
    </div>
  );
}
