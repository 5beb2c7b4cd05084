import type { Explanation, PreviewCaption } from "../../engine/types.ts";
import { Button } from "../parts/Button.tsx";
import { formatChance, formatCount } from "../parts/format.ts";
import { useExplanation } from "../queries/useExplanation.ts";
import { useSession } from "../session/session.ts";
import { formatProduct, formatUnit, staysFrom } from "./arithmetic.ts";
import { NearMisses } from "./NearMisses.tsx";
import styles from "./Why.module.css";

/** Factors of the chance that are written out. */
const FACTORS = 24;

/** The arithmetic of one caption: each matched entry's count, t / c, draw and u · c, and the chance. */
export function Why({ caption, t }: { readonly caption: PreviewCaption; readonly t: number }) {
  const { data: why, error } = useExplanation(caption.index, t);
  if (error) return <p role="alert">The reason could not be read: {error.message}</p>;
  if (!why) return <p className={styles.place}>…</p>;
  return (
    <div className={styles.why}>
      {why.entries.length === 0 ? (
        <p>No entry of the metadata stands in this caption, so it is dropped at every t.</p>
      ) : (
        <>
          <Verdict why={why} />
          <Entries why={why} />
          <Chance why={why} />
        </>
      )}
      <NearMisses caption={caption.index} />
      <p className={styles.place}>
        {why.file}, line {formatCount(why.line)}. Drawn from seed {why.seed}, key {why.key}
        {why.entries.length > 0 && " and the entry"}.
      </p>
    </div>
  );
}

function Entries({ why }: { readonly why: Explanation }) {
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const { t, tau } = why;
  return (
    <div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">entry</th>
            <th scope="col">matches c</th>
            <th scope="col">min(1, t/c)</th>
            <th scope="col">draw u</th>
            <th scope="col">u · c</th>
          </tr>
        </thead>
        <tbody>
          {why.entries.map(({ id, entry, count, probability, draw }) => {
            const isChosen = captions.entries.includes(entry);
            const entries = isChosen
              ? captions.entries.filter((other) => other !== entry)
              : [...captions.entries, entry];
            return (
              <tr key={id} data-keeps={draw < probability} data-least={draw * count === tau}>
                <th scope="row">
                  <button
                    type="button"
                    className={count < t ? styles.tail : styles.head}
                    aria-pressed={isChosen}
                    onClick={() => change({ captions: { ...captions, entries } })}
                  >
                    {entry}
                  </button>
                </th>
                <td>{formatCount(count)}</td>
                <td>{formatUnit(probability)}</td>
                <td>{formatUnit(draw)}</td>
                <td>{formatProduct(draw * count, t)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.place}>
        t = {formatCount(t)}. Choose an entry to see only captions with it.
      </p>
    </div>
  );
}

function Verdict({ why }: { readonly why: Explanation }) {
  const setThreshold = useSession((session) => session.setThreshold);
  const { t, tau, kept, entries } = why;
  const least = entries.find(({ draw, count }) => draw * count === tau);
  const product = formatProduct(tau, t);
  const from = staysFrom(tau);
  return (
    <p>
      <strong>{kept ? "Kept" : "Dropped"}</strong>: the least u · c is {product}, that of “
      {least?.entry}”, and tau = {product} {kept ? "<" : "≥"} t = {formatCount(t)}. It stays from t
      = {formatCount(from)} on.{" "}
      {from !== t && (
        <Button look="plain" onClick={() => setThreshold(from)}>
          Set t = {formatCount(from)}
        </Button>
      )}
    </p>
  );
}

function Chance({ why: { t, chance, entries } }: { readonly why: Explanation }) {
  const factors = entries
    .slice(0, FACTORS)
    .map(({ probability }) => `(1 − ${formatUnit(probability)})`);
  const rest = entries.slice(FACTORS);
  const ofRest = rest.reduce((product, { probability }) => product * (1 - probability), 1);
  return (
    <p>
      Exact chance at t = {formatCount(t)}: 1 − Π(1 − min(1, t/c)) = 1 − {factors.join(" · ")}
      {rest.length > 0 && ` · ${formatUnit(ofRest)} of ${formatCount(rest.length)} more`} ={" "}
      <strong>{formatChance(chance)}</strong>
    </p>
  );
}
