// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid, the cells take the focus
// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements lose their meaning when they are placed by hand
import { memo } from "react";
import { formatCount, formatShare } from "../parts/format.ts";
import styles from "./EntriesGrid.module.css";
import { statusOf } from "./order.ts";
import { reasonOf, STATUS_NAMES } from "./status.ts";

/** Columns, from `first` up to `end`, where an unmatchable entry has its reason instead of figures. */
export const REASON_COLUMN = { first: 3, end: 7 };

export function isInReason(column: number): boolean {
  return column >= REASON_COLUMN.first && column < REASON_COLUMN.end;
}

interface EntryRowProps {
  readonly row: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  /** Whether it is there for the focus only, out of view. */
  readonly isAside: boolean;
  readonly entry: string;
  readonly source: string | null;
  /** Its matches in the pool. */
  readonly count: number;
  /** Its matches as the table counts them. */
  readonly matches: number;
  readonly allMatches: number;
  /** Null before the first answer. */
  readonly balanced: number | null;
  /** Whether t has moved since it was balanced. */
  readonly isOfOtherT: boolean;
  readonly isUnmatchable: boolean;
  readonly t: number;
  readonly isSelected: boolean;
  /** Where the focus is in this row, if it is. */
  readonly activeColumn: number | null;
}

export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { row, top, isAside, entry, source, count, matches, balanced, activeColumn } = props;
  const status = statusOf(count, props.isUnmatchable, props.t);
  const keptShare = balanced === null || count === 0 ? null : balanced / count;
  const cell = (column: number, role = "gridcell") => ({
    role,
    "aria-colindex": column + 1,
    "data-column": column,
    tabIndex: column === activeColumn ? 0 : -1,
  });
  const reason = {
    ...cell(REASON_COLUMN.first),
    "aria-colspan": REASON_COLUMN.end - REASON_COLUMN.first,
    tabIndex: activeColumn !== null && isInReason(activeColumn) ? 0 : -1,
  };
  const afterKept = REASON_COLUMN.end;
  return (
    <div
      role="row"
      className={styles.row}
      aria-rowindex={row + 2}
      aria-selected={props.isSelected}
      data-row={row}
      data-aside={isAside}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div {...cell(0)}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${entry}`}
          checked={props.isSelected}
          readOnly
        />
      </div>
      <div {...cell(1, "rowheader")} title={entry}>
        {entry}
      </div>
      <div {...cell(2)} data-number>
        {formatCount(matches)}
      </div>
      {status === "unmatchable" ? (
        <div {...reason} className={styles.reason}>
          {reasonOf(entry)}
        </div>
      ) : (
        <>
          <div {...cell(3)} data-number>
            {formatCount(Math.min(count, props.t))}
          </div>
          <div {...cell(4)} data-number data-stale={props.isOfOtherT}>
            {balanced === null ? "…" : formatCount(balanced)}
          </div>
          <div {...cell(5)} data-number>
            {formatSmallShare(count, props.allMatches)}
          </div>
          <div {...cell(6)} data-number data-stale={props.isOfOtherT}>
            {keptShare !== null && (
              <span className={styles.share}>
                <span className={styles.bar} data-status={status}>
                  <span style={{ width: `${keptShare * 100}%` }} />
                </span>
                <span className={styles.percent}>{formatShare(keptShare, 0)}</span>
              </span>
            )}
          </div>
        </>
      )}
      {source !== null && (
        <div {...cell(afterKept)} className={styles.muted}>
          {source}
        </div>
      )}
      <div
        {...cell(source === null ? afterKept : afterKept + 1)}
        className={styles.status}
        data-status={status}
      >
        {STATUS_NAMES[status]}
      </div>
    </div>
  );
});

/** A share of all matches in percent, of which small ones keep a digit that is not 0. */
function formatSmallShare(count: number, all: number): string {
  const share = all === 0 ? 0 : count / all;
  if (share === 0) return "0%";
  return share < 0.0001 ? "<0.01%" : formatShare(share, 2);
}
