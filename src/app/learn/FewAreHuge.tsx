import { largestEntriesHolding } from "../../core/counting/largestEntries.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { usePool, useSession } from "../session/session.ts";
import { Bars } from "./Bars.tsx";
import { Formula } from "./Formula.tsx";
import styles from "./Lesson.module.css";

const LARGEST = 5;

/** Lesson 2: how unevenly the matches are spread over the entries of the pool. */
export function FewAreHuge() {
  const distribution = useSession((session) => session.distribution);
  const t = useSession((session) => session.t);
  const view = useSession((session) => session.settings.view);
  const change = useSession((session) => session.change);
  const { entries, entryIds, counts, matches } = distribution;
  const n = counts.length;
  const middle = Math.floor((n - 1) / 2);
  const positions = Array.from({ length: Math.min(LARGEST, n) }, (_, i) => n - 1 - i);
  if (n > LARGEST * 2) positions.push(middle);
  const pool = usePool();
  const holdHalf = largestEntriesHolding(distribution, 0.5);
  const isCumulative = view === "cumulative";
  return (
    <>
      <p>
        Now count. The <dfn>count</dfn> of an entry is the number of captions that it matches. If
        all things were written about alike, all counts would be alike. They are far from it.
      </p>
      <p>
        In this pool <strong>{plural(holdHalf, "entry", "entries")}</strong>{" "}
        {holdHalf === 1 ? "holds" : "hold"} half of the {plural(matches, "match", "matches")}. The
        other half is shared out among <strong>{formatCount(n - holdHalf)}</strong>, and{" "}
        {formatCount(entries - n)} entries match nothing here.
      </p>
      <div className={styles.box}>
        <Bars
          label="The largest entries"
          bars={positions.map((position, i) => ({
            name: (
              <>
                {entryOf(pool, entryIds[position])}
                {position === middle && i === LARGEST && (
                  <span className={styles.note}> – the one in the middle of the ranking</span>
                )}
              </>
            ),
            value: counts[position],
            shown: formatCount(counts[position]),
            side: counts[position] < t ? "tail" : "head",
          }))}
        />
        <div className={styles.choices}>
          <Button onClick={() => change({ view: isCumulative ? "rank" : "cumulative" })}>
            {isCumulative ? "Back to the chart by rank" : "Show the cumulative view"}
          </Button>
        </div>
        {isCumulative && (
          <p>
            The chart lines up the entries from the rarest to the most common and adds up their
            matches. The black line hardly rises for most of the way, then shoots up at the very
            end: there stand the few large ones.
          </p>
        )}
      </div>
      <p>
        A model that learns from such a pool sees the same common things again and again, and most
        of what there is in the world hardly ever. The large ones together are called the{" "}
        <dfn>head</dfn>, the many small ones the <dfn>tail</dfn>.
      </p>
      <Formula>
        The count c of an entry is the number of captions of the pool that hold it. The {LARGEST}{" "}
        largest hold {formatShare(shareOf(positions.slice(0, LARGEST)))} of all matches.
      </Formula>
    </>
  );

  function shareOf(some: readonly number[]): number {
    return matches && some.reduce((sum, position) => sum + counts[position], 0) / matches;
  }
}
