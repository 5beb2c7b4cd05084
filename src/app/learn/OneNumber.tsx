import { entryProbability } from "../../core/balancing/probability.ts";
import { thresholdForTailShare } from "../../core/counting/threshold.ts";
import { thresholdAfterKey } from "../balance/thresholdControl.ts";
import { formatCount, formatShare } from "../parts/format.ts";
import { useCurrentBalance } from "../queries/useBalance.ts";
import { maxThreshold, useSession } from "../session/session.ts";
import { DEFAULT_TAIL_SHARE } from "../session/settings.ts";
import { Formula } from "./Formula.tsx";
import styles from "./Lesson.module.css";
import own from "./OneNumber.module.css";
import { Side } from "./Side.tsx";
import { TenLines } from "./TenLines.tsx";
import { ThresholdChoices } from "./ThresholdChoices.tsx";
import { type ExampleEntry, useExampleEntries } from "./useExampleEntries.ts";

/** Lesson 3: what t does to a common entry and to a rare one. */
export function OneNumber() {
  const t = useSession((session) => session.t);
  const distribution = useSession((session) => session.distribution);
  const examples = useExampleEntries();
  const atSixPercent = thresholdForTailShare(distribution, DEFAULT_TAIL_SHARE);
  const small = Math.max(2, Math.round(atSixPercent / 8));
  return (
    <>
      <p>
        One number says how much is enough: the <dfn>threshold t</dfn>. An entry with fewer than t
        matches is tail, and all its captions stay. One with t matches or more is head, and each of
        its captions stays with the chance t/c (c is its count), so that about t of them stay on its
        account.
      </p>
      <p>
        Why so? One more caption of a thing seen ten thousand times teaches next to nothing. One
        more of a thing seen three times teaches a lot. So the head has captions to spare, and the
        tail has none.
      </p>
      <div className={styles.box}>
        <MiniSlider />
        <ThresholdChoices smallest={{ name: "small t", t: small }} />
        {examples && (
          <div className={own.examples}>
            <Fate example={examples.head} t={t} />
            {examples.tail && <Fate example={examples.tail} t={t} />}
          </div>
        )}
      </div>
      <p>
        More captions of the common entry stay than its own account allows. The rest are saved by a
        rarer entry in the same caption. The next lesson shows how.
      </p>
      {examples && (
        <Formula>
          An entry keeps a caption with the chance min(1, t/c).{" "}
          {[examples.head, examples.tail].map(
            (example) =>
              example && (
                <span key={example.id} className={own.line}>
                  {example.entry}: min(1, {formatCount(t)}/{formatCount(example.count)}) ={" "}
                  {entryProbability(example.count, t) === 1
                    ? "1"
                    : entryProbability(example.count, t).toFixed(3)}
                </span>
              ),
          )}
        </Formula>
      )}
      <TenLines />
    </>
  );
}

/** The threshold of the page, on the same scale. */
function MiniSlider() {
  const t = useSession((session) => session.t);
  const largest = useSession((session) => maxThreshold(session.distribution));
  const setThreshold = useSession((session) => session.setThreshold);
  const scale = Math.log(Math.max(largest, 2));
  return (
    <label className={own.slider}>
      <span>
        t = <strong>{formatCount(t)}</strong>
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step="any"
        value={Math.log(t) / scale}
        aria-label="Threshold t in this lesson"
        aria-valuetext={`t = ${formatCount(t)}`}
        onChange={(event) => setThreshold(Math.exp(Number(event.target.value) * scale))}
        onKeyDown={(event) => {
          const next = thresholdAfterKey(event.key, t, largest);
          if (next === null) return;
          event.preventDefault();
          setThreshold(next);
        }}
      />
    </label>
  );
}

/** What becomes of an entry's captions: how many there are, how many stay, and why so many. */
function Fate({ example, t }: { readonly example: ExampleEntry; readonly t: number }) {
  const { id, entry, count } = example;
  const balanced = useCurrentBalance()?.balancedCounts[id];
  const capped = Math.min(count, t);
  const isTail = count < t;
  return (
    <section className={own.fate} aria-label={entry} data-side={isTail ? "tail" : "head"}>
      <p className={own.name}>
        <strong>{entry}</strong> <Side count={count} t={t} />
      </p>
      <span className={own.track} aria-hidden="true">
        {balanced !== undefined && <span style={{ width: `${(100 * balanced) / count}%` }} />}
        <i style={{ left: `${(100 * capped) / count}%` }} />
      </span>
      <dl className={own.figures}>
        <div>
          <dt>captions that hold it</dt>
          <dd>{formatCount(count)}</dd>
        </div>
        <div className={own.capped}>
          <dt>{isTail ? "all stay on its account" : "stay on its account, about"}</dt>
          <dd>{formatCount(capped)}</dd>
        </div>
        <div>
          <dt>stay in all</dt>
          <dd>
            {balanced === undefined
              ? "…"
              : `${formatCount(balanced)} (${formatShare(balanced / count, 0)})`}
          </dd>
        </div>
      </dl>
    </section>
  );
}
