import type { CarrierGroup } from "../../engine/types.ts";
import { formatCount, formatShare, plural } from "../parts/format.ts";
import { useCarriers } from "../queries/useCarriers.ts";
import { useSession } from "../session/session.ts";
import styles from "./AboveCap.module.css";

interface CarriersTableProps {
  /** Its id. */
  readonly entry: number;
  readonly name: string;
}

/** Which entries keep the kept captions of an entry. */
export function CarriersTable({ entry, name }: CarriersTableProps) {
  const { page, error } = useCarriers(entry);
  if (error && error.name !== "AbortError") {
    return <p role="alert">Its carriers could not be counted: {error.message}</p>;
  }
  if (!page) return <p className={styles.note}>Counting who keeps “{name}” …</p>;
  const { captions, withTail, byItself, tail, head } = page;
  const share = (count: number) => formatShare(captions && count / captions, 0);
  return (
    <div>
      <p className={styles.note}>
        “{name}” stands in {plural(captions, "kept caption")}. {formatCount(withTail)} of them (
        {share(withTail)}) hold a tail entry, so they stay whatever is drawn. A caption is decided
        by the entry with the least u·c in it; {formatCount(byItself)} by “{name}” itself.
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">kept because of</th>
            <th scope="col">matches</th>
            <th scope="col">captions it decides</th>
            <th scope="col">its draw passes in</th>
          </tr>
        </thead>
        <Group status="tail" share={share(tail.decided)} entry={name} {...tail} />
        <Group status="head" share={share(head.decided)} entry={name} {...head} />
      </table>
    </div>
  );
}

interface GroupProps extends CarrierGroup {
  readonly status: "tail" | "head";
  /** Of the kept captions, those that the group decides. */
  readonly share: string;
  /** The one that is carried. */
  readonly entry: string;
}

function Group({ status, share, entry, entries, decided, rows }: GroupProps) {
  const captions = useSession((session) => session.settings.captions);
  const change = useSession((session) => session.change);
  const show = (other: string) =>
    change({ captions: { ...captions, kind: "kept", entries: [entry, other], hold: "all" } });
  const group = status === "tail" ? "tail entries" : "other head entries";
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={2}>
          {formatCount(entries)} {group}
        </th>
        <td>{formatCount(decided)}</td>
        <td>{share}</td>
      </tr>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <button
              type="button"
              className={styles.entry}
              data-status={status}
              aria-label={`Show kept captions with ${entry} and ${row.entry}`}
              title={`Show kept captions with “${entry}” and “${row.entry}”`}
              onClick={() => show(row.entry)}
            >
              {row.entry}
            </button>
          </th>
          <td>{formatCount(row.count)}</td>
          <td>{formatCount(row.decided)}</td>
          <td>{formatCount(row.passing)}</td>
        </tr>
      ))}
    </tbody>
  );
}
