// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid, the cells take the focus
// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements lose their meaning when they are placed by hand
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Balance } from "../../core/balancing/balance.ts";
import { entryOf } from "../../core/metadata/metadata.ts";
import type { EntrySort } from "../../engine/types.ts";
import hidden from "../parts/hidden.module.css";
import { useVirtualRows } from "../parts/useVirtualRows.ts";
import type { FoundEntries } from "../queries/useEntries.ts";
import { usePool, useSession } from "../session/session.ts";
import { type Column, ENTRY_COLUMNS, startsDescending } from "./columns.ts";
import styles from "./EntriesGrid.module.css";
import { EntryRow, isInReason, REASON_COLUMN } from "./EntryRow.tsx";
import { sourceAt } from "./order.ts";
import { useEntrySelection } from "./useEntrySelection.ts";

/** Pixels. */
const HEADER_HEIGHT = 30;
/** Row of the header; the entries are from 0 on. */
const HEADER = -1;
/** Column of the check boxes; those of {@link ENTRY_COLUMNS} follow. */
const CHECK = 0;

interface Cell {
  readonly row: number;
  readonly column: number;
}

interface EntriesGridProps {
  readonly found: FoundEntries;
  /** The last one: t may have moved since. */
  readonly balance: Balance | null;
}

/**
 * The entries as a grid that is one stop of the tab key: arrows, Page Up and Down, Home and End move
 * in it, Enter shows an entry's captions, Space selects more of them, Escape none.
 */
