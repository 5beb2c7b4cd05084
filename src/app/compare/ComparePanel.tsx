import { useId, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { Tabs } from "../parts/Tabs.tsx";
import { useComparison } from "../queries/useComparison.ts";
import { useSession } from "../session/session.ts";
import { LARGEST_SEED, type Pinned, type ThresholdSetting } from "../session/settings.ts";
import { ComparedCaptions } from "./ComparedCaptions.tsx";
import { ComparedEntries } from "./ComparedEntries.tsx";
import { ComparedFigures } from "./ComparedFigures.tsx";
import styles from "./ComparePanel.module.css";

/** A pinned setting beside the present one: what enters, and what leaves. */
export default function ComparePanel() {
  const pinned = useSession((session) => session.settings.pinned);
  return pinned === null ? <NothingPinned /> : <Compared pinned={pinned} />;
}

function NothingPinned() {
  const { pin, drawAnother } = useChanges();
  const t = useSession((session) => session.t);
  const seed = useSession((session) => session.settings.seed);
  return (
    <div className={styles.nothing}>
      <p>
        Pin a setting, then move t, p or the seed: this panel says which captions enter, which
        leave, and what that does to each entry. Two seeds at one t show how much is chance.
      </p>
      <p className={styles.buttons}>
        <Button look="action" onClick={pin}>
          Pin t = {formatCount(t)}, seed {seed}
        </Button>
        <Button
          onClick={() => {
            pin();
            drawAnother();
          }}
        >
          Pin it and draw with another seed
        </Button>
      </p>
    </div>
  );
}

const LISTS = [
  { name: "entries", title: "Entries" },
  { name: "entering", title: "Captions that enter" },
  { name: "leaving", title: "Captions that leave" },
] as const;

function Compared({ pinned }: { readonly pinned: Pinned }) {
  const { comparison, error, isOld } = useComparison(pinned);
  const [list, setList] = useState<(typeof LISTS)[number]["name"]>("entries");
  const listId = useId();
  const { swap, unpin } = useChanges();
  const seed = useSession((session) => session.settings.seed);
  const sameSeed = pinned.seed === seed;
  if (error && error.name !== "AbortError") {
    return <p role="alert">The settings could not be compared: {error.message}</p>;
  }
  return (
    <div className={styles.panel} aria-busy={isOld}>
      <div className={styles.head}>
        <p>
          <strong>Pinned:</strong> {nameOf(pinned.threshold)}, seed {pinned.seed}
        </p>
        <span className={styles.buttons}>
          <Button look="plain" onClick={() => swap(pinned)}>
            swap
          </Button>
          <Button look="plain" onClick={unpin}>
            unpin
          </Button>
        </span>
      </div>
      {comparison === null ? (
        <p className={styles.waiting}>Comparing …</p>
      ) : (
        <>
          <ComparedFigures comparison={comparison} pinned={pinned} />
          <p className={styles.sentence}>{sentenceOf(comparison, sameSeed)}</p>
          <Tabs
            label="What moves"
            tabs={LISTS}
            selected={list}
            onSelect={setList}
            controls={listId}
          />
          <div id={listId} role="tabpanel" aria-label={list}>
            {list === "entries" && <ComparedEntries comparison={comparison} />}
            {list === "entering" && (
              <ComparedCaptions
                captions={comparison.enteringCaptions}
                all={comparison.entering}
                t={comparison.t}
                nothing="No caption enters."
              />
            )}
            {list === "leaving" && (
              <ComparedCaptions
                captions={comparison.leavingCaptions}
                all={comparison.leaving}
                t={comparison.t}
                nothing="No caption leaves."
              />
            )}
          </div>
        </>
      )}
    </div>
  );
}

function useChanges() {
  const change = useSession((session) => session.change);
  const settings = useSession((session) => session.settings);
  const { threshold, seed } = settings;
  return {
    pin: () => change({ pinned: { threshold, seed } }),
    unpin: () => change({ pinned: null }),
    drawAnother: () => change({ seed: seed === LARGEST_SEED ? 0 : seed + 1 }),
    swap: (pinned: Pinned) => change({ ...pinned, pinned: { threshold, seed } }),
  };
}

function nameOf(threshold: ThresholdSetting): string {
  return threshold.fixed === "t"
    ? `t = ${formatCount(threshold.t)}`
    : `p = ${formatShare(threshold.p)}`;
}

interface Moves {
  readonly staying: number;
  readonly leaving: number;
  readonly entering: number;
  readonly expectedStaying: number;
}

function sentenceOf(moves: Moves, sameSeed: boolean): string {
  const { staying, leaving, entering, expectedStaying } = moves;
  const moved = `${plural(entering, "caption")} enter, ${formatCount(leaving)} leave, ${formatCount(staying)} stay.`;
  if (sameSeed) {
    return `${moved} With one seed a larger t only adds captions, and a smaller one only takes some away.`;
  }
  return `${moved} Two draws that have nothing to do with each other would share about ${formatCount(expectedStaying)}.`;
}
