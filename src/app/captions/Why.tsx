import type { PreviewCaption } from "../../engine/types.ts";
import { formatChance, formatCount } from "../parts/format.ts";
import { useExplanation } from "../queries/useExplanation.ts";
import styles from "./Why.module.css";

/** The arithmetic of one caption: each matched entry's count, t / c and draw, and the exact chance. */
export function Why({ caption, t }: { readonly caption: PreviewCaption; readonly t: number }) {
  const { data: why, error } = useExplanation(caption.index, t);
  if (error) return <p role="alert">The reason could not be read: {error.message}</p>;
  if (!why) return <p className={styles.place}>…</p>;
  const place = `${why.file}, line ${formatCount(why.line)}`;
  if (why.entries.length === 0) {
    return (
      <p className={styles.place}>
        {place}. No entry of the metadata stands in this caption, so it is dropped at every t.
      </p>
    );
  }
  return (
    <div className={styles.why}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">entry</th>
            <th scope="col">matches c</th>
            <th scope="col">min(1, t/c)</th>
            <th scope="col">draw u</th>
            <th scope="col">keeps it?</th>
          </tr>
        </thead>
        <tbody>
          {why.entries.map(({ id, entry, count, probability, draw }) => (
            <tr key={id} data-keeps={draw < probability}>
              <th scope="row" className={count < t ? styles.tail : styles.head}>
                {entry}
              </th>
              <td>{formatCount(count)}</td>
              <td>{probability === 1 ? "1" : probability.toFixed(3)}</td>
              <td>{draw.toFixed(3)}</td>
              <td>{draw < probability ? "yes" : "no"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {why.kept
          ? "Kept, since at least one draw is below its min(1, t/c)."
          : "Dropped, since no draw is below its min(1, t/c)."}{" "}
        Exact chance at t = {formatCount(t)}: 1 − Π(1 − min(1, t/c)) = {formatChance(why.chance)}.
        It stays from t = {formatCount(Math.floor(why.tau) + 1)} on.
      </p>
      <p className={styles.place}>
        {place}. Drawn from seed {why.seed}, key {why.key} and the entry.
      </p>
    </div>
  );
}
