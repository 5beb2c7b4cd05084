import { Fragment, useState } from "react";
import { captionChance, entryProbability } from "../../core/balancing/probability.ts";
import { placesApart, placesOf } from "../../core/matching/locate.ts";
import type { Explanation } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatChance, formatCount } from "../parts/format.ts";
import hidden from "../parts/hidden.module.css";
import { isTelling, useChosenCaption } from "../queries/useChosenCaption.ts";
import { useEngine, useSession } from "../session/session.ts";
import { LARGEST_SEED } from "../session/settings.ts";
import own from "./Chance.module.css";
import { isKeptWith } from "./draws.ts";
import { Formula } from "./Formula.tsx";
import styles from "./Lesson.module.css";
import { MarkedText } from "./MarkedText.tsx";
import { TenLines } from "./TenLines.tsx";

/** Draws that the tally shows. */
const TALLY = 20;
/** Entries whose factors are written out. */
const WRITTEN_OUT = 5;

/** Lesson 4: how the entries of a caption decide on it, by chance. */
export function Chance() {
  const { why, error } = useChosenCaption();
  return (
    <>
      <p>
        A caption has several entries. Think of each as a coin that says “keep” with the chance
        min(1, t/c). <strong>One “keep” is enough.</strong> So a single rare entry saves its caption
        for certain, and a caption with many entries has many coins to toss.
      </p>
      {error && <p role="alert">The caption could not be read: {error.message}</p>}
      {why && why.entries.length > 0 && <Coins why={why} />}
      <p>
        The draw is not left to luck: it is computed from the seed, the caption and the entry. The
        same seed keeps the same captions on every machine.
      </p>
      <TenLines />
    </>
  );
}

function Coins({ why }: { readonly why: Explanation }) {
  const engine = useEngine();
  const openCaption = useSession((session) => session.openCaption);
  const t = useSession((session) => session.t);
  const { text, entries, index } = why;
  const isKept = entries.some(({ count, draw }) => draw < entryProbability(count, t));
  const chance = captionChance(
    entries.map(({ count }) => count),
    t,
  );

  async function takeAnother() {
    const { captions } = await engine.preview({ tab: "edge", t, from: 0, limit: 60 });
    const others = captions.filter((each) => each.index !== index);
    const telling = others.filter(isTelling);
    const choice = telling.length > 0 ? telling : others;
    if (choice.length === 0) return;
    const next = choice.find((each) => each.index > index) ?? choice[0];
    openCaption(next.index);
  }

  return (
    <>
      <div className={styles.box}>
        <p className={own.lead}>
          A caption of this pool
          <Button look="plain" onClick={takeAnother}>
            Another caption
          </Button>
        </p>
        <p className={own.text} data-dropped={!isKept}>
          <MarkedText match={{ text, entries, highlights: highlightsOf(why) }} t={t} />
        </p>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">entry</th>
              <th scope="col">c</th>
              <th scope="col">chance</th>
              <th scope="col">draw</th>
              <th scope="col">says</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ id, entry, count, draw }) => (
              <CoinRow key={id} entry={entry} count={count} draw={draw} t={t} />
            ))}
          </tbody>
        </table>
        <p role="status">
          Its chance at t = {formatCount(t)} is <strong>{formatChance(chance)}</strong>. With seed{" "}
          {why.seed} it is <strong>{isKept ? "kept" : "dropped"}</strong>.
        </p>
        <Tally key={index} why={why} chance={chance} t={t} />
      </div>
      <Formula>
        The chance is 1 − Π(1 − min(1, t/c)): one minus the chance that no coin says “keep”. Here: 1
        −{" "}
        {entries.slice(0, WRITTEN_OUT).map(({ id, count }) => (
          <Fragment key={id}>
            <span className={styles.number}>(1 − {decimals(entryProbability(count, t))})</span>{" "}
          </Fragment>
        ))}
        {entries.length > WRITTEN_OUT && "… "}= {formatChance(chance)}. Adding up the chances would
        be wrong: two coins of one half give three quarters, not one.
      </Formula>
    </>
  );
}

interface CoinRowProps {
  readonly entry: string;
  readonly count: number;
  readonly draw: number;
  readonly t: number;
}

/** One entry's coin: it says “keep” when the draw lies within its chance. */
function CoinRow({ entry, count, draw, t }: CoinRowProps) {
  const chance = entryProbability(count, t);
  const keeps = draw < chance;
  const side = count < t ? "tail" : "head";
  return (
    <tr data-keeps={keeps}>
      <th scope="row" className={own.entry} data-side={side}>
        {entry}
        <span className={own.coin} aria-hidden="true">
          <span style={{ width: `${chance * 100}%` }} />
          <i data-keeps={keeps} style={{ left: `${draw * 100}%` }} />
        </span>
      </th>
      <td>{formatCount(count)}</td>
      <td>{decimals(chance)}</td>
      <td>{decimals(draw)}</td>
      <td>{keeps ? <strong>keep</strong> : "–"}</td>
    </tr>
  );
}

interface TallyProps {
  readonly why: Explanation;
  readonly chance: number;
  readonly t: number;
}

/** Draws again, and counts how often the caption was kept against its chance. */
function Tally({ why, chance, t }: TallyProps) {
  const seed = useSession((session) => session.settings.seed);
  const isBusy = useSession((session) => session.jobs.length > 0);
  const change = useSession((session) => session.change);
  const [drawn, setDrawn] = useState<readonly number[]>([]);
  const seeds = drawn.at(-1) === seed ? drawn : [seed];
  const outcomes = seeds.map((each) => ({ seed: each, isKept: isKeptWith(why, each, t) }));
  const kept = outcomes.filter(({ isKept }) => isKept).length;

  function drawAgain(times: number) {
    const more = Array.from({ length: times }, (_, i) => (seed + 1 + i) % (LARGEST_SEED + 1));
    setDrawn([...seeds, ...more].slice(-TALLY));
    change({ seed: more[times - 1] });
  }

  return (
    <>
      <div className={styles.choices}>
        <Button disabled={isBusy} onClick={() => drawAgain(1)}>
          Draw again
        </Button>
        <Button disabled={isBusy} onClick={() => drawAgain(TALLY)}>
          Draw {TALLY} times
        </Button>
      </div>
      <div>
        <ul className={own.tally} aria-label={`The last ${TALLY} draws`}>
          {Array.from({ length: TALLY }, (_, i) => {
            const outcome = outcomes[i];
            const said = outcome && (outcome.isKept ? "kept" : "dropped");
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a draw is known by its position
              <li key={i} data-outcome={said} aria-hidden={!outcome}>
                {outcome && (
                  <span className={hidden.hidden}>
                    seed {outcome.seed}: {said}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        <p className={styles.note}>
          Kept in {kept} of {outcomes.length} {outcomes.length === 1 ? "draw" : "draws"}. By its
          chance, about {(chance * outcomes.length).toFixed(1)}.
        </p>
      </div>
    </>
  );
}

function highlightsOf({ text, entries }: Explanation) {
  const places = placesOf(
    text,
    entries.map(({ entry }) => entry),
  );
  return placesApart(places).map(({ start, end, entry }) => ({
    start,
    end,
    entryId: entries[entry].id,
  }));
}

function decimals(value: number): string {
  return value === 1 ? "1" : value.toFixed(3);
}
