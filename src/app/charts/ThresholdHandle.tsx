import { type PointerEvent, useRef } from "react";
import { useThresholdControl } from "../balance/thresholdControl.ts";
import type { EntriesView, Point } from "./entriesView.ts";
import styles from "./PlotControl.module.css";
import type { Plot } from "./plot.ts";

/** Pixels to either side of the line of t at which it can be taken. */
const REACH = 13;

interface ThresholdHandleProps {
  readonly plot: Plot;
  readonly view: EntriesView;
  readonly tMoves: "vertically" | "horizontally";
  /** The place of a pointer in the chart, in pixels. */
  readonly pixelOf: (event: PointerEvent) => Point;
  readonly onTake: () => void;
}

/** The line of t, to be dragged anywhere along it, and its kink, which takes the focus. */
export function ThresholdHandle({ plot, view, tMoves, pixelOf, onTake }: ThresholdHandleProps) {
  const { t, largest, setThreshold, inWords, onKeyDown } = useThresholdControl();
  const taken = useRef<Point | null>(null);
  const kink = view.kinkAt(t);
  const x = plot.x(kink.x);
  const y = plot.y(kink.y);
  const isFlat = tMoves === "vertically";

  function take(event: PointerEvent<HTMLElement>) {
    event.stopPropagation();
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    const at = pixelOf(event);
    taken.current = { x: x - at.x, y: y - at.y };
    onTake();
  }

  function drag(event: PointerEvent) {
    if (!taken.current) return;
    event.stopPropagation();
    const at = pixelOf(event);
    setThreshold(
      view.thresholdNear(plot, { x: at.x + taken.current.x, y: at.y + taken.current.y }),
    );
  }

  function release() {
    taken.current = null;
  }

  return (
    <div
      className={styles.strip}
      data-moves={tMoves}
      style={
        isFlat
          ? { left: plot.left, width: plot.right - plot.left, top: y - REACH, height: 2 * REACH }
          : { left: x - REACH, width: 2 * REACH, top: plot.top, height: plot.bottom - plot.top }
      }
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <div
        className={styles.grip}
        style={
          isFlat ? { left: x - plot.left - REACH, top: 0 } : { left: 0, top: y - plot.top - REACH }
        }
        role="slider"
        tabIndex={0}
        aria-label="Line of t in the chart"
        aria-orientation={isFlat ? "vertical" : "horizontal"}
        aria-valuemin={1}
        aria-valuemax={largest}
        aria-valuenow={t}
        aria-valuetext={inWords}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
