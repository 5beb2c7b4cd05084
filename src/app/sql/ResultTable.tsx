// biome-ignore-all lint/a11y/useFocusableInteractive: nothing in it takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements lose their meaning when they are placed by hand
import { useMemo, useRef } from "react";
import type { SqlCell, SqlRows } from "../../engine/types.ts";
import { useVirtualRows } from "../parts/useVirtualRows.ts";
import { textOf } from "./delimited.ts";
import styles from "./ResultTable.module.css";

/** Pixels. */
const HEADER_HEIGHT = 28;
/** Rows, spread over all, from which the width of a column is taken. */
const SAMPLE = 1000;
/** Characters. */
const LEAST_WIDTH = 5;
const MOST_WIDTH = 60;

/** Rows of an answer, those in view rendered. */
export function ResultTable({ columns, rows }: SqlRows) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualRows(scroller, rows.length, HEADER_HEIGHT);
  const template = useMemo(() => {
    const step = Math.ceil(rows.length / SAMPLE);
    const sample = rows.filter((_, row) => row % step === 0 || row === rows.length - 1);
    const widths = columns.map(({ name }, i) => {
      const lengths = sample.map((row) => shownAs(row[i]).length);
      const longest = Math.max(LEAST_WIDTH, name.length, ...lengths);
      return `calc(${Math.min(longest, MOST_WIDTH)}ch + 26px)`;
    });
    return `${widths.join(" ")} 1fr`;
  }, [columns, rows]);

  const inView: number[] = [];
  for (let row = virtual.first; row < virtual.end; row++) inView.push(row);
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
      tabIndex={0}
      aria-label="Rows of the answer"
    >
      <div
        role="table"
        aria-label="Answer"
        aria-rowcount={rows.length + 1}
        className={styles.table}
        style={{ "--columns": template } as React.CSSProperties}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            {columns.map(({ name, isNumber }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name
              <div key={i} role="columnheader" data-number={isNumber}>
                {name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.height }}>
          {inView.map((row) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              className={styles.row}
              style={{ transform: `translateY(${virtual.topOf(row)}px)` }}
            >
              {columns.map(({ isNumber }, i) => {
                const cell = rows[row][i];
                return (
                  <div
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name
                    key={i}
                    role="cell"
                    data-number={isNumber}
                    data-null={cell === null}
                    title={textOf(cell)}
                  >
                    {shownAs(cell)}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

/** A cell as it is shown: fractions in six digits, which is more than the eye takes in. */
function shownAs(cell: SqlCell): string {
  if (cell === null) return "NULL";
  if (typeof cell !== "number" || Number.isInteger(cell)) return String(cell);
  return Number.isFinite(cell) ? String(Number(cell.toPrecision(6))) : cell > 0 ? "∞" : "−∞";
}