export function EntriesGrid({ found, balance }: EntriesGridProps) {
  const pool = usePool();
  const t = useSession((session) => session.t);
  const allMatches = useSession((session) => session.distribution.matches);
  const setting = useSession((session) => session.settings.entries);
  const change = useSession((session) => session.change);
  const [wanted, setActive] = useState<Cell>({ row: 0, column: 1 });
  const takesFocus = useRef(false);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = found.ids.length;
  const virtual = useVirtualRows(scroller, rows, HEADER_HEIGHT);
  const hasSources = pool.metadata.sources.length > 0;
  const columns = ENTRY_COLUMNS.filter(({ sort }) => sort !== "source" || hasSources);
  const active = { row: Math.min(wanted.row, rows - 1), column: wanted.column };
  const entryAt = (row: number) => entryOf(pool, found.ids[row]);
  const selection = useEntrySelection(entryAt);

  const { search, sort, descending, file, status, counts } = setting;
  const order = JSON.stringify([search, sort, descending, file, status, counts]);
  const { scrollToTop } = virtual;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are others when the order is
  useEffect(() => {
    scrollToTop();
    setActive((cell) => ({ ...cell, row: Math.min(cell.row, 0) }));
  }, [order, scrollToTop]);

  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>('[tabindex="0"]');
    cell?.focus({ preventScroll: true });
    if (cell && scroller.current) showAcross(cell, scroller.current);
  });

  function goTo({ row, column }: Cell): void {
    const cell = {
      row: Math.min(Math.max(HEADER, row), rows - 1),
      column: Math.min(Math.max(CHECK, column), columns.length),
    };
    if (cell.row > HEADER) virtual.show(cell.row);
    takesFocus.current = true;
    setActive(cell);
  }

  function sortBy(column: EntrySort): void {
    const isDescending = column === sort ? !descending : startsDescending(column);
    change({ entries: { ...setting, sort: column, descending: isDescending } });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { row, column } = active;
    const toEnd = event.ctrlKey || event.metaKey;
    const across = (step: number): Cell => {
      const isReason = row > HEADER && pool.unmatchable[found.ids[row]] === 1 && isInReason(column);
      if (!isReason) return { row, column: column + step };
      return { row, column: step > 0 ? REASON_COLUMN.end : REASON_COLUMN.first - 1 };
    };
    const targets: Record<string, () => Cell> = {
      ArrowUp: () => ({ row: row - 1, column }),
      ArrowDown: () => ({ row: row + 1, column }),
      ArrowLeft: () => across(-1),
      ArrowRight: () => across(1),
      PageUp: () => ({ row: Math.max(0, row - virtual.rowsInView), column }),
      PageDown: () => ({ row: row + virtual.rowsInView, column }),
      Home: () => ({ row: toEnd ? 0 : row, column: CHECK }),
      End: () => ({ row: toEnd ? rows - 1 : row, column: columns.length }),
    };
    const target = targets[event.key];
    if (target) goTo(target());
    else if (event.key === "Escape") selection.clear();
    else if (row === HEADER) return;
    else if (event.key === "Enter") selection.showOnly(row);
    else if (event.key === " " && event.shiftKey) selection.extendTo(row);
    else if (event.key === " ") selection.toggle(row);
    else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent): void {
    const cell = cellOf(event.target);
    if (cell === null || cell.row === HEADER) return;
    if (event.shiftKey) selection.extendTo(cell.row);
    else if (event.ctrlKey || event.metaKey || cell.column === CHECK) selection.toggle(cell.row);
    else selection.showOnly(cell.row);
    goTo(cell);
  }

  const shown: number[] = [];
  for (let row = virtual.first; row < virtual.end; row++) shown.push(row);
  const isAside = active.row > HEADER && (active.row < virtual.first || active.row >= virtual.end);
  if (isAside) shown.push(active.row);
  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="grid"
        className={styles.grid}
        data-sources={hasSources}
        aria-label="Entries"
        aria-multiselectable
        aria-rowcount={rows + 1}
        aria-colcount={columns.length + 1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onFocus={(event) => {
          const cell = cellOf(event.target);
          if (cell === null || (cell.row === active.row && cell.column === active.column)) return;
          setActive(cell);
        }}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" className={styles.row} aria-rowindex={1} data-row={HEADER}>
            <div
              role="columnheader"
              aria-colindex={1}
              data-column={CHECK}
              tabIndex={tabIndexOf(active, HEADER, CHECK)}
            >
              <span className={hidden.hidden}>selected</span>
            </div>
            {columns.map((column, i) => (
              <SortableHeader
                key={column.sort}
                column={column}
                position={i + 1}
                sorted={column.sort === sort ? (descending ? "descending" : "ascending") : "none"}
                tabIndex={tabIndexOf(active, HEADER, i + 1)}
                onSort={() => sortBy(column.sort)}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.height }}>
          {shown.map((row) => {
            const id = found.ids[row];
            const entry = entryAt(row);
            return (
              <EntryRow
                key={row}
                row={row}
                top={virtual.topOf(row)}
                isAside={isAside && row === active.row}
                entry={entry}
                source={pool.metadata.sources[sourceAt(pool, id)]?.name ?? null}
                count={pool.entryCounts[id]}
                matches={found.matches[id]}
                allMatches={allMatches}
                balanced={balance?.balancedCounts[id] ?? null}
                isOfOtherT={balance?.t !== t}
                isUnmatchable={pool.unmatchable[id] === 1}
                t={t}
                isSelected={selection.has(entry)}
                activeColumn={row === active.row ? active.column : null}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface SortableHeaderProps {
  readonly column: Column;
  readonly position: number;
  readonly sorted: "ascending" | "descending" | "none";
  readonly tabIndex: number;
  readonly onSort: () => void;
}

const ARROWS = { ascending: " ↑", descending: " ↓", none: "" };

function SortableHeader({ column, position, sorted, tabIndex, onSort }: SortableHeaderProps) {
  const { title, about, isNumber } = column;
  return (
    <div
      role="columnheader"
      aria-colindex={position + 1}
      aria-sort={sorted}
      data-column={position}
      data-number={isNumber}
    >
      <button type="button" title={about} tabIndex={tabIndex} onClick={onSort}>
        {title}
        <span aria-hidden>{ARROWS[sorted]}</span>
      </button>
    </div>
  );
}

function tabIndexOf(active: Cell, row: number, column: number): 0 | -1 {
  return active.row === row && active.column === column ? 0 : -1;
}

function cellOf(target: EventTarget): Cell | null {
  if (!(target instanceof Element)) return null;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
  const row = target.closest<HTMLElement>("[data-row]")?.dataset.row;
  return row === undefined || column === undefined
    ? null
    : { row: Number(row), column: Number(column) };
}

/** Scrolls sideways so that a cell is not behind the columns that stay. */
function showAcross(cell: HTMLElement, scroller: HTMLElement): void {
  const box = cell.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  const staying = scroller.querySelector<HTMLElement>("[data-column='1']");
  const left =
    staying === null || staying === cell ? view.left : staying.getBoundingClientRect().right;
  if (getComputedStyle(cell).position === "sticky") return;
  if (box.left < left) scroller.scrollLeft -= left - box.left;
  else if (box.right > view.right) scroller.scrollLeft += box.right - view.right;
}
